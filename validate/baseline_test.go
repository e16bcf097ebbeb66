package validate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// baselineOf returns what a baseline keeps of the findings of a report.
func baselineOf(r *validate.Report) []validate.BaselineFinding {
	var all []validate.BaselineFinding
	for i := range r.Findings {
		all = append(all, validate.NewBaselineFinding(&r.Findings[i]))
	}
	return all
}

func TestCompareBaseline(t *testing.T) {
	const rest = `,"beta":1,"gamma":[{"id":"1"},{"id":"2"}]}`
	right, wrong := `{"alpha":"a"`+rest, `{"alpha":1`+rest
	v := parse(t, identityDocument)
	run := func(status int, bodies ...string) *validate.Report {
		c := validate.NewCollector(v)
		for _, body := range bodies {
			c.Check(exchange("GET", "/a", status, body, "Content-Type: application/json"))
		}
		return c.Report()
	}
	before := baselineOf(run(200, wrong))
	require.Len(t, before, 1)
	for _, c := range []struct {
		reason          string
		report          *validate.Report
		off             []validate.RuleID
		states          []validate.BaselineState
		absent, notSeen int
	}{
		{"the finding is there", run(200, right, wrong), nil, []validate.BaselineState{validate.BaselineUnchanged}, 0, 0},
		{"its operation is right now", run(200, right), nil, nil, 1, 0},
		{"another finding is there", run(200, `{"alpha":[]`+rest), nil, []validate.BaselineState{validate.BaselineNew}, 1, 0},
		{"its operation was not seen", run(200), nil, nil, 0, 1},
		{"its operation was seen with another status only", run(404, ""), nil, []validate.BaselineState{validate.BaselineNew}, 0, 1},
		{"its rule is off", run(200, right), []validate.RuleID{validate.BodySchema}, nil, 0, 1},
	} {
		c.report.CompareBaseline("b.json", before, c.off...)
		var states []validate.BaselineState
		for _, f := range c.report.Findings {
			states = append(states, f.Baseline)
		}
		assert.Equal(t, c.states, states, c.reason)
		assert.Len(t, c.report.Baseline.Absent, c.absent, c.reason)
		assert.Len(t, c.report.Baseline.NotSeen, c.notSeen, c.reason)
	}
}

// A code that now comes with its own status has lost the finding that it had another.
func TestCorrectedStatusVanishes(t *testing.T) {
	run := func(status int) *validate.Report {
		c := validate.NewCollector(validator(t))
		c.Check(response(status, envelope("video_not_found", "No video v.")))
		return c.Report()
	}
	wrong := run(400)
	require.True(t, slices.ContainsFunc(wrong.Findings, func(f validate.Finding) bool { return f.Rule == validate.CodeStatus }))
	fixed := run(404)
	fixed.CompareBaseline("b.json", baselineOf(wrong))
	assert.True(t, slices.ContainsFunc(fixed.Baseline.Absent, func(f validate.BaselineFinding) bool { return f.Rule == validate.CodeStatus }))
	assert.Empty(t, fixed.Baseline.NotSeen)
}

// What the limit on findings leaves out, or what was not read, may be one of the baseline.
func TestNothingVanishesFromHalfAReport(t *testing.T) {
	for reason, c := range map[string]struct {
		report validate.Report
		absent int
	}{
		"everything was read and is listed":  {validate.Report{}, 1},
		"findings went past the limit":       {validate.Report{Summary: validate.Summary{Overflow: 1}}, 0},
		"a capture was not read to its end":  {validate.Report{Captures: []validate.Capture{{Error: &validate.CaptureError{}}}}, 0},
		"a response whose body was not read": {validate.Report{Coverage: []validate.Coverage{{Method: "GET", PathTemplate: "/a", Status: 200, Count: 1, Unread: 1}}}, 0},
		"a capture that was read to its end": {validate.Report{Captures: []validate.Capture{{Name: "a"}}}, 1},
	} {
		r := c.report
		if r.Coverage == nil {
			r.Coverage = []validate.Coverage{{Method: "GET", PathTemplate: "/a", Status: 200, Count: 1}}
		}
		r.CompareBaseline("b.json", []validate.BaselineFinding{{Fingerprint: "f", Method: "GET", PathTemplate: "/a", Status: 200}})
		assert.Len(t, r.Baseline.Absent, c.absent, reason)
		assert.Len(t, r.Baseline.NotSeen, 1-c.absent, reason)
	}
}

