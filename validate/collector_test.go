package validate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// collect checks captures, each under its name, with one Collector.
func collect(v *validate.Validator, captures map[string][]*validate.Exchange, names ...string) *validate.Report {
	c := validate.NewCollector(v)
	for _, name := range names {
		c.BeginCapture(name)
		for _, x := range captures[name] {
			c.Check(x)
		}
		c.EndCapture("har", "test 1", nil)
	}
	return c.Report()
}

func traffic(seed uint64, n int) []*validate.Exchange {
	random := rand.New(rand.NewPCG(seed, 1))
	kinds := []func() *validate.Exchange{
		func() *validate.Exchange { return response(200, video) },
		func() *validate.Exchange { return response(404, envelope("video_not_found", "m")) },
		func() *validate.Exchange { return response(400, envelope("video_not_found", "m")) },
		func() *validate.Exchange {
			return response(404, envelope(fmt.Sprint("unknown_", random.IntN(3)), "m"))
		},
		func() *validate.Exchange { return response(200, `{"data":{"id":1,"status":"failed"}}`) },
		func() *validate.Exchange { return response(502, "") },
		func() *validate.Exchange { return response(304, "") },
		func() *validate.Exchange { return exchange("GET", fmt.Sprint("/v9/", random.IntN(3)), 200, "") },
		func() *validate.Exchange {
			return &validate.Exchange{Request: validate.Request{URL: "https://x.example/"}}
		},
	}
	all := make([]*validate.Exchange, n)
	for i := range all {
		all[i] = kinds[random.IntN(len(kinds))]()
	}
	return all
}

func TestEveryEntryIsAccountedFor(t *testing.T) {
	captures := map[string][]*validate.Exchange{"a": traffic(1, 300), "b": traffic(2, 200), "c": nil}
	r := collect(validator(t), captures, "a", "b", "c")
	require.Len(t, r.Captures, 3)
	entries := 0
	for _, c := range r.Captures {
		assert.Equal(t, len(captures[c.Name]), c.Entries)
		assert.Equal(t, c.Entries, c.Checked+total(c.Skipped), c.Name)
		entries += c.Entries
	}
	s := r.Summary
	assert.Equal(t, 500, entries)
	assert.Equal(t, entries, s.Entries)
	assert.Equal(t, s.Entries, s.Checked+total(s.Skipped))
	assert.Positive(t, s.Skipped[validate.SkipOtherHost])
	counts, strangers := 0, 0
	for _, cause := range r.Findings {
		if cause.Rule == validate.OperationUndocumented {
			strangers += cause.Count
		}
		assert.Len(t, cause.Occurrences, cause.Count)
		counts += cause.Count
	}
	assert.Equal(t, counts, s.Violations.Error+s.Violations.Warning+s.Violations.Note)
	exercised := 0
	for _, row := range r.Coverage {
		exercised += row.Count
		assert.LessOrEqual(t, row.Conforming, row.Count)
	}
	assert.Equal(t, s.Checked-strangers, exercised)
	assert.GreaterOrEqual(t, s.Matched, exercised, "skipped entries match operations, too")
}

func total(skipped map[validate.SkipReason]int) int {
	sum := 0
	for _, n := range skipped {
		sum += n
	}
	return sum
}

// However captures are spread over reports, and in whatever order the reports
// come, merging gives what one Collector would have.
func TestMergeEqualsOneRun(t *testing.T) {
	v := validator(t)
	captures := map[string][]*validate.Exchange{"a": traffic(1, 100), "b": traffic(2, 200), "c": traffic(3, 50), "d": nil}
	whole := collect(v, captures, "a", "b", "c", "d")
	a, b, c, d := collect(v, captures, "a"), collect(v, captures, "b"), collect(v, captures, "c"), collect(v, captures, "d")
	ab, err := validate.Merge(b, a)
	require.NoError(t, err)
	for _, parts := range [][]*validate.Report{{a, b, c, d}, {d, c, b, a}, {c, ab, d}, {collect(v, captures, "d", "b"), c, a}} {
		merged, err := validate.Merge(parts...)
		require.NoError(t, err)
		assert.Empty(t, cmp.Diff(whole, merged))
	}
}

