package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// maxCaptures is how many captures get a line of their own. One that could not
// be read to its end always does.
const maxCaptures = 20

// writeCaptureSummaries prints for each capture what became of its entries.
func (p *textPage) writeCaptureSummaries(r *validate.Report) {
	left := 0
	for i, c := range r.Captures {
		if i >= maxCaptures && c.Error == nil && !p.Verbose {
			left++
			continue
		}
		p.writeCaptureSummary(c)
	}
	if left > 0 {
		p.printf("… and %s\n", countOf(left, "more capture"))
	}
	if len(r.Captures) > 1 {
		s := r.Summary
		p.printf("all: %s\n", entryTotals(s.Entries, s.Checked, s.Skipped))
	}
}

func (p *textPage) writeCaptureSummary(c validate.Capture) {
	p.printf("%s%s: %s\n", shortPrintable(c.Name), captureOrigin(c), entryTotals(c.Entries, c.Checked, c.Skipped))
	if c.Error != nil {
		p.printf("  %s%s\n", p.style.levelText(validate.LevelError, readProblem(c)), errorText(c.Error))
	}
}

// captureOrigin says what kind of capture it is, as far as it is known.
func captureOrigin(c validate.Capture) string {
	var known []string
	for _, s := range []string{c.Format, c.Creator} {
		if s != "" {
			known = append(known, shortPrintable(s))
		}
	}
	if known == nil {
		return ""
	}
	return " (" + strings.Join(known, ", ") + ")"
}

func readProblem(c validate.Capture) string {
	switch {
	case c.Entries == 0:
		return "not read: "
	case c.Error.Offset == 0:
		return "not read to its end: "
	}
	return "damaged: "
}

func errorText(e *validate.CaptureError) string {
	if e.Offset == 0 {
		return shortPrintable(e.Message)
	}
	return fmt.Sprintf("%s (byte %d)", shortPrintable(e.Message), e.Offset)
}

// entryTotals writes the equation that always holds: read = checked + skipped.
func entryTotals(all, checked int, skipped map[validate.SkipReason]int) string {
	sum := 0
	for _, n := range skipped {
		sum += n
	}
	s := fmt.Sprintf("%s = %d checked + %d skipped", countOf(all, "entry"), checked, sum)
	if sum == 0 {
		return s
	}
	return s + " (" + ReasonCounts(skipped) + ")"
}

// ReasonCounts lists why entries were skipped, or what was unchecked in them, the most
// frequent reason first: "other-host 12, cors-preflight 8".
func ReasonCounts[R ~string](counts map[R]int) string {
	type row struct {
		reason string
		n      int
	}
	var rows []row
	for reason, n := range counts {
		rows = append(rows, row{shortPrintable(string(reason)), n})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.reason, b.reason))
	})
	words := make([]string, len(rows))
	for i, r := range rows {
		words[i] = fmt.Sprintf("%s %d", r.reason, r.n)
	}
	return strings.Join(words, ", ")
}

// countOf writes a number with its noun, in the plural where it belongs.
func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
