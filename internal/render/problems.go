package render

import "github.com/apicontract/apicontract/validate"

// ProblemList are the problems of a document, as `lint` shows them.
type ProblemList struct {
	Tool     validate.ToolInfo    `json:"tool"`
	Contract DocumentInfo         `json:"contract"`
	Problems []validate.Problem   `json:"problems"`
	Summary  validate.LevelCounts `json:"summary"`
}

// DocumentInfo names a document.
type DocumentInfo struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	Source  string `json:"source"`
}

// NewProblemList counts problems by level.
func NewProblemList(tool validate.ToolInfo, contract DocumentInfo, problems []validate.Problem) *ProblemList {
	p := &ProblemList{Tool: tool, Contract: contract, Problems: nonNilSlice(problems)}
	for i := range problems {
		switch problems[i].Level {
		case validate.LevelError:
			p.Summary.Error++
		case validate.LevelWarning:
			p.Summary.Warning++
		case validate.LevelNote:
			p.Summary.Note++
		}
	}
	return p
}
