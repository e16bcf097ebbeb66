package validate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

const identityDocument = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /a:
    get:
      responses:
        '200':
          description: d
          headers: {X-Limits: {schema: {type: object, required: [day, hour], properties: {day: {type: integer}}}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}
components:
  schemas:
    A:
      type: object
      required: [alpha, beta, gamma]
      additionalProperties: false
      properties:
        alpha: {type: string}
        beta: {type: integer, enum: [1, 2]}
        gamma: {type: array, minItems: 2, items: {type: object, required: [id], properties: {id: {type: string}}}}
        delta: {oneOf: [{type: string}, {type: integer}]}
`

// seenIn writes a finding with its entries: "rule subject: 0 2×3".
func seenIn(f *validate.Finding) string {
	var entries []string
	for _, o := range f.Occurrences {
		text := fmt.Sprint(o.Entry)
		if o.Times > 1 {
			text += fmt.Sprint("×", o.Times)
		}
		entries = append(entries, text)
	}
	return strings.TrimSpace(fmt.Sprint(f.Rule, " ", f.Subject)) + ": " + strings.Join(entries, " ")
}

// A finding has the violations of one fault, with exactly the entries that have it.
func TestFindingsAreDistinctFaults(t *testing.T) {
	const rest = `,"alpha":"a","beta":1,"gamma":[{"id":"1"},{"id":"2"}]}`
	for _, c := range []struct {
		bodies []string
		want   []string
		reason string
	}{
		{[]string{`{}`}, []string{"body-schema alpha: 0", "body-schema beta: 0", "body-schema gamma: 0"}, "each missing member is a fault"},
		{[]string{`{"beta":1,"gamma":[{"id":"1"},{"id":"2"}]}`, `{"alpha":"a","gamma":[{"id":"1"},{"id":"2"}]}`, `{"alpha":"a","beta":1}`},
			[]string{"body-schema alpha: 0", "body-schema beta: 1", "body-schema gamma: 2"}, "with the entries that lack it"},
		{[]string{`{"x":1` + rest, `{"y":1` + rest}, []string{"body-schema: 0", "body-schema: 1"}, "each member that is not allowed is a fault, by its place"},
		{[]string{`{"alpha":1,"beta":1,"gamma":[{},{}]}`, `{"alpha":[],"beta":1,"gamma":[{},{},{}]}`},
			[]string{"body-schema array: 1", "body-schema id: 0×2 1×3", "body-schema integer: 0"}, "another type is another fault, another item is not"},
		{[]string{`{"alpha":"a","beta":3,"gamma":[]}`, `{"alpha":"a","beta":4,"gamma":[{"id":"1"}]}`}, []string{"body-schema integer: 0 1", "body-schema: 0 1"}, "values and numbers of items make no other fault"},
		{[]string{`{"delta":[]` + rest, `{"delta":{}` + rest}, []string{"body-schema array: 0", "body-schema object: 1"}, "a type that fits no schema"},
		{[]string{"\ufeff{}", `{"a`, `{"b`}, []string{"body-unreadable a body that begins with a byte order mark, which JSON must not have: 0", "body-unreadable a body that ends early: 1 2"}, "the form of what came"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			collector := validate.NewCollector(parse(t, identityDocument))
			for _, body := range c.bodies {
				collector.Check(exchange("GET", "/a", 200, body, "Content-Type: application/json"))
			}
			report := collector.Report()
			var got []string
			count := 0
			for i := range report.Findings {
				got = append(got, seenIn(&report.Findings[i]))
				count += report.Findings[i].Count
			}
			assert.ElementsMatch(t, c.want, got)
			assert.Equal(t, count, report.Summary.Violations.Error)
			assert.Len(t, fingerprints(report), len(report.Findings), "each has its fingerprint")
		})
	}
}

func fingerprints(r *validate.Report) map[string]bool {
	all := make(map[string]bool)
	for i := range r.Findings {
		all[r.Findings[i].Fingerprint] = true
	}
	return all
}

// The members of a header's value are different faults, too.
func TestFindingsOfHeaders(t *testing.T) {
	collector := validate.NewCollector(parse(t, identityDocument))
	for _, value := range []string{"day,1", "hour,1", "day,x,hour,1"} {
		collector.Check(exchange("GET", "/a", 200, `{"alpha":"a","beta":1,"gamma":[{"id":"1"},{"id":"2"}]}`, "Content-Type: application/json", "X-Limits: "+value))
	}
	var got []string
	for _, f := range collector.Report().Findings {
		got = append(got, seenIn(&f))
	}
	assert.ElementsMatch(t, []string{"header-schema hour: 0", "header-schema day: 1", "header-schema /day string: 2"}, got)
}

// A limit never hides a distinct fault, and what it leaves out is counted.
func TestLimitsHideNoFault(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"alpha":"a","beta":1,"gamma":[`)
	for range 2_000 {
		body.WriteString("{},")
	}
	body.WriteString(`{"id":1},7]`)
	for i := range 1_500 {
		fmt.Fprintf(&body, `,"x%d":1`, i)
	}
	body.WriteString("}")
	collector := validate.NewCollector(parse(t, identityDocument))
	collector.Check(exchange("GET", "/a", 200, body.String(), "Content-Type: application/json"))
	report := collector.Report()
	require.Len(t, report.Findings, 1_500+3)
	assert.Equal(t, 2_000+2+1_500, report.Summary.Violations.Error)
	assert.Equal(t, report.Summary.Violations, report.Captures[0].Operations[0].Violations)
	assert.Zero(t, report.Summary.Overflow)
	for _, f := range report.Findings {
		if f.Subject == "id" {
			assert.Equal(t, []validate.Occurrence{{Times: 2_000}}, f.Occurrences)
		}
	}
}

// What goes beyond the limit on distinct faults of one body is counted by its level.
func TestOverflowOfOneBody(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"alpha":"a","beta":1,"gamma":[{"id":"1"},{"id":"2"}]`)
	for i := range 10_500 {
		fmt.Fprintf(&body, `,"x%d":1`, i)
	}
	body.WriteString("}")
	collector := validate.NewCollector(parse(t, identityDocument))
	collector.Check(exchange("GET", "/a", 200, body.String(), "Content-Type: application/json"))
	report := collector.Report()
	assert.Len(t, report.Findings, 10_000)
	assert.Equal(t, 500, report.Summary.Overflow)
	assert.Equal(t, 10_500, report.Summary.Violations.Error)
	assert.Equal(t, report.Summary.Violations, report.Captures[0].Operations[0].Violations)
}

// The message of a finding is that of the first entry in the order of a report, in
// whatever order captures are read.
func TestTheFirstMessageDoesNotDependOnTheOrder(t *testing.T) {
	v := parse(t, identityDocument)
	captures := map[string][]*validate.Exchange{}
	for name, body := range map[string]string{"a": `{"alpha":"a","beta":1,"gamma":[]}`, "b": `{"alpha":"a","beta":1,"gamma":[{"id":"1"}]}`} {
		captures[name] = []*validate.Exchange{exchange("GET", "/a", 200, body, "Content-Type: application/json")}
	}
	want := collect(v, captures, "a", "b")
	require.Len(t, want.Findings, 1)
	assert.Contains(t, want.Findings[0].Message, "has 0 items")
	assert.Equal(t, want, collect(v, captures, "b", "a"))
}

// How many members came in place of an error envelope makes no other fault.
func TestFindingsOfMissingEnvelopes(t *testing.T) {
	collector := validate.NewCollector(validator(t))
	for _, body := range []string{`{"a":1}`, `{"a":1,"b":2}`, `[]`} {
		collector.Check(response(404, body))
	}
	var got []string
	for _, f := range collector.Report().Findings {
		got = append(got, seenIn(&f))
	}
	assert.ElementsMatch(t, []string{"envelope-missing a JSON object without /error: 0 1", "envelope-missing a JSON array: 2"}, got)
}

// Many findings of one rule leave room for those of others, in reports that are merged, too.
func TestManyFindingsOfOneRuleHideNoOther(t *testing.T) {
	first := validate.NewCollector(validator(t))
	first.BeginCapture("a")
	for i := range 10_050 {
		first.Check(response(404, envelope(fmt.Sprint("code_", i), "m")))
	}
	both := validate.NewCollector(validator(t))
	both.BeginCapture("a")
	for i := range 10_050 {
		both.Check(response(404, envelope(fmt.Sprint("code_", i), "m")))
	}
	other := validate.NewCollector(validator(t))
	for _, c := range []*validate.Collector{both, other} {
		c.BeginCapture("b")
		c.Check(response(404, `[]`))
	}
	merged, err := validate.Merge(first.Report(), other.Report())
	require.NoError(t, err)
	for _, r := range []*validate.Report{both.Report(), merged} {
		assert.Len(t, r.Findings, 10_001)
		assert.Equal(t, 50, r.Summary.Overflow)
		assert.Equal(t, validate.EnvelopeMissing, r.Findings[0].Rule)
	}
}
