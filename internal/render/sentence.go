package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// Formats that show a finding in one place of the source say in a line what the text
// format says in a block.

// findingSentence returns the request, the response, the violation and its places in one line.
func findingSentence(f *validate.Finding) string {
	return exchangeText(f.Violation) + ": " + findingDetails(f) + ". " + seenText(f, occurrenceText)
}

// findingDetails returns the message with the expected and the actual value.
func findingDetails(f *validate.Finding) string {
	s := shortPrintable(f.Message)
	if f.Expected != "" {
		s += "; expected " + shortPrintable(f.Expected)
	}
	if f.Actual != "" && !strings.Contains(f.Message, f.Actual) {
		s += ", got " + shortPrintable(f.Actual)
	}
	return strings.TrimSuffix(s, ".")
}

// seenText says how often a finding was seen and where first; place writes an occurrence.
func seenText(f *validate.Finding, place func(validate.Occurrence) string) string {
	s := "Seen once"
	if f.Count != 1 {
		s = fmt.Sprintf("Seen %d times", f.Count)
	}
	if len(f.Occurrences) > 0 {
		if f.Count != 1 {
			s += ", first"
		}
		s += " in " + place(f.Occurrences[0])
		if f.InstanceLocation != "" {
			s += ", at " + shortPrintable(f.InstanceLocation)
		}
	}
	return s + "."
}

func problemSentence(p *validate.Problem) string {
	return strings.TrimSuffix(shortPrintable(p.Message), ".") + ". " + shortPrintable(p.Fix)
}

// sourcePlace is the file and line that a finding is shown at: those of the document. The
// built-in document is no file of the user's, so that the capture has to do.
func sourcePlace(r *validate.Report, f *validate.Finding) (path string, line int) {
	switch {
	case !r.Contract.BuiltIn:
		return shortPrintable(f.DocumentLocation.File), max(f.DocumentLocation.Line, 1)
	case len(f.Occurrences) > 0:
		return capturePath(f.Occurrences[0].Capture), 1
	}
	return shortPrintable(r.Contract.Source), 1
}

// capturePath is the name of a capture as a path; standard input has none.
func capturePath(name string) string {
	if name == "-" || name == "" {
		return "stdin"
	}
	return shortPrintable(name)
}

// problemFingerprint names a problem across runs: neither its message nor its line is part
// of it.
func problemFingerprint(p *validate.Problem) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{string(p.Rule), p.Location.File, p.Location.Pointer}))
	return hex.EncodeToString(sum[:8])
}
