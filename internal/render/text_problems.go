package render

import (
	"fmt"
	"io"

	"github.com/apicontract/apicontract/validate"
)

// writeProblemsText writes problems for people.
func writeProblemsText(w io.Writer, problems *Problems, o Options) error {
	p := newPage(w, o)
	oneLine := inOneLine(problems.Problems)
	for i := range problems.Problems {
		p.problem(&problems.Problems[i], oneLine)
	}
	c := problems.Contract
	name := contractLabel(validate.ContractInfo{Title: c.Title, Version: c.Version, Source: c.Source})
	p.printf("%s%s\n", name, p.style.strong(problemCount(problems.Summary)))
	if len(problems.Problems) > 0 {
		p.printf("%s\n", p.style.faint("more about a rule: apicontract explain "+string(problems.Problems[0].Rule)))
	}
	return p.Flush()
}

// maxProblemsMet is how many problems of the document a report shows.
const maxProblemsMet = 5

// problemsMet writes in short which problems of the document were met.
func (p *page) problemsMet(problems []validate.Problem) {
	if len(problems) == 0 {
		return
	}
	p.printf("%s of the document met; `apicontract lint` lists all:\n", count(len(problems), "problem"))
	for i := range problems[:min(len(problems), maxProblemsMet)] {
		found := &problems[i]
		p.printf("  %s: %s\n", p.problemPlace(found, inOneLine(problems)), brief(found.Message))
	}
}

func (p *page) problemPlace(found *validate.Problem, oneLine bool) string {
	at := fmt.Sprintf("%s:%d:%d", brief(found.Location.File), found.Location.Line, found.Location.Column)
	if oneLine || p.Verbose {
		at += " " + brief(found.Location.Pointer)
	}
	return at
}

// inOneLine reports whether all problems are on one line, as in a document without
// line breaks: then only pointers tell them apart.
func inOneLine(problems []validate.Problem) bool {
	for i := range problems {
		if problems[i].Location.Line > 1 {
			return false
		}
	}
	return true
}

func (p *page) problem(found *validate.Problem, oneLine bool) {
	label := string(found.Level) + "[" + string(found.Rule) + "]"
	p.printf("%s: %s\n", p.style.level(found.Level, label), p.style.strong(brief(found.Message)))
	p.detail("document", p.problemPlace(found, oneLine))
	p.detail("fix", Wrap(found.Fix, detailIndent))
	p.printf("\n")
}

func problemCount(l validate.Levels) string {
	all := l.Error + l.Warning + l.Note
	if all == 0 {
		return "no problems"
	}
	text := count(all, "problem")
	if l.Error > 0 {
		text += fmt.Sprintf(", %s", count(l.Error, "error"))
	}
	return text
}
