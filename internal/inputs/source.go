// Package inputs finds and opens the files or standard input that arguments name, and converts
// their text to UTF-8.
package inputs

import (
	"context"
	"io"
	"io/fs"
	"os"
	"slices"
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

// Open opens the source. Reading fails with the context's error once the context ends, even
// while a pipe waits for a writer. The caller closes it; that does not close the standard
// input.
func (s Source) Open(ctx context.Context) (io.ReadCloser, error) {
	if s.stdin != nil {
		return standardInput{ReadUntil(ctx, s.stdin)}, nil
	}
	return openUntil(ctx, s.Name)
}

// standardInput is not closed.
type standardInput struct{ io.Reader }

func (standardInput) Close() error { return nil }

// Expand turns arguments into sources. Each is [Stdin], a file, a directory, which
// means the files of this kind anywhere in it, or a glob with *, **, ?, [a-z] or
// {a,b}. The sources are in the order of the arguments, those of one argument sorted
// by name, and none comes twice, whatever names it has. A directory or a glob yields regular
// files, and follows no links to directories.
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
	names, err := expandAll(patterns, diskFinder(k), expand)
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
	return expandAll(patterns, diskFinder(k), diskFinder(k).expandPattern)
}

// FilesIn is [FileKind.Files] for the files of a file system, whose names use slashes.
func (k FileKind) FilesIn(fsys fs.FS, patterns []string) ([]string, error) {
	return expandAll(patterns, fsFinder(k, fsys), fsFinder(k, fsys).expandPattern)
}

// Distinct leaves out sources that are the same file as one before them.
func Distinct(sources []Source) []Source {
	seen := newFileSet(os.Stat)
	return slices.DeleteFunc(sources, func(s Source) bool { return !seen.add(s.Name) })
}
