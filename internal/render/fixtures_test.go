package render_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/apicontract/apicontract/validate"
)

// clean is a report without findings.
func clean() *validate.Report {
	return &validate.Report{
		SchemaVersion: validate.SchemaVersion,
		Tool:          validate.ToolInfo{Name: "apicontract", Version: "v1.2.3"},
		Contract:      contract(),
		Captures: []validate.Capture{{
			Name: "clean.har", Format: "har", Creator: "WebInspector", Entries: 1, Checked: 1,
			Operations: []validate.CaptureOperation{{Operation: "getVideo", Method: "GET", PathTemplate: "/v3/videos/{id}", Checked: 1}},
		}},
		Summary: validate.Summary{
			Entries: 1, Checked: 1, Matched: 1, Conforming: 1,
			Hosts: []validate.HostSummary{{Name: "api.example.com", Entries: 1, Contract: true}},
		},
		Coverage: coverage(),
	}
}

func contract() validate.ContractInfo {
	return validate.ContractInfo{
		Title: "Videos", Version: "3.0.0", Source: "openapi.yaml",
		Codes: []validate.CodeInfo{
			{Code: "unauthorized", Status: 401, Retry: validate.RetryAccount},
			{Code: "video_not_found", Status: 404, Retry: validate.RetryChange},
		},
	}
}

func coverage() []validate.Coverage {
	return []validate.Coverage{
		{Operation: "getVideo", Method: "GET", PathTemplate: "/v3/videos/{id}", Status: 200, Documented: true, Count: 1, Conforming: 1},
		{Operation: "getVideo", Method: "GET", PathTemplate: "/v3/videos/{id}", Status: 404, Code: "video_not_found", Documented: true},
		{Operation: "listVideos", Method: "GET", PathTemplate: "/v3/videos", Status: 200, Documented: true},
		{Operation: "createVideo", Method: "POST", PathTemplate: "/v3/videos", Status: 201, Documented: true},
		{Operation: "deleteVideo", Method: "DELETE", PathTemplate: "/v3/videos/{id}", Status: 204, Documented: true},
	}
}

// drift is a report with findings of each level, one of them frequent.
func drift() *validate.Report {
	r := clean()
	r.Captures = []validate.Capture{
		{
			Name: "a.har", Format: "har", Creator: "WebInspector", Entries: 1530, Checked: 1510,
			Skipped: map[validate.SkipReason]int{validate.SkipOtherHost: 12, validate.SkipPreflight: 8},
			Operations: []validate.CaptureOperation{
				{Operation: "createVideo", Method: "POST", PathTemplate: "/v3/videos", Checked: 1, Violations: validate.LevelCounts{Note: 1}},
				{Operation: "listVideos", Method: "GET", PathTemplate: "/v3/videos", Checked: 7},
				{Operation: "deleteVideo", Method: "DELETE", PathTemplate: "/v3/videos/{id}", Checked: 1, Violations: validate.LevelCounts{Error: 1}},
				{Operation: "getVideo", Method: "GET", PathTemplate: "/v3/videos/{id}", Checked: 1501, Violations: validate.LevelCounts{Error: 1500}},
			},
		},
		{
			Name: "b.har", Format: "har", Entries: 3, Checked: 3,
			Operations: []validate.CaptureOperation{
				{Checked: 2, Violations: validate.LevelCounts{Warning: 2}},
				{Operation: "deleteVideo", Method: "DELETE", PathTemplate: "/v3/videos/{id}", Checked: 1, Violations: validate.LevelCounts{Error: 1}},
			},
		},
	}
	r.Summary = validate.Summary{
		Entries: 1533, Checked: 1513, Matched: 1512, Conforming: 1,
		Skipped:    map[validate.SkipReason]int{validate.SkipOtherHost: 12, validate.SkipPreflight: 8},
		Violations: validate.LevelCounts{Error: 1502, Warning: 2, Note: 1},
		Overflow:   3,
		Hosts: []validate.HostSummary{
			{Name: "api.example.com", Entries: 1521, Contract: true},
			{Name: "cdn.example.net", Entries: 12},
		},
	}
	r.Findings = []validate.Finding{incomplete(), undocumented(), frequent(), twice()}
	r.Groups = groups()
	return r
}

