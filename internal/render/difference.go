package render

import (
	"io"

	"github.com/apicontract/apicontract/validate"
)

// WriteDifference writes what changed between two reports of the same captures, for people: the
// findings that came, those that went, suppressions without an effect, and the totals of the second. Accepted findings do not
// count.
func WriteDifference(w io.Writer, before, after *validate.Report, o Options) error {
	p := newPage(w, o)
	was, is := withoutAccepted(before), withoutAccepted(after)
	came := findingsMissingIn(was, p.shownFindings(is.Findings))
	went := findingsMissingIn(is, p.shownFindings(was.Findings))
	p.writeFindings(came)
	for i := range went {
		f := validate.NewBaselineFinding(&went[i])
		p.printf("gone: %s\n", baselineFindingText(&f))
	}
	if len(came)+len(went) == 0 {
		p.printf("no finding came or went\n")
	}
	p.writeSuppressionWarnings(after)
	p.writeTotalLine(after)
	return p.Flush()
}

// findingsMissingIn returns the findings that a report does not have.
func findingsMissingIn(r *validate.Report, findings []validate.Finding) []validate.Finding {
	has := make(map[string]bool)
	for i := range r.Findings {
		has[r.Findings[i].Fingerprint] = true
	}
	var missing []validate.Finding
	for i := range findings {
		if !has[findings[i].Fingerprint] {
			missing = append(missing, findings[i])
		}
	}
	return missing
}
