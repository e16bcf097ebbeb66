package validate_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

func TestSuppressionMatches(t *testing.T) {
	v := &validate.Violation{Rule: validate.CodeStatus, Method: "GET", PathTemplate: "/v3/videos/{video_id}", Operation: "getVideoV3", Status: 404, Code: "video_not_found"}
	for reason, c := range map[string]struct {
		s    validate.Suppression
		want bool
	}{
		"the rule":                        {validate.Suppression{Rule: validate.CodeStatus}, true},
		"another rule":                    {validate.Suppression{Rule: validate.BodySchema}, false},
		"the operationId":                 {validate.Suppression{Operation: "get*"}, true},
		"the path":                        {validate.Suppression{Operation: "GET /v3/videos/{video_id}"}, true},
		"another path":                    {validate.Suppression{Operation: "/v2/**"}, false},
		"the status":                      {validate.Suppression{Status: 404}, true},
		"another status":                  {validate.Suppression{Status: 400}, false},
		"the code":                        {validate.Suppression{Code: "video_not_found"}, true},
		"a glob of codes":                 {validate.Suppression{Code: "*_not_found"}, true},
		"another code":                    {validate.Suppression{Code: "avatar_*"}, false},
		"the capture":                     {validate.Suppression{Capture: "captures/legacy/*.har"}, true},
		"the last element of the capture": {validate.Suppression{Capture: "old.har"}, true},
		"another capture":                 {validate.Suppression{Capture: "new.har"}, false},
		"one field of several":            {validate.Suppression{Rule: validate.CodeStatus, Status: 400}, false},
	} {
		assert.Equal(t, c.want, c.s.Matches(v, "./captures/legacy/old.har"), reason)
	}
}

func TestSuppressionCheck(t *testing.T) {
	for reason, c := range map[string]struct {
		s    validate.Suppression
		want string // empty: valid
	}{
		"a rule and a reason":      {validate.Suppression{Rule: validate.CodeStatus, Reason: "r"}, ""},
		"all fields":               {validate.Suppression{validate.CodeStatus, "get*", 404, "a*", "*.har", "r", "2027-01-31"}, ""},
		"no reason":                {validate.Suppression{Rule: validate.CodeStatus, Reason: " "}, "the suppression of code-status has no reason"},
		"everything":               {validate.Suppression{Reason: "r"}, "would match every violation"},
		"globs of everything":      {validate.Suppression{Operation: "/**", Code: "*", Capture: "**", Reason: "r"}, "would match every violation"},
		"an unknown rule":          {validate.Suppression{Rule: "code-statu", Reason: "r"}, `there is no rule "code-statu"; did you mean code-status?`},
		"a bad operation":          {validate.Suppression{Operation: "[", Reason: "r"}, `in operation: bad pattern "["`},
		"a bad code":               {validate.Suppression{Code: "{", Reason: "r"}, "in code: "},
		"a bad capture":            {validate.Suppression{Capture: "[", Reason: "r"}, "in capture: "},
		"a date of the wrong form": {validate.Suppression{Status: 404, Reason: "r", Until: "31.1.2027"}, `in until: "31.1.2027" is not a date; write for example 2027-01-31`},
		"a date that is not":       {validate.Suppression{Status: 404, Reason: "r", Until: "2027-02-30"}, "is not a date"},
	} {
		err := c.s.Check()
		if c.want == "" {
			assert.NoError(t, err, reason)
		} else {
			assert.ErrorContains(t, err, c.want, reason)
		}
	}
}

func TestSuppressionIsExpired(t *testing.T) {
	for reason, c := range map[string]struct {
		until, now string
		want       bool
	}{
		"without a date":                {"", "2099-01-01T00:00:00Z", false},
		"the last moment":               {"2027-01-31", "2027-01-31T23:59:59Z", false},
		"the next day":                  {"2027-01-31", "2027-02-01T00:00:00Z", true},
		"the next day, of another zone": {"2027-01-31", "2027-02-01T00:30:00+01:00", false},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		require.NoError(t, err)
		assert.Equal(t, c.want, validate.Suppression{Until: c.until}.IsExpired(now), reason)
	}
}

