package validate_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
)

func ExampleValidator_Check() {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		panic(err)
	}
	v, err := validate.New(contract)
	if err != nil {
		panic(err)
	}
	verdict := v.Check(&validate.Exchange{
		Request: validate.Request{Method: "GET", URL: "https://api.heygen.com/v3/videos/v1"},
		Response: validate.Response{
			Status:    400,
			MediaType: "application/json",
			Body: []byte(`{"error":{"code":"video_not_found","message":"No such video.",
				"doc_url":"https://developers.heygen.com/docs/error-codes#video-not-found"}}`),
		},
	})
	for _, violation := range verdict.Violations {
		fmt.Println(violation.Rule, violation.InstanceLocation)
		fmt.Println(violation.Message)
	}
	// Output:
	// code-status /error/code
	// the code "video_not_found" belongs to status 404, not to 400
}

func ExampleValidator_ValidateResponse() {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"error":{"code":"video_missing","message":"No such video."}}`)
	}))
	defer server.Close()
	v, err := validate.New(contract, validate.WithBaseURL(server.URL)) // a mock, not the API
	if err != nil {
		panic(err)
	}

	resp, err := http.Get(server.URL + "/v3/videos/v1")
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	err = v.ValidateResponse(resp.Request, resp)
	if broken, ok := errors.AsType[*validate.Error](err); ok {
		fmt.Println(broken)
	}
	// Output: GET /v3/videos/{video_id}: status 404: code-unknown: the error table has no code "video_missing"
}

func ExampleCollector() {
	contract, err := validate.Parse("api.yaml", []byte(`
openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200": {description: Them., content: {application/json: {schema: {type: array, items: {type: string}}}}}
`))
	if err != nil {
		panic(err)
	}
	v, err := validate.New(contract)
	if err != nil {
		panic(err)
	}
	c := validate.NewCollector(v)
	c.BeginCapture("by hand")
	for _, content := range []string{`["a"]`, `[1]`, `["a",2,3]`} {
		c.Check(&validate.Exchange{
			Request:  validate.Request{Method: "GET", URL: "https://api.example.com/things"},
			Response: validate.Response{Status: 200, MediaType: "application/json", Body: []byte(content)},
		})
	}
	report := c.Report()
	fmt.Println(report.Summary.Entries, "entries,", report.Summary.Conforming, "conforming")
	for _, cause := range report.Findings {
		fmt.Println(cause.Rule, strings.TrimSpace(cause.InstanceLocation), "seen", cause.Count, "times")
	}
	// Output:
	// 3 entries, 1 conforming
	// body-schema /0 seen 3 times
}

// Findings of a baseline and suppressed ones fail no run.
func ExampleReport_CompareBaseline() {
	finding := func(rule validate.RuleID, fingerprint string) validate.Finding {
		return validate.Finding{
			Violation:   validate.Violation{Rule: rule, Level: validate.LevelError, Status: 400},
			Fingerprint: fingerprint, Count: 1, Occurrences: []validate.Occurrence{{Capture: "a.har"}},
		}
	}
	report := &validate.Report{
		Summary:  validate.Summary{Violations: validate.LevelCounts{Error: 3}},
		Findings: []validate.Finding{finding(validate.CodeStatus, "1"), finding(validate.DocURL, "2"), finding(validate.BodySchema, "3")},
	}
	known := validate.NewBaselineFinding(&report.Findings[0])
	report.CompareBaseline("baseline.json", []validate.BaselineFinding{known})
	report.Suppress([]validate.Suppression{{Rule: validate.DocURL, Reason: "the pages move", Until: "2027-01-31"}},
		time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
	for i := range report.Findings {
		f := &report.Findings[i]
		fmt.Println(f.Rule, f.Baseline, f.Accepted())
	}
	fmt.Println(report.ActiveViolations().Error, "fails")
	// Output:
	// code-status unchanged true
	// doc-url new true
	// body-schema new false
	// 1 fails
}
