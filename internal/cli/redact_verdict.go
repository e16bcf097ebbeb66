package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/validate"
)

// A streamCheck checks the text of a capture that is written to it.
type streamCheck struct {
	*io.PipeWriter
	done   chan struct{}
	report *validate.Report
}

func startCheck(ctx context.Context, v *validate.Validator, o capture.Options) *streamCheck {
	r, w := io.Pipe()
	s := &streamCheck{PipeWriter: w, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		collector := validate.NewCollector(v)
		collector.BeginCapture("")
		info, err := capture.Check(ctx, r, v, o, func(_ capture.Location, result *validate.Result) error {
			collector.Add(result)
			return nil
		})
		collector.EndCapture(info.Format, info.Creator, captureError(ctx, err))
		s.report = collector.Finish()
		_, _ = io.Copy(io.Discard, r) // what follows an error is not checked, but is written
	}()
	return s
}

// finish returns the report of what was written.
func (s *streamCheck) finish() *validate.Report {
	_ = s.Close() // that of a pipe never fails
	<-s.done
	return s.report
}

// compareReports returns the differences between the verdicts on a capture and on its copy. They
// have no value of the capture.
func compareReports(a, b *validate.Report) []string {
	before, after := findingsOf(a), findingsOf(b)
	var lines []string
	for _, fingerprint := range slices.Sorted(maps.Keys(before)) {
		if f, other := before[fingerprint], after[fingerprint]; other == nil {
			lines = append(lines, "only in the capture: "+findingLine(f))
		} else if f.Count != other.Count || !slices.Equal(f.Occurrences, other.Occurrences) {
			lines = append(lines, fmt.Sprintf("%d times in the capture, %d in the copy: %s", f.Count, other.Count, findingLine(f)))
		}
	}
	for _, fingerprint := range slices.Sorted(maps.Keys(after)) {
		if before[fingerprint] == nil {
			lines = append(lines, "only in the copy: "+findingLine(after[fingerprint]))
		}
	}
	if len(lines) == 0 && !hasSameTotals(a, b) {
		lines = append(lines, "what could be checked is not the same; compare `apicontract check -o json` of both")
	}
	return lines
}

func findingsOf(r *validate.Report) map[string]*validate.Finding {
	all := make(map[string]*validate.Finding, len(r.Findings))
	for i := range r.Findings {
		all[r.Findings[i].Fingerprint] = &r.Findings[i]
	}
	return all
}

func findingLine(f *validate.Finding) string {
	line := fmt.Sprintf("%s[%s] of %s", f.Level, f.Rule, cmp.Or(f.Operation, "no operation"))
	if len(f.Occurrences) > 0 {
		line += fmt.Sprintf(" in entry %d", f.Occurrences[0].Entry)
	}
	return line
}

// hasSameTotals reports whether two captures were checked to the same extent.
func hasSameTotals(a, b *validate.Report) bool {
	return reflect.DeepEqual(a.Captures, b.Captures) && reflect.DeepEqual(a.Coverage, b.Coverage) &&
		reflect.DeepEqual(totals(a), totals(b))
}

// totals returns the summary without what is listed by host, which has messages.
func totals(r *validate.Report) validate.Summary {
	s := r.Summary
	s.Hosts = nil
	return s
}
