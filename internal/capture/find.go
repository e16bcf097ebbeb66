package capture

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ExpandFS is [Expand] for the files of a file system, whose names have slashes.
// There is no standard input.
func ExpandFS(fsys fs.FS, patterns []string) ([]string, error) {
	return finder{
		what: "capture", suffixes: suffixes, clean: path.Clean,
		stat: func(name string) (fs.FileInfo, error) { return fs.Stat(fsys, name) },
		walk: func(dir string, each fs.WalkDirFunc) error { return fs.WalkDir(fsys, dir, each) },
		glob: func(pattern string) ([]string, error) {
			return doublestar.Glob(fsys, pattern, doublestar.WithFilesOnly())
		},
	}.all(patterns)
}

// ExpandFiles is [Expand] for files of another kind, which errors call what: a
// directory stands for those in it whose names end in suffix. There is no
// standard input.
func ExpandFiles(patterns []string, what, suffix string) ([]string, error) {
	return disk(what, []string{suffix}).all(patterns)
}

// A finder finds the files that patterns stand for.
type finder struct {
	what     string   // is looked for
	suffixes []string // of its names in a directory
	stat     func(name string) (fs.FileInfo, error)
	walk     func(dir string, each fs.WalkDirFunc) error
	glob     func(pattern string) ([]string, error)
	clean    func(name string) string
}

// disk finds files as the operating system names them.
func disk(what string, suffixes []string) finder {
	return finder{
		what: what, suffixes: suffixes, stat: os.Stat, clean: filepath.Clean,
		// A trailing separator makes it follow dir itself, but nothing within,
		// if it is a symbolic link.
		walk: func(dir string, each fs.WalkDirFunc) error {
			return filepath.WalkDir(dir+string(filepath.Separator), each)
		},
		glob: func(pattern string) ([]string, error) {
			return doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
		},
	}
}

// all returns the files that the patterns stand for, in their order, none twice.
func (f finder) all(patterns []string) ([]string, error) {
	var all []string
	seen := map[string]bool{}
	for _, pattern := range patterns {
		names, err := f.expand(pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if !seen[name] {
				all = append(all, name)
			}
			seen[name] = true
		}
	}
	return all, nil
}

func (f finder) expand(pattern string) ([]string, error) {
	info, err := f.stat(pattern)
	switch {
	case err == nil && info.IsDir():
		return f.within(pattern)
	case err == nil:
		return []string{f.clean(pattern)}, nil
	case strings.ContainsAny(pattern, "*?[{"): // a file's name may have these too
		return f.match(pattern)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s does not exist", pattern)
	}
	return nil, err
}

// within returns the files in dir and below.
func (f finder) within(dir string) ([]string, error) {
	var names []string
	err := f.walk(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && f.fits(name) {
			names = append(names, f.clean(name))
		}
		return err
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s has no %s in it: no name there ends in %s", dir, f.what, strings.Join(f.suffixes, ", "))
	}
	slices.Sort(names)
	return names, err
}

func (f finder) fits(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(f.suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

func (f finder) match(pattern string) ([]string, error) {
	names, err := f.glob(pattern)
	switch {
	case errors.Is(err, doublestar.ErrBadPattern):
		return nil, fmt.Errorf("%s is not a pattern: a bracket or brace is not closed", pattern)
	case err == nil && len(names) == 0:
		return nil, fmt.Errorf("no file matches %s", pattern)
	}
	for i := range names {
		names[i] = f.clean(names[i])
	}
	slices.Sort(names)
	return names, err
}