// Accepted findings do not count as active, and what went past the limit does.
func TestActiveViolations(t *testing.T) {
	finding := func(name string, level validate.Level) validate.Finding {
		return validate.Finding{Violation: validate.Violation{Level: level}, Fingerprint: name, Count: 2}
	}
	r := &validate.Report{
		Summary:  validate.Summary{Violations: validate.LevelCounts{Error: 5, Warning: 2, Note: 2}, Overflow: 1},
		Findings: []validate.Finding{finding("known", validate.LevelError), finding("new", validate.LevelError), finding("warning", validate.LevelWarning), finding("note", validate.LevelNote)},
	}
	assert.Equal(t, r.Summary.Violations, r.ActiveViolations())
	r.CompareBaseline("b.json", []validate.BaselineFinding{{Fingerprint: "known"}})
	r.Findings[2].Suppressed = &validate.Suppression{Reason: "r"}
	assert.Equal(t, validate.LevelCounts{Error: 3, Note: 2}, r.ActiveViolations())
}

// driftingTraffic returns n responses of identityDocument with some of a few findings.
func driftingTraffic(random *rand.Rand, n int) []*validate.Exchange {
	var all []*validate.Exchange
	for range n {
		pick := func(values ...string) string { return values[random.IntN(len(values))] }
		status := []int{200, 200, 404, 500}[random.IntN(4)]
		body := fmt.Sprintf(`{"alpha":%s,"beta":%s,"gamma":[{"id":"1"},{%s}]}`, pick(`"a"`, "1", "[]"), pick("1", "3"), pick(`"id":"1"`, ""))
		all = append(all, exchange("GET", pick("/a", "/a", "/b"), status, body, "Content-Type: application/json"))
	}
	return all
}

// Merging equals checking together, with a baseline and suppressions, too: however captures are
// spread over shards.
func TestMergingKeepsBaselineAndSuppressions(t *testing.T) {
	v := parse(t, identityDocument)
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	list := []validate.Suppression{
		{Rule: validate.StatusUndocumented, Reason: "r"},
		{Operation: "/a", Capture: "[abc]", Reason: "three captures"},
		{Status: 200, Until: "2026-11-29", Reason: "expired"},
		{Code: "no_such_*", Reason: "unused"},
	}
	suppressed, absent, notSeen := 0, 0, 0
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 11))
		names := []string{"a", "b", "c", "d"}
		captures := make(map[string][]*validate.Exchange)
		for _, name := range names {
			captures[name] = driftingTraffic(random, 1+random.IntN(3))
		}
		old := baselineOf(collect(v, map[string][]*validate.Exchange{"old": driftingTraffic(random, 6)}, "old"))
		check := func(names ...string) *validate.Report {
			r := collect(v, captures, names...)
			r.CompareBaseline("b.json", old)
			r.Suppress(list, now)
			return throughJSON(t, r)
		}
		random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		at := 1 + random.IntN(3)
		whole := check(names...)
		merged, err := validate.Merge(check(names[:at]...), check(names[at:]...))
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(whole, throughJSON(t, merged)), "seed %d", seed)
		absent, notSeen = absent+len(whole.Baseline.Absent), notSeen+len(whole.Baseline.NotSeen)
		for _, f := range whole.Findings {
			if f.Suppressed != nil {
				suppressed++
			}
		}
	}
	assert.Positive(t, absent)
	assert.Positive(t, notSeen)
	assert.Positive(t, suppressed)
}
