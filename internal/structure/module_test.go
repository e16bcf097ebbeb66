// Package structure holds tests of the module as a whole: which package may import which, what
// public packages export, and how large a package may be. The tables in imports_test.go,
// bans_test.go, signatures_test.go and size_test.go are the rules; every check also runs on small
// inputs that break it.
package structure

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/apicontract/apicontract"

// A goPackage is a package of the module. Its name, and those of the module's packages that it
// imports, are paths without the module's and without internal/.
type goPackage struct {
	name        string
	own         []string // packages of the module that it imports
	foreign     []string // other packages that it imports, including the standard library
	testOwn     []string // the same for its tests
	testForeign []string
	reachable   []string // other packages that it imports, directly or not
	files       int      // without tests, of all platforms
}

// modulePackages returns all packages of the module.
var modulePackages = sync.OnceValues(func() ([]goPackage, error) {
	if err := openFolders("../.."); err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "list", "-json", module+"/...").Output()
	if err != nil {
		return nil, err
	}
	return readPackages(bytes.NewReader(out))
})

// openFolders opens every folder of the module. The go command repeats a cached test only if
// something that the test opened has changed.
func openFolders(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if name := entry.Name(); entry.IsDir() && path != root && (name[0] == '.' || name == "testdata" || name == "node_modules") {
			return fs.SkipDir
		}
		return err
	})
}

// listed is a package in the output of `go list -json`.
type listed struct {
	ImportPath     string   `json:"ImportPath"`
	GoFiles        []string `json:"GoFiles"`
	IgnoredGoFiles []string `json:"IgnoredGoFiles"`
	CgoFiles       []string `json:"CgoFiles"`
	Imports        []string `json:"Imports"`
	TestImports    []string `json:"TestImports"`
	XTestImports   []string `json:"XTestImports"`
	Deps           []string `json:"Deps"`
}

func readPackages(r io.Reader) (packages []goPackage, err error) {
	for d := json.NewDecoder(r); ; {
		var l listed
		switch err := d.Decode(&l); {
		case errors.Is(err, io.EOF):
			return packages, nil
		case err != nil:
			return nil, err
		}
		packages = append(packages, l.goPackage())
	}
}

func (l *listed) goPackage() goPackage {
	p := goPackage{name: shortName(l.ImportPath), files: len(l.GoFiles) + len(l.CgoFiles)}
	for _, file := range l.IgnoredGoFiles {
		if !strings.HasSuffix(file, "_test.go") {
			p.files++
		}
	}
	p.own, p.foreign = split(l.Imports)
	p.testOwn, p.testForeign = split(slices.Concat(l.TestImports, l.XTestImports))
	_, p.reachable = split(l.Deps)
	return p
}

// split separates the module's packages from others, without repetitions.
func split(paths []string) (own, foreign []string) {
	for _, path := range paths {
		if isOwn(path) {
			own = append(own, shortName(path))
		} else {
			foreign = append(foreign, path)
		}
	}
	slices.Sort(own)
	slices.Sort(foreign)
	return slices.Compact(own), slices.Compact(foreign)
}

func isOwn(path string) bool { return isBelow(path, module) }

// isBelow reports whether a path is another, or below it.
func isBelow(path, root string) bool {
	rest, ok := strings.CutPrefix(path, root)
	return ok && (rest == "" || rest[0] == '/')
}

// shortName returns the name of a package of the module in the tables; "." is the module's root
// package.
func shortName(path string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
	if name == "" {
		return "."
	}
	return strings.TrimPrefix(name, "internal/")
}

// loaded returns the module's packages, and ends the test if they cannot be listed.
func loaded(t *testing.T) []goPackage {
	t.Helper()
	packages, err := modulePackages()
	require.NoError(t, err)
	require.NotEmpty(t, packages)
	return packages
}

func TestReadPackages(t *testing.T) {
	const text = `{"ImportPath": "github.com/apicontract/apicontract/internal/a/b", "GoFiles": ["a.go", "b.go"],
		"IgnoredGoFiles": ["a_windows.go", "a_windows_test.go"], "Imports": ["os", "github.com/apicontract/apicontract/validate"],
		"TestImports": ["testing", "github.com/apicontract/apicontract"],
		"XTestImports": ["testing", "github.com/apicontract/apicontractor"], "Deps": ["os", "io"]}
		{"ImportPath": "github.com/apicontract/apicontract"}`
	packages, err := readPackages(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, []goPackage{
		{name: "a/b", own: []string{"validate"}, foreign: []string{"os"}, testOwn: []string{"."},
			testForeign: []string{"github.com/apicontract/apicontractor", "testing"}, reachable: []string{"io", "os"}, files: 3},
		{name: "."},
	}, packages)
	_, err = readPackages(strings.NewReader("{"))
	assert.Error(t, err)
}
