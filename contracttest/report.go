package contracttest

import (
	"crypto/rand"
	"errors"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A leaving is the report that this process leaves in one directory for one
// contract. It is written again with each test that ends: nobody tells a library
// when the process does.
type leaving struct {
	file   string
	report *validate.Report
}

type leavingKey struct{ dir, title, version string }

var leavings = struct {
	sync.Mutex
	all map[leavingKey]*leaving
}{all: make(map[leavingKey]*leaving)}

// leave adds a report to what this process leaves in dir.
func leave(dir string, r *validate.Report) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	leavings.Lock()
	defer leavings.Unlock()
	key := leavingKey{dir, r.Contract.Title, r.Contract.Version}
	l := leavings.all[key]
	if l == nil {
		l = &leaving{file: filepath.Join(dir, fileName()), report: r}
		l.report.Tool.Version = toolVersion()
	} else if l.report, err = validate.Merge(l.report, r); err != nil {
		return err
	}
	leavings.all[key] = l
	return l.write()
}

// fileName is a name that no other process chooses, on no machine: reports of
// many are put into one directory.
func fileName() string {
	name := strings.TrimSuffix(path.Base(testBinary()), ".test")
	return name + "-" + strconv.Itoa(os.Getpid()) + "-" + rand.Text() + ".json"
}

// write puts the file there whole or not at all.
func (l *leaving) write() error {
	if err := os.MkdirAll(filepath.Dir(l.file), 0o777); err != nil {
		return err
	}
	temporary := l.file + ".part"
	f, err := os.Create(temporary)
	if err != nil {
		return err
	}
	form, _ := render.New("json", render.Options{}) // there is one
	err = errors.Join(form.Render(f, l.report), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return os.Rename(temporary, l.file)
}

// reportName is how reports call a test: by its package, too.
func reportName(test string) string {
	return strings.TrimSuffix(testBinary(), ".test") + "." + test
}

// testBinary is the import path of the package under test, with ".test".
var testBinary = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Path != "" && info.Path != "command-line-arguments" {
		return info.Path
	}
	return filepath.Base(os.Args[0])
})

// toolVersion is the version of this module in the test's binary.
func toolVersion() string {
	const module = "github.com/apicontract/apicontract"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module {
			return m.Version
		}
	}
	return ""
}
