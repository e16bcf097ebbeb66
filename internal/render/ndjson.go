package render

import (
	"bufio"
	"io"

	"github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/apicontract/apicontract/validate"
)

// ndjsonFormat is for programs that read a line at a time: one JSON object a line, each
// with its type.
var ndjsonFormat = Format{
	Name: "ndjson", Description: "one JSON object a line, for logs",
	Report: writeNDJSON, Coverage: writeCoverageNDJSON, Problems: writeProblemsNDJSON,
	Codes: func(w io.Writer, codes []validate.ErrorCode, _ Options) error {
		return writeLines(w, func(l *lineWriter) {
			for i := range codes {
				l.write(struct {
					Type string `json:"type"`
					*validate.ErrorCode
				}{"code", &codes[i]})
			}
		})
	},
	Rules: func(w io.Writer, rules []validate.Rule, _ Options) error {
		return writeLines(w, func(l *lineWriter) {
			for i := range rules {
				l.write(struct {
					Type string `json:"type"`
					*validate.Rule
				}{"rule", &rules[i]})
			}
		})
	},
}

// writeNDJSON writes the run, then its captures, groups, findings, coverage and excerpts, the
// baseline and the suppressions. The members are those of the JSON report.
func writeNDJSON(w io.Writer, r *validate.Report, _ Options) error {
	r = nonNilReport(r)
	return writeLines(w, func(l *lineWriter) {
		l.write(struct {
			Type          string                `json:"type"`
			SchemaVersion int                   `json:"schemaVersion"`
			Tool          validate.ToolInfo     `json:"tool"`
			Contract      validate.ContractInfo `json:"contract"`
			Summary       validate.Summary      `json:"summary"`
		}{"run", r.SchemaVersion, r.Tool, r.Contract, r.Summary})
		for i := range r.Captures {
			l.write(struct {
				Type string `json:"type"`
				*validate.Capture
			}{"capture", &r.Captures[i]})
		}
		for i := range r.Groups {
			l.write(struct {
				Type string `json:"type"`
				*validate.Group
			}{"group", &r.Groups[i]})
		}
		for i := range r.Findings {
			l.write(struct {
				Type string `json:"type"`
				*validate.Finding
			}{"finding", &r.Findings[i]})
		}
		for i := range r.Coverage {
			l.write(struct {
				Type string `json:"type"`
				*validate.Coverage
			}{"coverage", &r.Coverage[i]})
		}
		for i := range r.Excerpts {
			l.write(struct {
				Type string `json:"type"`
				*validate.Excerpt
			}{"excerpt", &r.Excerpts[i]})
		}
		if r.Baseline != nil {
			l.write(struct {
				Type string `json:"type"`
				*validate.BaselineComparison
			}{"baseline", r.Baseline})
		}
		for i := range r.Suppressions {
			l.write(struct {
				Type string `json:"type"`
				*validate.SuppressionUse
			}{"suppression", &r.Suppressions[i]})
		}
	})
}

// writeCoverageNDJSON writes the totals, then a line for each operation.
func writeCoverageNDJSON(w io.Writer, c *Coverage, o Options) error {
	return writeLines(w, func(l *lineWriter) {
		totals := *c
		totals.Operations = []OperationCoverage{}
		l.write(struct {
			Type string `json:"type"`
			*Coverage
		}{"coverage", &totals})
		operations := c.filterMissing(o.Missing).Operations
		for i := range operations {
			l.write(struct {
				Type string `json:"type"`
				*OperationCoverage
			}{"operation", &operations[i]})
		}
	})
}

// writeProblemsNDJSON writes the document with its totals, then a line for each problem.
func writeProblemsNDJSON(w io.Writer, p *ProblemList, _ Options) error {
	return writeLines(w, func(l *lineWriter) {
		l.write(struct {
			Type     string               `json:"type"`
			Tool     validate.ToolInfo    `json:"tool"`
			Contract DocumentInfo         `json:"contract"`
			Summary  validate.LevelCounts `json:"summary"`
		}{"document", p.Tool, p.Contract, p.Summary})
		for i := range p.Problems {
			l.write(struct {
				Type string `json:"type"`
				*validate.Problem
			}{"problem", &p.Problems[i]})
		}
	})
}

// A lineWriter writes JSON values, one a line, and keeps the first error.
type lineWriter struct {
	*bufio.Writer
	err error
}

func writeLines(w io.Writer, write func(*lineWriter)) error {
	l := &lineWriter{Writer: bufio.NewWriter(w)}
	write(l)
	if l.err != nil {
		return l.err
	}
	return l.Flush()
}

func (l *lineWriter) write(v any) {
	if l.err != nil {
		return
	}
	if l.err = json.MarshalWrite(l.Writer, v, jsonv1.DefaultOptionsV1()); l.err == nil {
		l.err = l.WriteByte('\n')
	}
}
