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

// A reportFile is the report of this process in one directory for one contract. It is rewritten
// after each test, because a library does not learn when the process ends.
type reportFile struct {
	dir    string
	file   string // file name in the directory
	report *validate.Report
}

// A reportFileKey separates reports that cannot be merged.
type reportFileKey struct{ dir, title, version, codes string }

var reportFiles = struct {
	sync.Mutex
	all map[reportFileKey]*reportFile
}{all: make(map[reportFileKey]*reportFile)}

// writeReport merges a report into the file of this process in dir.
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

// fileName returns a unique name, because reports of many processes and machines are put into one
// directory. It begins with the contract's title, so that a glob can select the reports of one
// contract.
func fileName(title string) string {
	binary := strings.TrimSuffix(path.Base(testBinary()), ".test")
	return slug(title) + "-" + slug(binary) + "-" + strconv.Itoa(os.Getpid()) + "-" + rand.Text() + ".json"
}

// slug returns text in the form of a file name: "heygen-api" for "HeyGen API".
func slug(text string) string {
	const longest = 40
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	s := strings.Join(words, "-")
	return strings.Trim(s[:min(len(s), longest)], "-")
}

// replaceFile writes the file anew, in one step.
func (l *reportFile) replaceFile() error {
	if err := os.MkdirAll(l.dir, 0o750); err != nil {
		return err
	}
	f, err := atomicfile.Create(filepath.Join(l.dir, l.file))
	if err != nil {
		return err
	}
	format, _ := render.FindFormat("json", render.KindReport) // the format always exists
	if err := format.Report(f, l.report, render.Options{}); err != nil {
		return errors.Join(err, f.Discard())
	}
	return f.Commit()
}

// reportName returns the name of a test in reports, with its package.
func reportName(test string) string {
	return strings.TrimSuffix(testBinary(), ".test") + "." + test
}

// testBinary returns the import path of the package under test, with ".test".
var testBinary = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Path != "" && info.Path != "command-line-arguments" {
		return info.Path
	}
	return filepath.Base(os.Args[0])
})

// toolVersion returns the version of this module in the test's binary.
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
