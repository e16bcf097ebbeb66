package render

import "github.com/apicontract/apicontract/validate"

// Problems are the problems of a document, as `lint` shows them.
type Problems struct {
	Tool     validate.Tool      `json:"tool"`
	Contract DocumentInfo       `json:"contract"`
	Problems []validate.Problem `json:"problems"`
	Summary  validate.Levels    `json:"summary"`
}

// DocumentInfo names a document.
type DocumentInfo struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	Source  string `json:"source"`
}

// NewProblems counts problems by level.
func NewProblems(tool validate.Tool, contract DocumentInfo, problems []validate.Problem) *Problems {
	p := &Problems{Tool: tool, Contract: contract, Problems: list(problems)}
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
