package contracttest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/apicontract/apicontract/internal/atomicfile"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A reportFile is the report that this process leaves in one directory for one
// contract. It is written again with each test that ends, as a library does not
// learn when the process ends.
type reportFile struct {
	dir    string
	file   string // its name there
	report *validate.Report
}

// A reportFileKey tells apart what cannot be merged.
type reportFileKey struct{ dir, title, version, codes string }

var reportFiles = struct {
	sync.Mutex
	all map[reportFileKey]*reportFile
}{all: make(map[reportFileKey]*reportFile)}

// writeReport adds a report to what this process leaves in dir.
func writeReport(dir string, contract *validate.Contract, r *validate.Report) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	reportFiles.Lock()
	defer reportFiles.Unlock()
	if own, err := builtinContract(); err == nil {
		r.Contract.BuiltIn = contract == own
	}
	key := reportFileKey{dir, r.Contract.Title, r.Contract.Version, fmt.Sprint(r.Contract.Codes)}
	l := reportFiles.all[key]
	if l == nil {
		l = &reportFile{dir: dir, file: fileName(r.Contract.Title), report: r}
		l.report.Tool.Version = toolVersion()
	} else if l.report, err = validate.Merge(l.report, r); err != nil {
		return err
	}
	reportFiles.all[key] = l
	return l.replaceFile()
}

// fileName is a name that no other process chooses, on no machine: reports of
// many are put into one directory. It begins with the contract's title, so that a
// glob tells those of several contracts apart.
func fileName(title string) string {
	binary := strings.TrimSuffix(path.Base(testBinary()), ".test")
	return slug(title) + "-" + slug(binary) + "-" + strconv.Itoa(os.Getpid()) + "-" + rand.Text() + ".json"
}

// slug is text as a part of a file's name: "HeyGen API" is heygen-api.
func slug(text string) string {
	const longest = 40
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	s := strings.Join(words, "-")
	return strings.Trim(s[:min(len(s), longest)], "-")
}

// replaceFile replaces the file as a whole.
func (l *reportFile) replaceFile() error {
	if err := os.MkdirAll(l.dir, 0o750); err != nil {
		return err
	}
	f, err := atomicfile.Create(filepath.Join(l.dir, l.file))
	if err != nil {
		return err
	}
	format, _ := render.FindFormat("json", render.KindReport) // there is one
	if err := format.Report(f, l.report, render.Options{}); err != nil {
		return errors.Join(err, f.Discard())
	}
	return f.Commit()
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