func TestSuppress(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	report := func() *validate.Report {
		return &validate.Report{
			Captures: []validate.Capture{{Name: "a.har"}, {Name: "b.har", Operations: []validate.CaptureOperation{{Method: "GET", PathTemplate: "/a", Violations: validate.LevelCounts{Error: 1}}}}},
			Findings: []validate.Finding{{
				Violation: validate.Violation{Rule: validate.CodeStatus, Level: validate.LevelError, Method: "GET", PathTemplate: "/a", Status: 400},
				Count:     1, Occurrences: []validate.Occurrence{{Capture: "a.har"}},
			}},
		}
	}
	twoCaptures := func(r *validate.Report) {
		r.Findings[0].Count, r.Findings[0].Occurrences = 2, append(r.Findings[0].Occurrences, validate.Occurrence{Capture: "b.har"})
	}
	for _, c := range []struct {
		reason  string
		change  func(*validate.Report)
		list    []validate.Suppression
		by      string // reason of the suppression that applies
		states  []validate.SuppressionState
		warning string
	}{
		{"it matches", nil, []validate.Suppression{{Status: 400, Reason: "r"}}, "r", []validate.SuppressionState{validate.SuppressionActive}, ""},
		{"it matches nothing", nil, []validate.Suppression{{Status: 404, Reason: "r"}}, "", []validate.SuppressionState{validate.SuppressionUnused},
			"the suppression of any rule, status 404 matches nothing; remove it (its reason was: r)"},
		{"it is expired", nil, []validate.Suppression{{Status: 400, Reason: "r", Until: "2026-11-29"}}, "", []validate.SuppressionState{validate.SuppressionExpired},
			"the suppression of any rule, status 400 expired on 2026-11-29: 1 finding is not suppressed any more; fix the cause, or set a later date (its reason was: r)"},
		{"its last day", nil, []validate.Suppression{{Status: 400, Reason: "r", Until: "2026-11-30"}}, "r", []validate.SuppressionState{validate.SuppressionActive}, ""},
		{"it is expired and matches nothing", nil, []validate.Suppression{{Status: 404, Reason: "r", Until: "2026-11-29"}}, "", []validate.SuppressionState{validate.SuppressionExpired},
			"the suppression of any rule, status 404 expired on 2026-11-29: it matches nothing; remove it (its reason was: r)"},
		{"its only capture", nil, []validate.Suppression{{Capture: "a.har", Reason: "r"}}, "r", []validate.SuppressionState{validate.SuppressionActive}, ""},
		{"one of two captures", twoCaptures, []validate.Suppression{{Capture: "a.har", Reason: "r"}}, "", []validate.SuppressionState{validate.SuppressionActive}, ""},
		{"two suppressions for two captures", twoCaptures, []validate.Suppression{{Capture: "b.har", Reason: "b"}, {Capture: "a.har", Reason: "a"}}, "a",
			[]validate.SuppressionState{validate.SuppressionActive, validate.SuppressionActive}, ""},
		{"one of two captures, and the report does not keep the other", func(r *validate.Report) { r.Findings[0].Count = 2 },
			[]validate.Suppression{{Capture: "a.har", Reason: "r"}}, "", []validate.SuppressionState{validate.SuppressionActive}, ""},
		{"one is expired, another applies", nil, []validate.Suppression{{Status: 400, Reason: "r", Until: "2026-01-01"}, {Rule: validate.CodeStatus, Reason: "s"}}, "s",
			[]validate.SuppressionState{validate.SuppressionExpired, validate.SuppressionActive},
			"the suppression of any rule, status 400 expired on 2026-01-01: 1 finding is not suppressed any more; fix the cause, or set a later date (its reason was: r)"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := report()
			if c.change != nil {
				c.change(r)
			}
			r.Suppress(c.list, now)
			by := ""
			if s := r.Findings[0].Suppressed; s != nil {
				by = s.Reason
			}
			assert.Equal(t, c.by, by)
			warning := ""
			for i, u := range r.Suppressions {
				assert.Equal(t, c.states[i], u.State)
				warning += u.Warning()
			}
			assert.Equal(t, c.warning, warning)
			r.Suppress(nil, now)
			assert.Nil(t, r.Findings[0].Suppressed, "an earlier result is replaced")
		})
	}
}
