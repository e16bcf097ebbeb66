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
			return doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
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
			return doublestar.Glob(fsys, pattern, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
		},
	}
}

// expandAll returns what the patterns expand to, in their order. A file comes once, whatever
// names it has.
func expandAll(patterns []string, f fileFinder, expand func(pattern string) ([]string, error)) ([]string, error) {
	var all []string
	seen := newFileSet(f.stat)
	for _, pattern := range patterns {
		names, err := expand(pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if seen.add(name) {
				all = append(all, name)
			}
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

// filesInDir returns the files of the kind in dir and below. Links to directories are not
// followed.
func (f fileFinder) filesInDir(dir string) ([]string, error) {
	var names []string
	err := f.walk(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && f.hasSuffix(name) && f.isRegular(name) {
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

// isRegular reports whether a name that was found is that of a file, or of a link to one. A
// pipe or device is read only if it is named itself.
func (f fileFinder) isRegular(name string) bool {
	info, err := f.stat(name)
	return err == nil && info.Mode().IsRegular()
}

func (f fileFinder) matchGlob(pattern string) ([]string, error) {
	names, err := f.glob(pattern)
	names = slices.DeleteFunc(names, func(name string) bool { return !f.isRegular(name) })
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