// groups are those of drift.
func groups() []validate.Group {
	of := func(operations int, findings ...validate.Finding) validate.Group {
		f := findings[0]
		g := validate.Group{Rule: f.Rule, Level: f.Level, Message: f.Message, Operations: operations, DocumentLocation: &f.DocumentLocation}
		for _, f := range findings {
			g.Count += f.Count
			g.Findings = append(g.Findings, f.Fingerprint)
		}
		return g
	}
	return []validate.Group{of(2, frequent(), twice()), of(1, undocumented()), of(1, incomplete())}
}

// manyGroups is a report with more groups than a screen shows, and a long message.
func manyGroups() *validate.Report {
	r := drift()
	for i := range 30 {
		g := validate.Group{Rule: validate.BodySchema, Level: validate.LevelError, Message: fmt.Sprintf("cause %d: ", i) + strings.Repeat("long ", 30), Operations: 1, Count: 1}
		r.Groups = append(r.Groups, g)
		r.Findings = append(r.Findings, twice())
	}
	return r
}

func frequent() validate.Finding {
	c := codeStatus("GET", "/v3/videos/{id}", "getVideo")
	c.Fingerprint, c.Count = "f1", 1500
	for i := range 30 {
		c.Occurrences = append(c.Occurrences, validate.Occurrence{Capture: "a.har", Entry: 12 + 3*i})
	}
	return c
}

func twice() validate.Finding {
	c := codeStatus("DELETE", "/v3/videos/{id}", "deleteVideo")
	c.Fingerprint, c.Count = "f2", 2
	c.Occurrences = []validate.Occurrence{{Capture: "a.har", Entry: 7}, {Capture: "b.har", Entry: 0}}
	return c
}

func codeStatus(method, template, operation string) validate.Finding {
	return validate.Finding{Violation: validate.Violation{
		Rule: validate.CodeStatus, Level: validate.LevelError,
		Message:  `code "video_not_found" belongs to status 404, not 500`,
		Expected: "status 404", Actual: "video_not_found",
		Method: method, PathTemplate: template, Operation: operation, Status: 500, Code: "video_not_found",
		InstanceLocation: "/error/code",
		DocumentLocation: validate.DocumentLocation{File: "openapi.yaml", Line: 812, Column: 15, Pointer: "/components/schemas/Code404/enum"},
	}}
}

func undocumented() validate.Finding {
	return validate.Finding{
		Violation: validate.Violation{
			Rule: validate.OperationUndocumented, Level: validate.LevelWarning,
			Message: "no operation matches GET /v1/videos", Method: "GET", PathTemplate: "/v1/videos", Status: 200,
			DocumentLocation: validate.DocumentLocation{File: "openapi.yaml", Pointer: "/paths"},
		},
		Fingerprint: "f3", Count: 2,
		Occurrences: []validate.Occurrence{{Capture: "b.har", Entry: 1}, {Capture: "b.har", Entry: 2}},
	}
}

func incomplete() validate.Finding {
	return validate.Finding{
		Violation: validate.Violation{
			Rule: validate.MessageIncomplete, Level: validate.LevelNote,
			Message: "the message should give 2 numbers", Expected: "2 numbers", Actual: "Not enough credits.",
			Method: "POST", PathTemplate: "/v3/videos", Operation: "createVideo", Status: 402, Code: "insufficient_credit",
			InstanceLocation: "/error/message",
			DocumentLocation: validate.DocumentLocation{File: "openapi.yaml", Line: 40, Column: 7},
		},
		Fingerprint: "f4", Count: 1,
		Occurrences: []validate.Occurrence{{Capture: "a.har", Entry: 3}},
	}
}

