package render

import (
	"fmt"
	"io"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

// writeProblemsText writes problems for people.
func writeProblemsText(w io.Writer, problems *ProblemList, o Options) error {
	p := newPage(w, o)
	oneLine := allOnOneLine(problems.Problems)
	for i := range problems.Problems {
		p.writeProblem(&problems.Problems[i], oneLine)
	}
	c := problems.Contract
	name := contractLabel(validate.ContractInfo{Title: c.Title, Version: c.Version, Source: c.Source})
	p.printf("%s%s\n", name, p.style.boldText(problemCount(problems.Summary)))
	if len(problems.Problems) > 0 {
		p.printf("%s\n", p.style.faintText("more about a rule: apicontract explain "+string(problems.Problems[0].Rule)))
	}
	return p.Flush()
}

// maxProblemsMet is how many problems of the document a report shows.
const maxProblemsMet = 5

// writeProblemsMet writes in short which problems of the document were met.
func (p *textPage) writeProblemsMet(problems []validate.Problem) {
	if len(problems) == 0 {
		return
	}
	p.printf("%s\n", p.problemsMetTitle(len(problems)))
	for i := range problems[:min(len(problems), maxProblemsMet)] {
		found := &problems[i]
		p.printf("  %s: %s\n", p.problemPosition(found, allOnOneLine(problems)), shortPrintable(found.Message))
	}
}

// problemsMetTitle says how many problems were met, and where all are listed.
func (o *Options) problemsMetTitle(n int) string {
	title := countOf(n, "problem") + " of the document met"
	if list := o.Hints[hint.ListProblems]; list != "" {
		title += "; " + list
	}
	return title + ":"
}

func (p *textPage) problemPosition(found *validate.Problem, oneLine bool) string {
	at := fmt.Sprintf("%s:%d:%d", shortPrintable(found.Location.File), found.Location.Line, found.Location.Column)
	if oneLine || p.Verbose {
		at += " " + shortPrintable(found.Location.Pointer)
	}
	return at
}

// allOnOneLine reports whether all problems are on one line, as in a document without
// line breaks: then only pointers tell them apart.
func allOnOneLine(problems []validate.Problem) bool {
	for i := range problems {
		if problems[i].Location.Line > 1 {
			return false
		}
	}
	return true
}

func (p *textPage) writeProblem(found *validate.Problem, oneLine bool) {
	label := string(found.Level) + "[" + string(found.Rule) + "]"
	p.printf("%s: %s\n", p.style.levelText(found.Level, label), p.style.boldText(shortPrintable(found.Message)))
	p.writeDetail("document", p.problemPosition(found, oneLine))
	p.writeDetail("fix", WrapText(found.Fix, detailIndent))
	p.printf("\n")
}

func problemCount(l validate.LevelCounts) string {
	all := l.Error + l.Warning + l.Note
	if all == 0 {
		return "no problems"
	}
	text := countOf(all, "problem")
	if l.Error > 0 {
		text += fmt.Sprintf(", %s", countOf(l.Error, "error"))
	}
	return text
}
