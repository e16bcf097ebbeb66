package inputs

import (
	"io/fs"
	"os"
	"time"
)

// A fileSet tells files that have several names, by symbolic or hard links.
type fileSet struct {
	stat  func(name string) (fs.FileInfo, error)
	names map[string]bool
	files map[fileKey][]fs.FileInfo
}

// A fileKey is equal for all names of a file, so that few files must be compared.
type fileKey struct {
	size     int64
	modified time.Time
}

func newFileSet(stat func(name string) (fs.FileInfo, error)) *fileSet {
	return &fileSet{stat, make(map[string]bool), make(map[fileKey][]fs.FileInfo)}
}

// add adds a file, and reports whether it is new.
func (s *fileSet) add(name string) bool {
	if s.names[name] {
		return false
	}
	s.names[name] = true
	info, err := s.stat(name)
	if name == Stdin || err != nil {
		return true
	}
	key := fileKey{info.Size(), info.ModTime()}
	for _, other := range s.files[key] {
		if os.SameFile(info, other) {
			return false
		}
	}
	s.files[key] = append(s.files[key], info)
	return true
}
