package render

import (
	"io"

	"github.com/apicontract/apicontract/validate"
)

// gitlabFormat is GitLab's code quality report, a list of issues (GitLab, "Code Quality:
// implement a custom tool").
var gitlabFormat = Format{
	Name: "gitlab", Description: "GitLab code quality",
	Report: writeGitLab, Problems: writeProblemsGitLab,
}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"` // from 1
}

// writeGitLab writes an issue for each finding that is not suppressed. GitLab itself compares
// them with those of the target branch, so that findings of a baseline stay.
func writeGitLab(w io.Writer, r *validate.Report, _ Options) error {
	issues := []gitlabIssue{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			continue
		}
		path, line := sourcePlace(r, f)
		issues = append(issues, gitlabIssue{Description: findingSentence(f), CheckName: string(f.Rule), Fingerprint: f.Fingerprint,
			Severity: gitlabSeverity(f.Level), Location: gitlabLocation{path, gitlabLines{line}}})
	}
	return WriteJSON(w, issues)
}

func writeProblemsGitLab(w io.Writer, p *ProblemList, _ Options) error {
	issues := make([]gitlabIssue, len(p.Problems))
	for i := range p.Problems {
		found := &p.Problems[i]
		issues[i] = gitlabIssue{Description: problemSentence(found), CheckName: string(found.Rule), Fingerprint: problemFingerprint(found),
			Severity: gitlabSeverity(found.Level), Location: gitlabLocation{shortPrintable(found.Location.File), gitlabLines{max(found.Location.Line, 1)}}}
	}
	return WriteJSON(w, issues)
}

func gitlabSeverity(l validate.Level) string {
	switch l {
	case validate.LevelError:
		return "major"
	case validate.LevelWarning:
		return "minor"
	}
	return "info"
}