// Shards meet different problems of the document.
func TestMergeHasTheProblemsOfAll(t *testing.T) {
	v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
foo: 1
servers: [{url: https://api.heygen.com}]
paths:
  /a: {get: {a: 1, responses: {'200': {description: d}}}}
  /b: {get: {b: 1, responses: {'200': {description: d}}}}
`)
	captures := map[string][]*validate.Exchange{
		"a": {exchange("GET", "/a", 200, "")}, "b": {exchange("GET", "/b", 200, "")}, "c": {exchange("GET", "/a", 200, "")},
	}
	whole := collect(v, captures, "a", "b", "c")
	require.Len(t, whole.Contract.Problems, 3)
	a, b, c := collect(v, captures, "a"), collect(v, captures, "b"), collect(v, captures, "c")
	for _, parts := range [][]*validate.Report{{a, b, c}, {c, b, a}, {b, c, a}} {
		merged, err := validate.Merge(parts...)
		require.NoError(t, err)
		assert.Empty(t, cmp.Diff(whole, merged))
	}
}

// What was checked of each operation is counted by capture, and adds up.
func TestCapturesCountOperations(t *testing.T) {
	v := validator(t)
	r := collect(v, map[string][]*validate.Exchange{"a": traffic(1, 100), "b": traffic(2, 100), "none": nil}, "a", "b", "none")
	var sum validate.LevelCounts
	for _, c := range r.Captures {
		checked := 0
		for _, op := range c.Operations {
			assert.Positive(t, op.Checked)
			checked += op.Checked
			sum.Error += op.Violations.Error
			sum.Warning += op.Violations.Warning
			sum.Note += op.Violations.Note
		}
		assert.Equal(t, c.Checked, checked, c.Name)
	}
	assert.Equal(t, r.Summary.Violations, sum)
	assert.NotNil(t, r.Captures[2].Operations)
	assert.Empty(t, r.Captures[2].Operations)
}

// A report survives its JSON form, so that shards can be merged from files.
func TestMergeOfDecodedReports(t *testing.T) {
	v := validator(t)
	captures := map[string][]*validate.Exchange{"a": traffic(1, 100), "b": traffic(2, 100)}
	var parts []*validate.Report
	for _, name := range []string{"a", "b"} {
		text, err := json.Marshal(collect(v, captures, name))
		require.NoError(t, err)
		decoded := new(validate.Report)
		require.NoError(t, json.Unmarshal(text, decoded))
		parts = append(parts, decoded)
	}
	merged, err := validate.Merge(parts...)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(collect(v, captures, "a", "b"), merged))
}

func TestMergeRefusesAnotherContract(t *testing.T) {
	other := validate.NewCollector(parse(t, withHeader)).Report()
	_, err := validate.Merge(collect(validator(t), nil), other)
	require.ErrorContains(t, err, "two contracts")
	_, err = validate.Merge()
	require.Error(t, err)
}

func TestOneCauseIsOneRow(t *testing.T) {
	c := validate.NewCollector(validator(t))
	c.BeginCapture("capture")
	for i := range 3000 {
		c.Check(response(404, fmt.Sprintf(`{"error":{"code":"video_not_found","message":"no %d"}}`, i)))
	}
	r := c.Report()
	require.Len(t, r.Findings, 1)
	cause := r.Findings[0]
	assert.Equal(t, 3000, cause.Count)
	assert.Len(t, cause.Occurrences, 1000)
	assert.Equal(t, validate.Occurrence{Capture: "capture", Entry: 999}, cause.Occurrences[999])
	assert.Equal(t, 3000, r.Summary.Violations.Error)
}

func TestArrayIndexesAreFolded(t *testing.T) {
	c := validate.NewCollector(validator(t))
	for _, items := range []string{`{"id":1,"status":"failed"}`, `{"id":"v","status":"failed"},{"id":2,"status":"failed"}`} {
		c.Check(exchange("GET", "/v3/videos", 200, `{"data":[`+items+`]}`, "Content-Type: application/json"))
	}
	r := c.Report()
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "/data/0/id", r.Findings[0].InstanceLocation)
	assert.Equal(t, 2, r.Findings[0].Count)
}

// Codes and paths are the traffic's to choose: rows are capped, counts are not.
func TestDistinctCausesAreCapped(t *testing.T) {
	c := validate.NewCollector(validator(t))
	const n = 10_050
	for i := range n {
		c.Check(response(404, envelope(fmt.Sprint("code_", i), "m")))
	}
	r := c.Report()
	assert.Len(t, r.Findings, 10_000)
	assert.Equal(t, 50, r.Summary.Overflow)
	assert.Equal(t, n, r.Summary.Violations.Error)
	for _, row := range r.Coverage {
		if row.Count > 0 {
			assert.Empty(t, row.Code)
			assert.Equal(t, n, row.Count)
		}
	}
}

func TestHostsAreCapped(t *testing.T) {
	c := validate.NewCollector(validator(t))
	for i := range 500 {
		x := response(200, video)
		x.Request.URL = fmt.Sprintf("https://h%d.example/", i)
		c.Check(x)
	}
	c.Check(response(200, video))
	hosts := c.Report().Summary.Hosts
	assert.LessOrEqual(t, len(hosts), 101)
	assert.Contains(t, hosts, validate.HostSummary{Name: "api.heygen.com", Entries: 1, Matched: 1, Contract: true})
}

// A fingerprint names a cause across runs, captures and wordings.
func TestFingerprint(t *testing.T) {
	fingerprint := func(capture, message string, position int) string {
		c := validate.NewCollector(validator(t))
		c.BeginCapture(capture)
		for range position {
			c.Check(response(200, video))
		}
		c.Check(response(400, envelope("video_not_found", message)))
		r := c.Report()
		require.Len(t, r.Findings, 1)
		return r.Findings[0].Fingerprint
	}
	assert.Equal(t, fingerprint("a", "one", 0), fingerprint("b", "two", 3))
	assert.Equal(t, "50e6f342c1a7dab6", fingerprint("a", "one", 0), "a changed fingerprint breaks everybody's baseline")
}

func TestUnexercisedOutcomesHaveRows(t *testing.T) {
	r := validate.NewCollector(validator(t)).Report()
	// Each operation: its successes, the codes that belong to it, and the statuses without codes.
	want := 0
	for _, op := range contract(t).Operations() {
		for _, status := range op.Statuses {
			if status[0] == '2' || slices.Contains([]string{"410", "422", "503"}, status) {
				want++
			}
		}
		for _, code := range contract(t).Codes() {
			if len(code.Operations) == 0 || slices.Contains(code.Operations, op.ID) {
				want++
			}
		}
	}
	assert.Len(t, r.Coverage, want)
	assert.Greater(t, want, 140*(1+35-6), "six codes belong to some operations only")
	assert.Equal(t, []validate.Capture{}, r.Captures)
	text, err := json.Marshal(r)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "null", "empty lists are lists")
}

func TestACaptureThatBreaksOff(t *testing.T) {
	c := validate.NewCollector(validator(t))
	c.BeginCapture("cut.har")
	c.Check(response(200, video))
	c.EndCapture("har", "Chrome\x1b[31m", &validate.CaptureError{Message: "cut off", Offset: 99})
	r := c.Report()
	assert.Equal(t, 1, r.Captures[0].Checked)
	assert.Equal(t, &validate.CaptureError{Message: "cut off", Offset: 99}, r.Captures[0].Error)
	assert.NotContains(t, r.Captures[0].Creator, "\x1b")
}

func TestCausesOfOneVerdict(t *testing.T) {
	v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /list: {get: {operationId: list, responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {type: integer}}}}}}}}
`)
	at := validate.Occurrence{Capture: "TestX", Entry: 7}
	verdict := v.Check(exchange("GET", "/list", 200, `["a","b",3]`, "Content-Type: application/json"))
	causes := verdict.Findings(at)
	require.Len(t, causes, 1, "items of one list have one cause")
	assert.Equal(t, 2, causes[0].Count)
	at.Times = 2
	assert.Equal(t, []validate.Occurrence{at}, causes[0].Occurrences)

	c := validate.NewCollector(v)
	c.Add(&verdict)
	assert.Equal(t, c.Report().Findings[0].Fingerprint, causes[0].Fingerprint, "as in a report")

	verdict = v.Check(exchange("GET", "/list", 200, `[3]`, "Content-Type: application/json"))
	assert.Empty(t, verdict.Findings(at), "what conforms has none")
}

func TestCollectorSummary(t *testing.T) {
	c := validate.NewCollector(validator(t))
	c.BeginCapture("a")
	c.Check(response(404, envelope("video_not_found", "m")))
	summary := c.Summary()
	assert.Equal(t, 1, summary.Checked)
	c.Check(response(404, envelope("video_not_found", "m")))
	assert.Equal(t, 1, summary.Checked, "it is the caller's")
	r := c.Report()
	assert.Equal(t, c.Summary(), r.Summary)
	require.Len(t, r.Captures, 1, "the capture stayed open")
	assert.Equal(t, r.Coverage, c.Report().Coverage, "a report may be asked for again")
}

// Finish gives the report that Report gives.
func TestCollectorFinish(t *testing.T) {
	c := validate.NewCollector(validator(t))
	for _, name := range []string{"b", "a"} {
		c.BeginCapture(name)
		for i := range 30 {
			c.Check(response(404, envelope(fmt.Sprint("code_", i%20), "m")))
			c.Check(response(404, envelope("video_not_found", "m")))
		}
	}
	report := c.Report()
	require.NotEmpty(t, report.Findings)
	assert.Equal(t, report, c.Finish())
}

// What was seen is documented or not, whatever it was found to break.
func TestCoverageTellsWhatIsDocumented(t *testing.T) {
	v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
x-error-table: {envelope: {error: /error, code: /error/code}, codes: {gone: {retry: change}, lost: {retry: change}}}
components:
  schemas:
    Gone: {type: object, required: [error], properties: {error: {type: object, required: [code], properties: {code: {type: string, enum: [gone]}}}}}
    Lost: {type: object, required: [error], properties: {error: {type: object, required: [code], properties: {code: {type: string, enum: [lost]}}}}}
paths:
  /a:
    get:
      responses:
        "200": {description: d}
        "3XX": {description: d}
        "410": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}}
        default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Lost'}}}}
`)
	c := validate.NewCollector(v)
	for _, x := range []struct {
		status  int
		content string
	}{{301, ""}, {410, `{"error":{"code":"gone"}}`}, {410, `{"error":{"code":"lost"}}`}, {410, ""}} {
		c.Check(exchange("GET", "/a", x.status, x.content, "Content-Type: application/json"))
	}
	got := map[string]bool{}
	merged, err := validate.Merge(c.Report(), validate.NewCollector(v).Report())
	require.NoError(t, err)
	for _, r := range []*validate.Report{c.Report(), merged} {
		for _, row := range r.Coverage {
			got[fmt.Sprint(row.Status, " ", row.Response, " ", row.Code, " ", row.Count)] = row.Documented
		}
		assert.Equal(t, map[string]bool{
			"200   0": true, "301 3XX  1": true, "410  gone 1": true,
			"410  lost 1": false, "410   1": false, "0 default  0": true,
		}, got)
	}
}
