package contracttest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// maxEntries is the number of violating entries of a capture that get a subtest.
const maxEntries = 1000

// Captures checks captures in fsys by the built-in contract. Each capture has a subtest, and within
// it each entry that breaks the contract has a failing subtest:
// "TestCaptures/testdata_video.har/entry_50". A pattern is a file, a directory, which means every
// capture in it and below, or a glob with ** for any depth. Captures reads the formats of
// `apicontract check`: HAR files of any size, compressed or not.
//
// The test fails if a pattern matches no file, if a capture is damaged, and if nothing could be
// checked in the captures.
func Captures(t *testing.T, fsys fs.FS, patterns ...string) {
	t.Helper()
	Config{}.Captures(t, fsys, patterns...)
}

// Captures is the function [Captures] with the contract, levels and suppressions of c. In contrast
// to [NewTransport], localhost is not the contract's server: name a server that the document lacks
// with [validate.WithBaseURL].
func (c Config) Captures(t *testing.T, fsys fs.FS, patterns ...string) {
	t.Helper()
	r, err := c.newCaptureTest(t.Name(), fsys, patterns)
	if err != nil {
		t.Fatalf("contracttest: %s", hints.Text(err))
	}
	for _, name := range r.names {
		t.Run(strings.ReplaceAll(name, "/", "_"), func(t *testing.T) {
			t.Helper()
			r.checkCapture(t, name)
		})
	}
	r.finishCaptures(t)
}

// A captureTest checks captures within a test.
type captureTest struct {
	reporter
	fsys      fs.FS
	names     []string
	ran       int // captures that -run and -skip did not leave out
	reportDir string
	// minChecked is the least share of the responses that must be checked.
	minChecked float64
	validator  *validate.Validator
	collector  *validate.Collector
}

func (c *Config) newCaptureTest(test string, fsys fs.FS, patterns []string) (*captureTest, error) {
	if err := c.checkFields(); err != nil {
		return nil, err
	}
	if len(patterns) == 0 {
		return nil, errors.New("there is no pattern of captures to check")
	}
	v, err := c.newValidator()
	if err != nil {
		return nil, err
	}
	names, err := capture.FileKind().FilesIn(fsys, patterns)
	if err != nil {
		return nil, err
	}
	report, err := newReporter(c, v.Contract(), test)
	if err != nil {
		return nil, err
	}
	return &captureTest{
		reporter: report, fsys: fsys, names: names, reportDir: c.reportDir(), minChecked: c.MinChecked,
		validator: v, collector: validate.NewCollector(v),
	}, nil
}

// A failingEntry is an entry that breaks the contract.
type failingEntry struct {
	number   int
	findings []validate.Finding
}

// captureOptions returns what is beside a capture.
func (r *captureTest) captureOptions(name string, f fs.File) capture.Options {
	var o capture.Options
	if folder, err := fs.Sub(r.fsys, path.Dir(name)); err == nil {
		o.Bodies = folder
	}
	if file, ok := f.(io.ReaderAt); ok {
		if info, err := f.Stat(); err == nil {
			o.File, o.Size = file, info.Size()
		}
	}
	return o
}

// checkCapture checks one capture.
func (r *captureTest) checkCapture(t *testing.T, name string) {
	t.Helper()
	r.ran++
	f, err := r.fsys.Open(name)
	if err != nil {
		t.Fatalf("contracttest: %v", err)
	}
	defer func() { _ = f.Close() }() // the file was only read
	var failing []failingEntry
	account := validate.Capture{Name: name, Skipped: make(map[validate.SkipReason]int)}
	r.collector.BeginCapture(name)
	info, err := capture.Check(t.Context(), f, r.validator, r.captureOptions(name, f), func(_ capture.Location, v *validate.Result) error {
		r.collector.Add(v)
		if causes := r.failingFindings(t, v, validate.Occurrence{Capture: name, Entry: account.Entries}); len(causes) > 0 {
			failing = append(failing, failingEntry{account.Entries, causes})
		}
		countEntry(&account, v)
		return nil
	})
	r.collector.EndCapture(info.Format, info.Creator, captureError(err))
	r.reportEntries(t, failing)
	if err != nil {
		t.Errorf("contracttest: %s is damaged or cannot be read to its end: %v", name, err)
	}
	account.Format, account.Creator = info.Format, info.Creator
	t.Logf("contracttest: %s", render.CaptureSummary(account))
}

// failingFindings returns the findings that fail the test, and logs the others.
func (r *captureTest) failingFindings(t *testing.T, v *validate.Result, at validate.Occurrence) []validate.Finding {
	t.Helper()
	var light, heavy validate.Result
	for _, violation := range v.Violations {
		if r.failsTest(violation.Level) && !r.suppressions.hasMatch(&violation, at.Capture) && !r.isUpdating() {
			heavy.Violations = append(heavy.Violations, violation)
		} else {
			light.Violations = append(light.Violations, violation)
		}
	}
	r.reportResult(t, &light, at)
	return heavy.Findings(at)
}

// reportEntries runs a subtest for each failing entry.
func (r *captureTest) reportEntries(t *testing.T, failing []failingEntry) {
	t.Helper()
	for _, e := range failing[:min(len(failing), maxEntries)] {
		t.Run(fmt.Sprintf("entry_%d", e.number), func(t *testing.T) {
			t.Helper()
			for _, c := range e.findings {
				t.Errorf("%s", r.findingText(&c))
			}
		})
	}
	if rest := len(failing) - maxEntries; rest > 0 {
		t.Errorf("contracttest: %d further entries break the contract", rest)
	}
}

// finishCaptures fails the test if nothing was checked, and writes the report.
func (r *captureTest) finishCaptures(t *testing.T) {
	t.Helper()
	sum := r.collector.Summary()
	r.logSuppressed(t)
	if !t.Failed() && !t.Skipped() && r.ran > 0 {
		if text := nothingChecked("the captures have no entries", &sum, r.validator.Contract()); text != "" {
			t.Errorf("contracttest: %s", text)
		} else if text := tooLittleChecked(&sum, r.minChecked, false); text != "" {
			t.Errorf("contracttest: %s", text)
		}
	}
	for _, line := range render.UncheckedLines(&sum) {
		t.Logf("contracttest: %s", line)
	}
	if left := len(r.names) - r.ran; left > 0 {
		t.Logf("contracttest: -run or -skip left out captures (%d), so Suppressions are not checked", left)
	} else if !t.Failed() && !t.Skipped() {
		r.failUnused(t)
	}
	t.Logf("contracttest: %s", render.CaptureSummary(validate.Capture{Name: "all captures", Entries: sum.Entries, Checked: sum.Checked, Skipped: sum.Skipped}))
	if r.reportDir == "" || sum.Entries == 0 {
		return
	}
	if err := writeReport(r.reportDir, r.validator.Contract(), r.collector.Report()); err != nil {
		t.Errorf("contracttest: the report for `apicontract coverage` cannot be written: %v", err)
	}
}

// countEntry adds an entry to the counts of its capture.
func countEntry(c *validate.Capture, v *validate.Result) {
	c.Entries++
	if v.Skipped != "" {
		c.Skipped[v.Skipped]++
		return
	}
	c.Checked++
}

func captureError(err error) *validate.CaptureError {
	if err == nil {
		return nil
	}
	e := &validate.CaptureError{Message: err.Error()}
	if at, ok := errors.AsType[*capture.Error](err); ok {
		e.Message, e.Offset = at.Message, at.Offset
	}
	return e
}
