package render

import (
	"bufio"
	"io"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/apicontract/apicontract/validate"
)

// jsonFormat is for programs: everything as it is, indented, with a newline at its end.
var jsonFormat = Format{
	Name: "json", Description: "everything, for programs",
	Report: func(w io.Writer, r *validate.Report, _ Options) error { return WriteJSON(w, nonNilReport(r)) },
	Coverage: func(w io.Writer, c *Coverage, o Options) error {
		return WriteJSON(w, c.filterMissing(o.Missing))
	},
	Problems: func(w io.Writer, p *ProblemList, _ Options) error { return WriteJSON(w, p) },
	Codes:    func(w io.Writer, codes []validate.ErrorCode, _ Options) error { return WriteJSON(w, codes) },
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

// nonNilReport returns a copy of r whose lists and maps are never nil, so that no
// reader of the JSON form has to tell null from empty. What r holds is shared.
func nonNilReport(r *validate.Report) *validate.Report {
	c := *r
	c.Contract.Codes, c.Contract.Problems = nonNilSlice(c.Contract.Codes), nonNilSlice(c.Contract.Problems)
	c.Captures = append([]validate.Capture{}, c.Captures...)
	for i := range c.Captures {
		c.Captures[i].Skipped = nonNilMap(c.Captures[i].Skipped)
		c.Captures[i].Operations = nonNilSlice(c.Captures[i].Operations)
	}
	c.Summary.Skipped = nonNilMap(c.Summary.Skipped)
	c.Summary.Unchecked, c.Summary.Missed = nonNilMap(c.Summary.Unchecked), nonNilMap(c.Summary.Missed)
	c.Summary.Hosts = nonNilSlice(c.Summary.Hosts)
	c.Groups = append([]validate.Group{}, c.Groups...)
	for i := range c.Groups {
		c.Groups[i].Findings = nonNilSlice(c.Groups[i].Findings)
	}
	c.Findings = nonNilSlice(c.Findings)
	if slices.ContainsFunc(c.Findings, func(f validate.Finding) bool { return f.Occurrences == nil }) {
		c.Findings = slices.Clone(c.Findings) // which may be many
		for i := range c.Findings {
			c.Findings[i].Occurrences = nonNilSlice(c.Findings[i].Occurrences)
		}
	}
	c.Coverage = nonNilSlice(c.Coverage)
	if c.Baseline != nil {
		b := *c.Baseline
		b.Absent, b.NotSeen = nonNilSlice(b.Absent), nonNilSlice(b.NotSeen)
		c.Baseline = &b
	}
	return &c
}

func nonNilSlice[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func nonNilMap[R ~string](m map[R]int) map[R]int {
	if m == nil {
		return map[R]int{}
	}
	return m
}
