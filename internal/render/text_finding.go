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

// findings prints a block for each finding. The fix is printed once a rule, in its first
// block: forty findings of one kind have one fix.
func (p *page) findings(causes []validate.Cause) {
	shown := map[validate.RuleID]bool{}
	for _, c := range causes {
		fix := ""
		if !shown[c.Rule] {
			fix = fixFor(c.Rule)
		}
		p.finding(c, fix)
		shown[c.Rule] = true
		p.printf("\n")
	}
}

// finding prints the block of one finding, with its fix unless that is empty.
func (p *page) finding(c validate.Cause, fix string) {
	p.heading(c)
	p.detail("operation", operation(c.Violation))
	p.detail("capture", p.capture(c))
	p.detail("document", documentPlace(c.DocumentLocation))
	p.detail("expected", brief(c.Expected))
	if !strings.Contains(c.Message, c.Actual) { // else the heading has said it
		p.detail("actual", brief(c.Actual))
	}
	p.detail("fix", Wrap(fix, detailIndent))
}

func (p *page) heading(c validate.Cause) {
	label := string(c.Level) + "[" + string(c.Rule) + "]"
	p.printf("%s", p.style.level(c.Level, label))
	if c.Count > 1 {
		p.printf(" %s", p.style.strong("× "+strconv.Itoa(c.Count)))
	}
	p.printf(": %s\n", p.style.strong(brief(c.Message)))
	if c.Mixed {
		p.detail("", "the first of them; others differ in what came")
	}
}

// detailIndent is where the text of a detail starts, behind its label.
const detailIndent = "             "

func (p *page) detail(label, text string) {
	if text == "" {
		return
	}
	p.printf("  %s %s\n", p.style.faint(fmt.Sprintf("%-10s", label)), text)
}

// operation says what was called and what came back.
func operation(v validate.Violation) string {
	var b strings.Builder
	b.WriteString(brief(v.Method) + " " + brief(v.PathTemplate))
	if v.Operation != "" {
		b.WriteString(" (" + brief(v.Operation) + ")")
	}
	if v.Status != 0 {
		b.WriteString(" answered " + strconv.Itoa(v.Status))
	}
	if v.Code != "" {
		b.WriteString(" " + brief(v.Code))
	}
	return b.String()
}

// capture names the first occurrence as a place to go to, then the others.
func (p *page) capture(c validate.Cause) string {
	if len(c.Occurrences) == 0 {
		return ""
	}
	first := c.Occurrences[0]
	s := place(first)
	if c.InstanceLocation != "" {
		s += ", at " + brief(c.InstanceLocation)
	}
	if c.Count == 1 {
		return s
	}
	if !p.Verbose {
		return s + "; " + also(first.Capture, c)
	}
	return s + "\n" + detailIndent + every(c)
}

func place(o validate.Occurrence) string {
	return brief(o.Capture) + " entry " + strconv.Itoa(o.Entry)
}

// also names a few further occurrences in a line, and counts the rest.
func also(capture string, c validate.Cause) string {
	listed, covered := others(c.Occurrences)
	if len(listed) == 0 && covered == c.Count {
		return strconv.Itoa(c.Count) + " times"
	}
	s := "also " + places(capture, listed)
	if rest := c.Count - covered; rest > 0 {
		s += fmt.Sprintf(" and %d more", rest)
	}
	return s
}

// others are the first few entries beside that of the first occurrence, which may
// be seen several times in an entry; covered is how many occurrences they all have.
func others(all []validate.Occurrence) (listed []validate.Occurrence, covered int) {
	last := all[0]
	for _, o := range all {
		if o != last {
			if len(listed) == maxListed {
				break
			}
			listed = append(listed, o)
		}
		last = o
		covered++
	}
	return listed, covered
}

// every names each occurrence that the report keeps, a line a capture.
func every(c validate.Cause) string {
	s := Wrap("all: "+places("", c.Occurrences), detailIndent)
	if rest := c.Count - len(c.Occurrences); rest > 0 {
		s += fmt.Sprintf("\n%sand %d more, which the report does not keep", detailIndent, rest)
	}
	return s
}

// places lists occurrences; a capture is named where it changes.
func places(capture string, occurrences []validate.Occurrence) string {
	var b strings.Builder
	for i, o := range occurrences {
		if i > 0 && o == occurrences[i-1] {
			continue // another item of the same content
		}
		if i > 0 {
			b.WriteString(", ")
		}
		if o.Capture != capture {
			b.WriteString(brief(o.Capture) + " entry ")
			capture = o.Capture
		}
		b.WriteString(strconv.Itoa(o.Entry))
	}
	return b.String()
}

// documentPlace is the place that an editor can open, file:line:column; the pointer
// where the line is not known.
func documentPlace(l validate.DocumentLocation) string {
	if l.Line > 0 {
		return fmt.Sprintf("%s:%d:%d", brief(l.File), l.Line, max(l.Column, 1))
	}
	return strings.TrimSpace(brief(l.File) + " " + brief(l.Pointer))
}

// fixFor is how to fix what a rule finds.
func fixFor(id validate.RuleID) string {
	r, ok := validate.LookupRule(id)
	if !ok {
		return ""
	}
	return r.Mend
}
