package render

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/apicontract/apicontract/validate"
)

const (
	// maxGroups is how many groups the text report lists unless the user asks for all: as
	// many as a screen shows.
	maxGroups = 20
	// fewFindings is the number of findings up to which a reader sees them all at once.
	fewFindings = 5
)

// needsGroups reports whether a list of groups tells more than the findings at a glance.
func needsGroups(r *validate.Report) bool {
	return len(r.Groups) > 0 && (len(r.Findings) > fewFindings || len(r.Findings) > len(r.Groups))
}

// writeGroups prints a line for each group, the heaviest first, at most a screen of them.
func (p *textPage) writeGroups(r *validate.Report) {
	if !needsGroups(r) {
		return
	}
	p.printf("%s\n", p.style.boldText(groupsTitle(r)))
	shown := len(r.Groups)
	if !p.Verbose {
		shown = min(shown, maxGroups)
	}
	for i := range r.Groups[:shown] {
		p.writeGroup(&r.Groups[i])
	}
	if left := len(r.Groups) - shown; left > 0 {
		p.printf("  … and %s; --verbose lists all\n", countOf(left, "more cause"))
	}
	p.printf("\n")
}

func groupsTitle(r *validate.Report) string {
	return fmt.Sprintf("%s with %s, the heaviest first:", countOf(len(r.Findings), "finding"), countOf(len(r.Groups), "cause"))
}

// writeGroup prints one group in a line.
func (p *textPage) writeGroup(g *validate.Group) {
	label := string(g.Level) + "[" + string(g.Rule) + "]"
	text := groupExtent(g) + ": " + shortPrintable(g.Message)
	if !p.Verbose {
		text = cutText(text, lineWidth-len("  ")-len(label))
	}
	p.printf("  %s%s\n", p.style.levelText(g.Level, label), text)
}

// groupExtent says how often a cause was seen, and in how many operations if in several.
func groupExtent(g *validate.Group) string {
	text := ""
	if g.Count > 1 {
		text = " × " + strconv.Itoa(g.Count)
	}
	if g.Operations > 1 {
		noun := "operation"
		if g.Rule == validate.OperationUndocumented {
			noun = "path"
		}
		text += " in " + countOf(g.Operations, noun)
	}
	return text
}

// cutText leaves out the middle of a text that is wider than a width, in characters, of at
// least half a line: the end of a message often names what matters.
func cutText(text string, width int) string {
	width = max(width, lineWidth/2)
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	runes := []rune(text)
	end := width / 3
	return string(runes[:width-1-end]) + "…" + string(runes[len(runes)-end:])
}
