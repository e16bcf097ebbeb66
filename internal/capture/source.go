package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Stdin is the pattern, and the name, of the standard input.
const Stdin = "-"

// suffixes are the names of captures in a directory. A file that is named by
// itself or by a pattern may be called anything.
var suffixes = []string{".har", ".har.json", ".har.gz", ".har.zst"}

// A Source is where a capture is read from: the file called Name, or the
// standard input.
type Source struct {
	Name  string
	stdin io.Reader
}

// Open opens the source. The caller closes it; closing the standard input does
// nothing.
func (s Source) Open() (io.ReadCloser, error) {
	if s.stdin != nil {
		return io.NopCloser(s.stdin), nil
	}
	return os.Open(s.Name)
}

// Expand turns arguments into sources. Each is [Stdin], a file, a directory,
// which stands for the captures anywhere in it, or a pattern with *, **, ?,
// [a-z] or {a,b}. The sources are in the order of the arguments, those of one
// argument sorted by name, and none comes twice.
//
// An argument that stands for nothing is an error which names it: checking
// nothing must not look like success.
func Expand(stdin io.Reader, patterns []string) ([]Source, error) {
	var sources []Source
	seen := map[string]bool{}
	for _, pattern := range patterns {
		names, err := expand(pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if seen[name] {
				continue
			}
			seen[name] = true
			sources = append(sources, source(name, stdin))
		}
	}
	return sources, nil
}

func source(name string, stdin io.Reader) Source {
	if name == Stdin {
		return Source{Name: name, stdin: stdin}
	}
	return Source{Name: name}
}

func expand(pattern string) ([]string, error) {
	if pattern == Stdin {
		return []string{Stdin}, nil
	}
	info, err := os.Stat(pattern)
	switch {
	case err == nil && info.IsDir():
		return walk(pattern)
	case err == nil:
		return []string{filepath.Clean(pattern)}, nil
	case strings.ContainsAny(pattern, "*?[{"): // a file's name may have these too
		return match(pattern)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s does not exist", pattern)
	}
	return nil, err
}

// walk returns the captures in dir and below. A trailing separator makes it
// follow dir itself, but nothing within, if it is a symbolic link.
func walk(dir string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir+string(filepath.Separator), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && isCapture(name) {
			names = append(names, filepath.Clean(name))
		}
		return err
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s has no capture in it: no name there ends in %s", dir, strings.Join(suffixes, ", "))
	}
	slices.Sort(names)
	return names, err
}

func isCapture(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

func match(pattern string) ([]string, error) {
	names, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
	switch {
	case errors.Is(err, doublestar.ErrBadPattern):
		return nil, fmt.Errorf("%s is not a pattern: a bracket or brace is not closed", pattern)
	case err == nil && len(names) == 0:
		return nil, fmt.Errorf("no file matches %s", pattern)
	}
	for i := range names {
		names[i] = filepath.Clean(names[i])
	}
	slices.Sort(names)
	return names, err
}
