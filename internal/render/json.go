package render

import (
	"bufio"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/apicontract/apicontract/validate"
)

// jsonFormat is for programs: everything as it is, indented, with a newline at its end.
var jsonFormat = Format{
	Name: "json", Description: "everything, for programs",
	Report: func(w io.Writer, r *validate.Report, _ Options) error { return WriteJSON(w, filled(r)) },
	Coverage: func(w io.Writer, c *Coverage, o Options) error {
		return WriteJSON(w, c.only(o.Missing))
	},
	Problems: func(w io.Writer, p *Problems, _ Options) error { return WriteJSON(w, p) },
	Codes:    func(w io.Writer, codes []validate.Code, _ Options) error { return WriteJSON(w, codes) },
	Rules:    func(w io.Writer, rules []validate.Rule, _ Options) error { return WriteJSON(w, rules) },
}

// WriteJSON writes v as every JSON output of the command line is written:
// indented by two spaces, without HTML escapes, with a newline at its end.
//
// It is written as it is made: a report may have a hundred thousand occurrences.
func WriteJSON(w io.Writer, v any) error {
	b := bufio.NewWriter(w)
	err := json.MarshalWrite(b, v, jsonv1.DefaultOptionsV1(), jsontext.WithIndent("  "), jsontext.EscapeForHTML(false))
	if err != nil {
		return err
	}
	if err := b.WriteByte('\n'); err != nil {
		return err
	}
	return b.Flush()
}

// filled returns a copy of r whose lists and maps are never nil, so that no
// reader of the JSON form has to tell null from empty. What r holds is shared.
func filled(r *validate.Report) *validate.Report {
	c := *r
	c.Contract.Codes, c.Contract.Problems = list(c.Contract.Codes), list(c.Contract.Problems)
	c.Captures = append([]validate.Capture{}, c.Captures...)
	for i := range c.Captures {
		c.Captures[i].Skipped = reasons(c.Captures[i].Skipped)
	}
	c.Summary.Skipped = reasons(c.Summary.Skipped)
	c.Summary.Unchecked = reasons(c.Summary.Unchecked)
	c.Summary.Hosts = list(c.Summary.Hosts)
	c.Findings = append([]validate.Cause{}, c.Findings...)
	for i := range c.Findings {
		c.Findings[i].Occurrences = list(c.Findings[i].Occurrences)
	}
	c.Coverage = list(c.Coverage)
	return &c
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func reasons[R ~string](m map[R]int) map[R]int {
	if m == nil {
		return map[R]int{}
	}
	return m
}
