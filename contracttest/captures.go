package contracttest

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// maxEntries is how many violating entries of a capture get a subtest.
const maxEntries = 1000

// Captures checks recordings in fsys by the built-in contract, in a subtest for
// each, within which each entry that breaks the contract has a failing subtest of
// its own: "TestCaptures/testdata_video.har/entry_50". Patterns are files,
// directories, which stand for the captures anywhere in them, or globs with ** for
// any depth. Captures are what `apicontract check` reads: HAR files, plain or
// compressed, of any size.
//
// A pattern without a file, a capture that is damaged, and captures in which
// nothing could be judged fail the test.
func Captures(t *testing.T, fsys fs.FS, patterns ...string) {
	t.Helper()
	Config{}.Captures(t, fsys, patterns...)
}

// Captures is the function of that name for the contract, levels and known
// violations of c. Unlike with transports, no host stands for another: one that
// the document does not name has to be named with [validate.WithBaseURL].
func (c Config) Captures(t *testing.T, fsys fs.FS, patterns ...string) {
	t.Helper()
	r, err := c.recordings(fsys, patterns)
	if err != nil {
		t.Fatalf("contracttest: %s", advise(err))
	}
	for _, name := range r.names {
		t.Run(strings.ReplaceAll(name, "/", "_"), func(t *testing.T) {
			t.Helper()
			r.check(t, name)
		})
	}
	r.finish(t)
}

// recordings are captures on their way through a test.
type recordings struct {
	findings
	fsys      fs.FS
	names     []string
	ran       int // captures that were not left out by -run or -skip
	reportDir string
	validator *validate.Validator
	collector *validate.Collector
}

func (c *Config) recordings(fsys fs.FS, patterns []string) (*recordings, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if len(patterns) == 0 {
		return nil, errors.New("no pattern says which captures to check")
	}
	v, err := c.validator()
	if err != nil {
		return nil, err
	}
	names, err := capture.Files().FilesIn(fsys, patterns)
	if err != nil {
		return nil, err
	}
	return &recordings{
		findings: newFindings(c), fsys: fsys, names: names, reportDir: c.reportDir(),
		validator: v, collector: validate.NewCollector(v),
	}, nil
}

// An entry is one that breaks the contract.
type entry struct {
	number int
	causes []validate.Cause
}

// check checks one capture.
func (r *recordings) check(t *testing.T, name string) {
	t.Helper()
	r.ran++
	f, err := r.fsys.Open(name)
	if err != nil {
		t.Fatalf("contracttest: %v", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var failing []entry
	account := validate.Capture{Name: name, Skipped: make(map[validate.SkipReason]int)}
	r.collector.Begin(name)
	info, err := capture.Check(t.Context(), f, r.validator, capture.Options{}, func(_ capture.Location, v *validate.Verdict) error {
		r.collector.Count(v)
		if causes := r.sort(t, v, validate.Occurrence{Capture: name, Entry: account.Entries}); len(causes) > 0 {
			failing = append(failing, entry{account.Entries, causes})
		}
		count(&account, v)
		return nil
	})
	r.collector.End(info.Format, info.Creator, damage(err))
	r.report(t, failing)
	if err != nil {
		t.Errorf("contracttest: %s is damaged or cannot be read to its end: %v", name, err)
	}
	account.Format, account.Creator = info.Format, info.Creator
	t.Logf("contracttest: %s", render.CaptureSummary(account))
}

// sort tells of what does not fail the test, and returns what does.
func (r *recordings) sort(t *testing.T, v *validate.Verdict, at validate.Occurrence) []validate.Cause {
	t.Helper()
	var light, heavy validate.Verdict
	for _, violation := range v.Violations {
		if r.fails(violation.Level) && !r.known.has(&violation) {
			heavy.Violations = append(heavy.Violations, violation)
		} else {
			light.Violations = append(light.Violations, violation)
		}
	}
	r.tell(t, &light, at)
	return heavy.Causes(at)
}

// report gives each failing entry its subtest.
func (r *recordings) report(t *testing.T, failing []entry) {
	t.Helper()
	for _, e := range failing[:min(len(failing), maxEntries)] {
		t.Run(fmt.Sprintf("entry_%d", e.number), func(t *testing.T) {
			t.Helper()
			for _, c := range e.causes {
				t.Errorf("%s", render.Finding(c, r.mendOnce(c.Rule)))
			}
		})
	}
	if rest := len(failing) - maxEntries; rest > 0 {
		t.Errorf("contracttest: %d further entries break the contract", rest)
	}
}

// finish fails the test if it has judged nothing, and leaves a report.
func (r *recordings) finish(t *testing.T) {
	t.Helper()
	sum := r.collector.Summary()
	r.sum(t)
	if !t.Failed() && !t.Skipped() && r.ran > 0 {
		if text := nothingChecked("the captures have no entries", &sum, r.validator.Contract()); text != "" {
			t.Errorf("contracttest: %s", text)
		}
	}
	if left := len(r.names) - r.ran; left > 0 {
		t.Logf("contracttest: %d captures were left out by -run or -skip: Known is not held against the others", left)
	} else if !t.Failed() && !t.Skipped() {
		r.idle(t)
	}
	t.Logf("contracttest: %s", render.CaptureSummary(validate.Capture{Name: "all captures", Entries: sum.Entries, Checked: sum.Checked, Skipped: sum.Skipped}))
	if r.reportDir == "" || sum.Entries == 0 {
		return
	}
	if err := leave(r.reportDir, r.collector.Report()); err != nil {
		t.Errorf("contracttest: the report for `apicontract coverage` cannot be left: %v", err)
	}
}

// count counts an entry as a report does.
func count(c *validate.Capture, v *validate.Verdict) {
	c.Entries++
	if v.Skipped != "" {
		c.Skipped[v.Skipped]++
		return
	}
	c.Checked++
}

func damage(err error) *validate.CaptureError {
	if err == nil {
		return nil
	}
	e := &validate.CaptureError{Message: err.Error()}
	if at, ok := errors.AsType[*capture.Error](err); ok {
		e.Message, e.Offset = at.Message, at.Offset
	}
	return e
}
