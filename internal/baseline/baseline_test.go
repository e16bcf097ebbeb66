package baseline_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/baseline"
	"github.com/apicontract/apicontract/validate"
)

func written(t *testing.T, f *baseline.File) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.String()
}

func TestWriteIsStable(t *testing.T) {
	a := validate.BaselineFinding{Fingerprint: "1", Rule: validate.CodeStatus, Method: "GET", PathTemplate: "/a", Status: 400, Code: "x<y"}
	b := validate.BaselineFinding{Fingerprint: "2", Rule: validate.BodySchema, Method: "GET", PathTemplate: "/b", Status: 200, Subject: "id"}
	const want = `{
  "baselineVersion": 1,
  "contract": "T & Co.",
  "findings": [
    {"fingerprint":"1","rule":"code-status","method":"GET","pathTemplate":"/a","status":400,"code":"x<y"},
    {"fingerprint":"2","rule":"body-schema","method":"GET","pathTemplate":"/b","status":200,"subject":"id"}
  ]
}
`
	f := &baseline.File{Contract: "T & Co.", Findings: []validate.BaselineFinding{b, a, b}}
	assert.Equal(t, want, written(t, f), "one finding a line, sorted, each once")
	assert.Equal(t, []validate.BaselineFinding{b, a, b}, f.Findings, "the list is the caller's")
	back, err := baseline.Read(strings.NewReader(want))
	require.NoError(t, err)
	assert.Equal(t, want, written(t, back))
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ text, want, reason string }{
		{"", "line 1: unexpected end of JSON input", "an empty file"},
		{"{\n\"baselineVersion\": 1,\n x", "line 3: invalid character 'x'", "not JSON"},
		{"{\"baselineVersion\": 1, \"findings\": []}\n{}", "line 2: invalid character '{'", "two values"},
		{"[]", `not a baseline: the type of its member "" is array`, "a list"},
		{`{"baselineVersion": "1"}`, `line 1: not a baseline: the type of its member "baselineVersion" is string`, "a member of another type"},
		{`{"schemaVersion": 2, "findings": []}`, "not a baseline", "a report"},
		{`{"baselineVersion": 2, "findings": []}`, "baselineVersion 2, and this release reads 1", "of a later release"},
		{`{"baselineVersion": 1}`, "it has no findings", "a member is missing"},
		{`{"baselineVersion": 1, "findings": [{"rule": "code-status"}]}`, "item 0 of findings has no fingerprint or no rule", "an item without a fingerprint"},
		{"{\n<<<<<<< ours\n}", "unresolved merge conflict", "a conflict"},
	} {
		_, err := baseline.Read(strings.NewReader(c.text))
		assert.ErrorContains(t, err, c.want, c.reason)
	}
}

func TestOf(t *testing.T) {
	finding := func(name string) validate.Finding {
		return validate.Finding{Violation: validate.Violation{Rule: validate.CodeStatus, InstanceLocation: "/data/3/id"}, Fingerprint: name}
	}
	r := &validate.Report{Contract: validate.ContractInfo{Title: "T"}, Findings: []validate.Finding{finding("a"), finding("suppressed")}}
	r.Findings[1].Suppressed = &validate.Suppression{Reason: "r"}
	r.Baseline = &validate.BaselineComparison{NotSeen: []validate.BaselineFinding{{Fingerprint: "n"}}, Absent: []validate.BaselineFinding{{Fingerprint: "v"}}}
	var names []string
	f := baseline.Of(r)
	for _, known := range f.Findings {
		names = append(names, known.Fingerprint)
	}
	assert.Equal(t, []string{"a", "n"}, names, "a suppression may expire, and what vanished is gone")
	assert.Equal(t, "T", f.Contract)
	assert.Equal(t, "/data/*/id", f.Findings[0].InstanceLocation)
}

// FuzzRead holds that whatever can be read is written in a form that is read the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"baselineVersion": 1, "contract": "T", "findings": [{"fingerprint": "f", "rule": "code-status"}]}`))
	f.Add([]byte(`{"baselineVersion": 1, "findings": []}`))
	f.Add([]byte(`{"baselineVersion": 1, "findings": null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := baseline.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		once := written(t, file)
		again, err := baseline.Read(strings.NewReader(once))
		require.NoError(t, err)
		assert.Equal(t, once, written(t, again))
	})
}
