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

// captureSummaries prints for each capture what became of its entries.
func (p *page) captureSummaries(r *validate.Report) {
	left := 0
	for i, c := range r.Captures {
		if i >= maxCaptures && c.Error == nil && !p.Verbose {
			left++
			continue
		}
		p.captureSummary(c)
	}
	if left > 0 {
		p.printf("… and %s\n", count(left, "more capture"))
	}
	if len(r.Captures) > 1 {
		s := r.Summary
		p.printf("all: %s\n", entries(s.Entries, s.Checked, s.Skipped))
	}
}

func (p *page) captureSummary(c validate.Capture) {
	p.printf("%s%s: %s\n", brief(c.Name), origin(c), entries(c.Entries, c.Checked, c.Skipped))
	if c.Error != nil {
		p.printf("  %s%s\n", p.style.level(validate.LevelError, readProblem(c)), errorText(c.Error))
	}
}

// origin says what kind of capture it is, as far as it is known.
func origin(c validate.Capture) string {
	var known []string
	for _, s := range []string{c.Format, c.Creator} {
		if s != "" {
			known = append(known, brief(s))
		}
	}
	if known == nil {
		return ""
	}
	return " (" + strings.Join(known, ", ") + ")"
}

func readProblem(c validate.Capture) string {
	if c.Entries == 0 {
		return "not read: "
	}
	return "damaged: "
}

func errorText(e *validate.CaptureError) string {
	if e.Offset == 0 {
		return brief(e.Message)
	}
	return fmt.Sprintf("%s (byte %d)", brief(e.Message), e.Offset)
}

// entries writes the equation that always holds: read = checked + skipped.
func entries(all, checked int, skipped map[validate.SkipReason]int) string {
	sum := 0
	for _, n := range skipped {
		sum += n
	}
	s := fmt.Sprintf("%s = %d checked + %d skipped", count(all, "entry"), checked, sum)
	if sum == 0 {
		return s
	}
	return s + " (" + Reasons(skipped) + ")"
}

// Reasons lists why entries were skipped, or what was unchecked in them, the most
// frequent reason first: "other-host 12, cors-preflight 8".
func Reasons[R ~string](counts map[R]int) string {
	type row struct {
		reason string
		n      int
	}
	var rows []row
	for reason, n := range counts {
		rows = append(rows, row{brief(string(reason)), n})
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

// count writes a number with its noun, in the plural where it belongs.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
