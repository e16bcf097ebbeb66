package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// maxListed is how many further occurrences of a finding are named unless the
// user asks for all: enough to see a pattern, few enough for one line.
const maxListed = 4

// writeFindings prints a block for each finding. The fix is printed once a rule, in its first
// block: forty findings of one kind have one fix.
func (p *textPage) writeFindings(causes []validate.Finding) {
	shown := map[validate.RuleID]bool{}
	for _, c := range causes {
		fix := ""
		if !shown[c.Rule] {
			fix = p.fixFor(c.Rule)
		}
		p.writeFinding(c, fix)
		shown[c.Rule] = true
		p.printf("\n")
	}
}

// writeFinding prints the block of one finding, with its fix unless that is empty.
func (p *textPage) writeFinding(c validate.Finding, fix string) {
	p.writeHeading(c)
	p.writeDetail("operation", exchangeText(c.Violation))
	p.writeDetail("capture", p.occurrencesText(c))
	p.writeDetail("document", documentPlace(c.DocumentLocation))
	p.writeDetail("expected", shortPrintable(c.Expected))
	if !strings.Contains(c.Message, c.Actual) { // else the heading has said it
		p.writeDetail("actual", shortPrintable(c.Actual))
	}
	p.writeDetail("accepted", acceptedText(&c))
	p.writeDetail("fix", WrapText(fix, detailIndent))
}

func (p *textPage) writeHeading(c validate.Finding) {
	label := string(c.Level) + "[" + string(c.Rule) + "]"
	p.printf("%s", p.style.levelText(c.Level, label))
	if c.Count > 1 {
		p.printf(" %s", p.style.boldText("× "+strconv.Itoa(c.Count)))
	}
	p.printf(": %s\n", p.style.boldText(shortPrintable(c.Message)))
}

// detailIndent is where the text of a detail starts, behind its label.
const detailIndent = "             "

func (p *textPage) writeDetail(label, text string) {
	if text == "" {
		return
	}
	p.printf("  %s %s\n", p.style.faintText(fmt.Sprintf("%-10s", label)), text)
}

// exchangeText returns the method, path template, operation, status and code of a violation.
func exchangeText(v validate.Violation) string {
	var b strings.Builder
	b.WriteString(shortPrintable(v.Method) + " " + shortPrintable(v.PathTemplate))
	if v.Operation != "" {
		b.WriteString(" (" + shortPrintable(v.Operation) + ")")
	}
	if v.Status != 0 {
		b.WriteString(" answered " + strconv.Itoa(v.Status))
	}
	if v.Code != "" {
		b.WriteString(" " + shortPrintable(v.Code))
	}
	return b.String()
}

// occurrencesText names the first occurrence as a place to go to, then the others.
func (p *textPage) occurrencesText(c validate.Finding) string {
	if len(c.Occurrences) == 0 {
		return ""
	}
	first := c.Occurrences[0]
	s := occurrenceText(first)
	if c.InstanceLocation != "" {
		s += ", at " + shortPrintable(c.InstanceLocation)
	}
	if c.Count == 1 {
		return s
	}
	if len(c.Occurrences) == 1 && timesIn(first) == c.Count {
		return s + "; " + strconv.Itoa(c.Count) + " times"
	}
	if !p.Verbose {
		return s + "; " + furtherOccurrences(first.Capture, c)
	}
	return s + "\n" + detailIndent + allOccurrences(c)
}

func occurrenceText(o validate.Occurrence) string {
	return shortPrintable(o.Capture) + " entry " + strconv.Itoa(o.Entry)
}

// timesIn is how often a finding was seen in an entry.
func timesIn(o validate.Occurrence) int { return max(1, o.Times) }

// furtherOccurrences names a few further entries in a line, and counts the rest.
func furtherOccurrences(capture string, c validate.Finding) string {
	listed := c.Occurrences[1:min(len(c.Occurrences), 1+maxListed)]
	if len(listed) == 0 {
		return strconv.Itoa(c.Count) + " times"
	}
	rest := c.Count - timesIn(c.Occurrences[0])
	for _, o := range listed {
		rest -= timesIn(o)
	}
	s := "also " + occurrenceList(capture, listed)
	if rest > 0 {
		s += fmt.Sprintf(" and %d more", rest)
	}
	return s
}

// allOccurrences names each occurrence that the report keeps, a line a capture.
func allOccurrences(c validate.Finding) string {
	s := WrapText("all: "+occurrenceList("", c.Occurrences), detailIndent)
	rest := c.Count
	for _, o := range c.Occurrences {
		rest -= timesIn(o)
	}
	if rest > 0 {
		s += fmt.Sprintf("\n%sand %d more, which the report does not keep", detailIndent, rest)
	}
	return s
}

// occurrenceList lists occurrences; a capture is named where it changes.
func occurrenceList(capture string, occurrences []validate.Occurrence) string {
	var b strings.Builder
	for i, o := range occurrences {
		if i > 0 {
			b.WriteString(", ")
		}
		if o.Capture != capture {
			b.WriteString(shortPrintable(o.Capture) + " entry ")
			capture = o.Capture
		}
		b.WriteString(strconv.Itoa(o.Entry))
		if o.Times > 1 {
			b.WriteString(" (" + strconv.Itoa(o.Times) + " times)")
		}
	}
	return b.String()
}

// documentPlace is the place that an editor can open, file:line:column; the pointer
// where the line is not known.
func documentPlace(l validate.DocumentLocation) string {
	if l.Line > 0 {
		return fmt.Sprintf("%s:%d:%d", shortPrintable(l.File), l.Line, max(l.Column, 1))
	}
	return strings.TrimSpace(shortPrintable(l.File) + " " + shortPrintable(l.Pointer))
}

// fixFor is how to fix what a rule finds.
func (o *Options) fixFor(id validate.RuleID) string {
	rule, _ := validate.LookupRule(id)
	return o.Hints.Fix(string(id), rule.Fix)
}
