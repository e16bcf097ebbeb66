package render

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// githubFormat is for the log of a GitHub Actions job, which shows annotations beside the
// source (GitHub, "Workflow commands").
var githubFormat = Format{
	Name: "github", Description: "annotations of GitHub Actions", ForPeople: true,
	Report: writeGitHub, Problems: writeProblemsGitHub,
}

// maxAnnotations is how many annotations of a level GitHub shows of a step.
const maxAnnotations = 10

// annotationLevels are GitHub's words for levels.
var annotationLevels = map[validate.Level]string{
	validate.LevelError: "error", validate.LevelWarning: "warning", validate.LevelNote: "notice",
}

// annotations writes annotations, of each level as many as GitHub shows.
type annotations struct {
	*bufio.Writer
	written map[validate.Level]int
	left    int
}

func newAnnotations(w io.Writer) *annotations {
	return &annotations{Writer: bufio.NewWriter(w), written: make(map[validate.Level]int)}
}

func writeGitHub(w io.Writer, r *validate.Report, o Options) error {
	a := newAnnotations(w)
	for _, warning := range SuppressionWarnings(r) {
		a.add(validate.LevelWarning, "suppression", "", 0, 0, warning)
	}
	r = withoutAccepted(r)
	for _, f := range firstOfGroups(r.Groups, o.shownFindings(r.Findings)) {
		path, line, column := "", 0, 0
		if !r.Contract.BuiltIn {
			path, line, column = f.DocumentLocation.File, f.DocumentLocation.Line, f.DocumentLocation.Column
		}
		text := findingSentence(&f)
		if fix := o.fixFor(f.Rule); fix != "" {
			text += "\n" + fix
		}
		a.add(f.Level, string(f.Rule), path, line, column, text)
	}
	return a.end("finding")
}

// firstOfGroups returns the findings with one of each group first, so that many of one cause
// do not take the places of all others.
func firstOfGroups(groups []validate.Group, findings []validate.Finding) []validate.Finding {
	first := make(map[string]int) // by fingerprint, the turn of its group
	for i := range groups {
		if members := groups[i].Findings; len(members) > 0 {
			first[members[0]] = len(groups) - i
		}
	}
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b validate.Finding) int { return first[b.Fingerprint] - first[a.Fingerprint] })
	return sorted
}

func writeProblemsGitHub(w io.Writer, p *ProblemList, _ Options) error {
	a := newAnnotations(w)
	for i := range p.Problems {
		found := &p.Problems[i]
		a.add(found.Level, string(found.Rule), found.Location.File, found.Location.Line, found.Location.Column, problemSentence(found))
	}
	return a.end("problem")
}

func (a *annotations) add(level validate.Level, title, path string, line, column int, text string) {
	if a.written[level] == maxAnnotations {
		a.left++
		return
	}
	a.written[level]++
	_, _ = fmt.Fprintf(a.Writer, "::%s ", annotationLevels[level])
	if path != "" {
		_, _ = fmt.Fprintf(a.Writer, "file=%s,", commandProperty(path))
		if line > 0 {
			_, _ = fmt.Fprintf(a.Writer, "line=%d,col=%d,", line, max(column, 1))
		}
	}
	_, _ = fmt.Fprintf(a.Writer, "title=%s::%s\n", commandProperty(title), commandText(text))
}

// end says how many are left out, and flushes.
func (a *annotations) end(noun string) error {
	if a.left > 0 {
		_, _ = fmt.Fprintf(a.Writer, "%s without an annotation: GitHub shows %d of a level\n", countOf(a.left, "further "+noun), maxAnnotations)
	}
	return a.Flush()
}

// commandText is the text of a workflow command, which is one line.
func commandText(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// commandProperty is the value of a property of a workflow command.
func commandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandText(shortPrintable(s)))
}
