package capture

import (
	"io"
	"os"
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
	return disk("capture", suffixes).expand(pattern)
}
