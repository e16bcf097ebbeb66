package validate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// relativeDocument names no host: those that serve its paths are the contract's.
const relativeDocument = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: /v1}]
paths:
  /things/{id}: {get: {responses: {'200': {description: d, content: {application/json: {schema: {type: object, required: [id, name]}}}}}}}
  /health: {get: {responses: {'200': {description: d}}}}
`

func atHost(host, path string, status int, body string) *validate.Exchange {
	x := exchange("GET", "", status, body, "Content-Type: application/json")
	x.Request.URL = "https://" + host + path
	return x
}

// A host on which an entry matched an operation is the contract's, whatever came before.
func TestHostsAreDecidedByWhatMatched(t *testing.T) {
	c := validate.NewCollector(parse(t, relativeDocument))
	c.BeginCapture("a")
	c.Check(atHost("api.example", "/v1/thing/1", 200, "{}"))
	c.Check(atHost("cdn.example", "/app.js", 200, "{}"))
	before := c.Report()
	assert.Empty(t, before.Findings)
	assert.Equal(t, map[validate.SkipReason]int{validate.SkipOtherHost: 2}, before.Summary.Skipped)
	require.Len(t, before.Summary.Hosts, 2)
	assert.Equal(t, "/v1/thing/*", before.Summary.Hosts[0].Undocumented[0].PathTemplate)

	c.BeginCapture("b")
	c.Check(atHost("api.example", "/v1/health", 200, ""))
	c.Check(atHost("api.example", "/v1/other", 200, ""))
	summary := c.Summary()
	assert.Equal(t, 3, summary.Checked, "the summary decides, too")
	r := c.Report()
	assert.Equal(t, summary, r.Summary)
	require.Len(t, r.Findings, 2)
	assert.Equal(t, []validate.Occurrence{{Capture: "b", Entry: 1}}, r.Findings[0].Occurrences)
	assert.Equal(t, []validate.Occurrence{{Capture: "a", Entry: 0}}, r.Findings[1].Occurrences)
	assert.Equal(t, validate.LevelCounts{Warning: 2}, r.Summary.Violations)
	assert.Equal(t, map[validate.SkipReason]int{validate.SkipOtherHost: 1}, r.Summary.Skipped)
	assert.Equal(t, []validate.CaptureOperation{{Checked: 1, Violations: validate.LevelCounts{Warning: 1}}}, r.Captures[0].Operations)
	assert.Equal(t, validate.HostSummary{Name: "api.example", Entries: 3, Matched: 1, Contract: true}, r.Summary.Hosts[0])
	assert.Equal(t, map[validate.SkipReason]int{validate.SkipOtherHost: 2}, before.Captures[0].Skipped, "a report that was made stays as it was")
}

// What is kept for a host that is not the contract's is bounded.
func TestPendingFindingsAreCapped(t *testing.T) {
	c := validate.NewCollector(parse(t, relativeDocument))
	for i := range 500 {
		for range 5 {
			c.Check(atHost("cdn.example", fmt.Sprintf("/path%d", i), 200, "{}"))
		}
	}
	entries := 0
	hosts := c.Summary().Hosts
	for _, f := range hosts[0].Undocumented {
		entries += len(f.Occurrences)
	}
	assert.Len(t, hosts[0].Undocumented, 100)
	assert.LessOrEqual(t, entries, 1_000)
	c.Check(atHost("cdn.example", "/v1/health", 200, ""))
	r := c.Report()
	assert.Equal(t, r.Summary.Entries, r.Summary.Checked+total(r.Summary.Skipped), "what was not kept stays skipped")
	assert.Equal(t, entries+1, r.Summary.Checked)
}

// mixedTraffic has exchanges with hosts of which not every capture shows whose they are.
func mixedTraffic(random *rand.Rand) []*validate.Exchange {
	all := make([]*validate.Exchange, random.IntN(20))
	for i := range all {
		host := fmt.Sprintf("h%d.example", random.IntN(4))
		switch random.IntN(9) {
		case 0:
			all[i] = atHost(host, "/v1/things/1", 200, `{"id":1,"name":1}`)
		case 1:
			all[i] = atHost(host, "/v1/things/1", 200, []string{`{"id":1}`, `{}`, `[]`, `{"`}[random.IntN(4)])
		case 2:
			all[i] = atHost(host, "/v1/things/1", 404, "")
		case 3:
			all[i] = atHost(host, "/v1/things/1", 200, "")
			all[i].Response.BodyMissing = validate.UncheckedNotRecorded
		case 4:
			all[i] = atHost(host, "/v1/things/1", 304, "")
		default:
			all[i] = atHost(host, fmt.Sprintf("/v1/thing/%d", random.IntN(3)), 200, "")
		}
	}
	return all
}

// throughJSON returns a report as another process reads it.
func throughJSON(t *testing.T, r *validate.Report) *validate.Report {
	t.Helper()
	text, err := json.Marshal(r)
	require.NoError(t, err)
	decoded := new(validate.Report)
	require.NoError(t, json.Unmarshal(text, decoded))
	return decoded
}

// Merging the reports of shards equals checking together, hosts included: however captures
// are spread, in whatever order they are read and merged, all at once or one by one.
func TestMergingShardsEqualsCheckingTogether(t *testing.T) {
	v := parse(t, relativeDocument)
	decided := 0
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 7))
		names := []string{"a", "b", "c", "d", "e"}
		captures := make(map[string][]*validate.Exchange)
		for _, name := range names {
			captures[name] = mixedTraffic(random)
		}
		shuffle := func(list []string) []string {
			list = slices.Clone(list)
			random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			return list
		}
		whole := collect(v, captures, shuffle(names)...)
		shards := make([][]string, 1+random.IntN(4))
		for _, name := range shuffle(names) {
			i := random.IntN(len(shards))
			shards[i] = append(shards[i], name)
		}
		var reports []*validate.Report
		apart := 0
		for _, shard := range shards {
			reports = append(reports, throughJSON(t, collect(v, captures, shard...)))
			apart += reports[len(reports)-1].Summary.Checked
		}
		if apart < whole.Summary.Checked {
			decided++
		}
		merged, err := validate.Merge(reports...)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(throughJSON(t, whole), throughJSON(t, merged)), "seed %d", seed)
		oneByOne := reports[0]
		for _, r := range reports[1:] {
			oneByOne, err = validate.Merge(r, oneByOne)
			require.NoError(t, err)
		}
		require.Empty(t, cmp.Diff(throughJSON(t, whole), throughJSON(t, oneByOne)), "seed %d, one by one", seed)
	}
	assert.Greater(t, decided, 20, "hosts that only another shard shows to be the contract's")
}
