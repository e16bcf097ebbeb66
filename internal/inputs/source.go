// Package inputs finds and opens the files or standard input that arguments name, and converts
// their text to UTF-8.
package inputs

import (
	"io"
	"io/fs"
	"os"
)

// Stdin is the pattern for standard input, and its name.
const Stdin = "-"

// A FileKind is a kind of file that arguments may name.
type FileKind struct {
	// Name is the kind's name in errors: "capture".
	Name string
	// Suffixes are the suffixes of such files in a directory, in lower case. A file that is named
	// directly, or by a glob, may have any name.
	Suffixes []string
}

// A Source is an input: the file called Name, or standard input.
type Source struct {
	Name  string
	stdin io.Reader
}

// Open opens the source. The caller closes it; closing standard input does nothing.
func (s Source) Open() (io.ReadCloser, error) {
	if s.stdin != nil {
		return io.NopCloser(s.stdin), nil
	}
	return os.Open(s.Name)
}

// Expand turns arguments into sources. An argument is [Stdin], a file, a directory, which means the
// files of this kind in it and below, or a glob with *, **, ?, [a-z] or {a,b}. The sources are in
// the order of the arguments, and sorted by name within one argument. Each occurs once.
//
// An argument without a file is an error that names the argument, because a run that checks nothing
// must not look like success.
func (k FileKind) Expand(stdin io.Reader, patterns []string) ([]Source, error) {
	expand := func(pattern string) ([]string, error) {
		if pattern == Stdin {
			return []string{Stdin}, nil
		}
		return diskFinder(k).expandPattern(pattern)
	}
	names, err := expandAll(patterns, expand)
	if err != nil {
		return nil, err
	}
	sources := make([]Source, 0, len(names))
	for _, name := range names {
		s := Source{Name: name}
		if name == Stdin {
			s.stdin = stdin
		}
		sources = append(sources, s)
	}
	return sources, nil
}

// Files is [FileKind.Expand] without standard input; it returns file names.
func (k FileKind) Files(patterns []string) ([]string, error) {
	return expandAll(patterns, diskFinder(k).expandPattern)
}

// FilesIn is [FileKind.Files] for the files of a file system, whose names use slashes.
func (k FileKind) FilesIn(fsys fs.FS, patterns []string) ([]string, error) {
	return expandAll(patterns, fsFinder(k, fsys).expandPattern)
}
