package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Find returns the path of the configuration file for a folder: the nearest one, from the folder up
// to the root of its repository, which has an entry .git. Outside of a repository, only the folder
// itself is searched, because folders above it may belong to others. It returns an empty path if
// there is none.
func Find(folder string) (string, error) {
	nearest := ""
	for at := folder; ; at = filepath.Dir(at) {
		path := filepath.Join(at, FileName)
		switch found, err := exists(path); {
		case err != nil:
			return "", err
		case found && nearest == "":
			nearest = path
		}
		if isRoot, err := exists(filepath.Join(at, ".git")); err != nil || isRoot {
			return nearest, err
		}
		if filepath.Dir(at) == at {
			break
		}
	}
	if filepath.Dir(nearest) != filepath.Clean(folder) {
		return "", nil
	}
	return nearest, nil
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
