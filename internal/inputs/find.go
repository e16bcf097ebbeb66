package inputs

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

// A fileFinder finds the files for a pattern.
type fileFinder struct {
	kind  FileKind
	stat  func(name string) (fs.FileInfo, error)
	walk  func(dir string, each fs.WalkDirFunc) error
	glob  func(pattern string) ([]string, error)
	clean func(name string) string
}

// diskFinder finds files on disk.
func diskFinder(k FileKind) fileFinder {
	return fileFinder{
		kind: k, stat: os.Stat, clean: filepath.Clean,
		// With the separator at the end, a symbolic link for dir itself is followed, but not links
		// within it.
		walk: func(dir string, each fs.WalkDirFunc) error {
			return filepath.WalkDir(dir+string(filepath.Separator), each)
		},
		glob: func(pattern string) ([]string, error) {
			return doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
		},
	}
}

// fsFinder finds the files of a file system.
func fsFinder(k FileKind, fsys fs.FS) fileFinder {
	return fileFinder{
		kind: k, clean: path.Clean,
		stat: func(name string) (fs.FileInfo, error) { return fs.Stat(fsys, name) },
		walk: func(dir string, each fs.WalkDirFunc) error { return fs.WalkDir(fsys, dir, each) },
		glob: func(pattern string) ([]string, error) {
			return doublestar.Glob(fsys, pattern, doublestar.WithFilesOnly())
		},
	}
}

// expandAll returns the expansions of the patterns in their order, each file once.
func expandAll(patterns []string, expand func(pattern string) ([]string, error)) ([]string, error) {
	var all []string
	seen := make(map[string]bool)
	for _, pattern := range patterns {
		names, err := expand(pattern)
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

func (f fileFinder) expandPattern(pattern string) ([]string, error) {
	info, err := f.stat(pattern)
	switch {
	case err == nil && info.IsDir():
		return f.filesInDir(pattern)
	case err == nil:
		return []string{f.clean(pattern)}, nil
	case strings.ContainsAny(pattern, "*?[{"): // a file name may contain these characters too
		return f.matchGlob(pattern)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s does not exist", pattern)
	}
	return nil, err
}

// filesInDir returns the files of the kind in dir and its subdirectories.
func (f fileFinder) filesInDir(dir string) ([]string, error) {
	var names []string
	err := f.walk(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && f.hasSuffix(name) {
			names = append(names, f.clean(name))
		}
		return err
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s has no %s in it: no name there ends in %s", dir, f.kind.Name, strings.Join(f.kind.Suffixes, ", "))
	}
	slices.Sort(names)
	return names, err
}

func (f fileFinder) hasSuffix(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(f.kind.Suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

func (f fileFinder) matchGlob(pattern string) ([]string, error) {
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
