package mock

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A law is a contract with all that a fault and its judge need.
type law struct {
	*validate.Contract
	doc       *document.Document
	envelope  *Envelope
	validator *validate.Validator
}

func newLaw(tb testing.TB, name string, text []byte) *law {
	tb.Helper()
	contract, err := validate.Parse(name, text)
	require.NoError(tb, err)
	doc, err := document.Load(spec.SingleFile(name, text), name)
	require.NoError(tb, err)
	envelope, err := ReadEnvelope(doc)
	require.NoError(tb, err)
	validator, err := validate.New(contract)
	require.NoError(tb, err)
	return &law{contract, doc, envelope, validator}
}

func heygenLaw(tb testing.TB) *law {
	tb.Helper()
	return newLaw(tb, apicontract.DocumentName, apicontract.Document())
}

func (l *law) setting(op validate.Operation) Setting {
	return Setting{Envelope: l.envelope, LookupCode: l.LookupCode, Statuses: op.Statuses}
}

// rules are the rules that an answer to an operation breaks.
func (l *law) rules(op validate.Operation, a response.Response) []validate.RuleID {
	x := &validate.Exchange{
		Request:  validate.Request{Method: op.Method, URL: l.Servers()[0] + strings.NewReplacer("{", "", "}", "").Replace(op.PathTemplate)},
		Response: validate.Response{Status: a.Status, Fields: validate.Fields{}, Content: a.Body},
	}
	for name, values := range a.Header {
		x.Response.Fields = append(x.Response.Fields, validate.Field{Name: name, Value: values[0]})
	}
	verdict := l.validator.Check(x)
	rules := []validate.RuleID{}
	for _, v := range verdict.Violations {
		rules = append(rules, v.Rule)
	}
	if verdict.Skipped != "" {
		rules = append(rules, validate.RuleID("skipped "+string(verdict.Skipped)))
	}
	return rules
}

// answers are conforming answers of a code: each thing that may be there is
// there in one of them and missing in another.
func (l *law) answers(code validate.Code, status int) []response.Response {
	var answers []response.Response
	for _, full := range []bool{false, true} {
		value := map[string]any{}
		if l.envelope.Error != "" {
			jsonvalue.SetMember(value, document.Tokens(l.envelope.Error), map[string]any{})
		}
		message := "There were 5 of 10 at https://example.com/a."
		if full && code.Param == validate.Optional && l.envelope.Param != "" {
			jsonvalue.SetMember(value, document.Tokens(l.envelope.Param), "script")
			message = "script: " + message
		}
		jsonvalue.SetMember(value, document.Tokens(l.envelope.Code), code.Name)
		jsonvalue.SetMember(value, document.Tokens(l.envelope.Message), message)
		jsonvalue.SetMember(value, document.Tokens(l.envelope.DocURL), code.DocURL)
		a := response.Response{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: jsonvalue.Encode(value)}
		if code.RetryAfter == validate.Required || full && code.RetryAfter == validate.Optional {
			a.Header.Set("Retry-After", "3")
		}
		answers = append(answers, a)
	}
	return answers
}

// applies says in the test's own words which fault there is for which code.
func (l *law) applies(f Fault, code validate.Code) bool {
	switch f {
	case FaultNoRetryAfter:
		return code.RetryAfter == validate.Required
	case FaultNoDocURL:
		return l.envelope.DocURL != "" && code.DocURL != ""
	case FaultNullParam:
		return l.envelope.Param != ""
	}
	return true
}

// Each drift fault, done to a conforming answer of any code, is found under the
// rule that Faults promises, and under no other.
func TestEachDriftFaultBreaksItsRule(t *testing.T) {
	l := heygenLaw(t)
	op := l.Operations()[0]
	done := make(map[Fault]int)
	for _, code := range l.Codes() {
		for i, right := range l.answers(code, code.Statuses[0]) {
			require.Empty(t, l.rules(op, right), "%s, answer %d: the test's own answer", code.Name, i)
			for _, info := range Faults() {
				before := fmt.Sprint(right)
				a := right
				applied := info.Fault.Distort(&a, l.setting(op))
				assert.Equal(t, before, fmt.Sprint(right), "%s changed the answer that another may share", info.Fault)
				if !assert.Equal(t, l.applies(info.Fault, code), applied, "%s to %s", info.Fault, code.Name) || !applied {
					assert.Equal(t, right, a, "%s does not apply and leaves %s", info.Fault, code.Name)
					continue
				}
				want := []validate.RuleID{}
				if info.Rule != "" {
					want = append(want, info.Rule)
					done[info.Fault]++
				}
				assert.Equal(t, want, l.rules(op, a), "%s to %s, answer %d: %d %s", info.Fault, code.Name, i, a.Status, a.Body)
			}
		}
	}
	for _, info := range Faults() {
		assert.Equal(t, info.Rule != "", done[info.Fault] > 0, "%s was done to %d answers", info.Fault, done[info.Fault])
	}
}

func TestFaultsOfASuccess(t *testing.T) {
	l := heygenLaw(t)
	i := slices.IndexFunc(l.Operations(), func(op validate.Operation) bool { return op.ID == "getVideoV3" })
	op := l.Operations()[i]
	right := response.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}},
		Body: []byte(`{"data":{"id":"v1","title":"T","status":"processing","created_at":1785571200}}`)}
	require.Empty(t, l.rules(op, right))
	for _, info := range Faults() {
		a := right
		applied := info.Fault.Distort(&a, l.setting(op))
		want := []validate.RuleID{}
		if info.Success != "" {
			want = append(want, info.Success)
		}
		transport := info.Rule == ""
		assert.Equal(t, transport || info.Success != "", applied, "%s", info.Fault)
		assert.Equal(t, want, l.rules(op, a), "%s: %d %s", info.Fault, a.Status, a.Body)
	}
}

func TestLookupFault(t *testing.T) {
	for _, info := range Faults() {
		got, ok := LookupFault(string(info.Fault))
		assert.True(t, ok)
		assert.Equal(t, info, got)
		assert.NotEmpty(t, info.Summary)
		for _, rule := range []validate.RuleID{info.Rule, info.Success} {
			if _, known := validate.LookupRule(rule); rule != "" {
				assert.True(t, known, "%s names the rule %q", info.Fault, rule)
			}
		}
	}
	_, ok := LookupFault("")
	assert.False(t, ok, "no fault is none")
}