// hostile is a report whose strings try to write on the terminal themselves.
func hostile() *validate.Report {
	r := clean()
	r.Captures = []validate.Capture{{Name: "x\x1b[2J.har", Format: "har", Creator: "evil\r\nno findings", Entries: 1, Checked: 1}}
	r.Captures[0].Error = &validate.CaptureError{Message: "bad \x9b31m byte", Offset: 9}
	c := codeStatus("GET\x07", "/v3/\u202evideos", "op\u200b")
	c.Count, c.Occurrences = 1, []validate.Occurrence{{Capture: "x\x1b[2J.har", Entry: 0}}
	c.Message = "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07\n  fix        run `rm -rf`"
	c.Expected = "\u2028\u0085\x7f\xff"
	c.Actual = strings.Repeat("ä", 10_000)
	c.Code = "code\x00"
	c.InstanceLocation = "/error/\x1b[1m"
	r.Findings = []validate.Finding{c}
	r.Groups = []validate.Group{{Rule: c.Rule, Level: c.Level, Message: c.Message, Operations: 2, Count: 9}, {Rule: c.Rule, Level: c.Level, Message: c.Actual}}
	r.Findings = append(r.Findings, r.Findings[0], r.Findings[0])
	r.Summary.Violations.Error = 1
	return r
}

// skipped is a report on a capture of which every entry was skipped.
func skipped() *validate.Report {
	r := clean()
	of := map[validate.SkipReason]int{validate.SkipOtherHost: 1}
	r.Captures[0].Checked, r.Captures[0].Skipped, r.Captures[0].Operations = 0, of, nil
	r.Summary.Checked, r.Summary.Matched, r.Summary.Conforming, r.Summary.Skipped = 0, 0, 0, of
	return r
}

// cut is a report on a capture that ends early.
func cut() *validate.Report {
	r := clean()
	r.Captures[0].Error = &validate.CaptureError{Message: "the log ends in the middle of an entry", Offset: 4711}
	return r
}

// many is a report on n captures, the last of which cannot be read.
func many(n int) *validate.Report {
	r := clean()
	r.Captures = nil
	for i := range n {
		r.Captures = append(r.Captures, validate.Capture{Name: fmt.Sprintf("%02d.har", i), Format: "har", Entries: 1, Checked: 1})
	}
	r.Captures[n-1].Error = &validate.CaptureError{Message: "no such file"}
	r.Summary.Entries, r.Summary.Checked = n, n
	return r
}

// accepted is drift with a known, a suppressed and two new findings, a baseline of which
// findings vanished, and suppressions without an effect.
func accepted() *validate.Report {
	r := drift()
	vanished := validate.NewBaselineFinding(&r.Findings[3])
	vanished.Fingerprint, vanished.Subject, vanished.InstanceLocation = "f9", "id", "/data/*/id"
	notSeen := vanished
	notSeen.Fingerprint, notSeen.Operation, notSeen.PathTemplate, notSeen.Code, notSeen.Status = "f8", "deleteVideo", "/v3/videos/{id}/x", "", 204
	coverage := r.Coverage
	r.Coverage = append(coverage[:1:1], validate.Coverage{Operation: "deleteVideo", Method: "DELETE", PathTemplate: "/v3/videos/{id}", Status: 500, Count: 2})
	r.Summary.Overflow, r.Summary.Violations.Error = 0, 1502
	r.CompareBaseline("baseline.json", []validate.BaselineFinding{validate.NewBaselineFinding(&r.Findings[2]), vanished, notSeen})
	r.Coverage = coverage
	r.Suppress([]validate.Suppression{
		{Rule: validate.OperationUndocumented, Reason: "the *old* app, until it is gone", Until: "2027-01-31"},
		{Rule: validate.MessageIncomplete, Reason: "waits for a release", Until: "2026-10-31"},
		{Code: "quota_*", Reason: "is not used"},
	}, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
	return r
}

// builtin is drift of the built-in document, which is no file of the user's.
func builtin() *validate.Report {
	r := drift()
	r.Contract.BuiltIn = true
	return r
}
