package contracttest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// printed is a test that prints the first line of each failure, so that examples can show it. A
// real test uses t.
type printed struct {
	testing.TB
	cleanup func()
}

func (*printed) Helper()             { /* nothing to help */ }
func (*printed) Name() string        { return "TestVideo" }
func (*printed) Logf(string, ...any) {}
func (*printed) Failed() bool        { return false }
func (*printed) Skipped() bool       { return false }
func (p *printed) Cleanup(f func())  { p.cleanup = f }
func (*printed) FailNow()            {}
func (p *printed) Errorf(format string, args ...any) {
	first, _, _ := strings.Cut(fmt.Sprintf(format, args...), "\n")
	_, _ = fmt.Fprintln(os.Stdout, first)
}

// drifted is a server whose errors have drifted from the contract.
func drifted(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, `{"error":{"code":"video_not_found","message":"No such video."}}`)
}

func ExampleNewTransport() {
	t := &printed{} // the test
	server := httptest.NewServer(http.HandlerFunc(drifted))
	defer server.Close()

	client := &http.Client{Transport: contracttest.NewTransport(t, contracttest.Config{})}
	resp, err := client.Get(server.URL + "/v3/videos/v1")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, _ = io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	client.CloseIdleConnections()
	// Output: error[doc-url]: the documentation URL is absent
}

func ExampleNewTransport_known() {
	t := &printed{}
	transport := contracttest.NewTransport(t, contracttest.Config{
		Transport: answer(200, success),
		Suppressions: []contracttest.Suppression{{
			Rule: validate.DocURL, Operation: "getVideoV3", Reason: "the links come with release 12",
		}},
	})
	resp, err := transport.RoundTrip(httptest.NewRequest(http.MethodGet, "https://api.heygen.com/v3/videos/v1", nil))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, _ = io.ReadAll(resp.Body)
	_ = resp.Body.Close()

	t.cleanup() // the test ends
	// Output: contracttest: the suppression of doc-url of getVideoV3 was not used: remove it (its reason was: the links come with release 12)
}

func ExampleNewHandler() {
	t := &printed{}
	handler := contracttest.NewHandler(t, http.HandlerFunc(drifted), contracttest.Config{})

	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil))
	// Output: error[doc-url]: the documentation URL is absent
}

func ExampleAssertConforms() {
	t := &printed{}
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil)
	drifted(w, r)

	contracttest.AssertConforms(t, r, w.Result())
	// Output: error[doc-url]: the documentation URL is absent
}

func ExampleRequireConforms() {
	t := &printed{}
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v3/videos/v1", nil)
	drifted(w, r)

	contracttest.RequireConforms(t, r, w.Result()) // ends the test
	// Output: error[doc-url]: the documentation URL is absent
}

func ExampleAssertErrorCode() {
	t := &printed{}
	w := httptest.NewRecorder()
	drifted(w, nil)

	resp := w.Result()
	fmt.Println(contracttest.AssertErrorCode(t, resp, "video_not_found"))
	fmt.Println(contracttest.AssertErrorCode(t, resp, "voice_not_found"))
	// Output:
	// true
	// contracttest: want status 404 with voice_not_found, got status 404 with video_not_found
	// false
}

func ExampleRequireErrorCode() {
	t := &printed{}
	w := httptest.NewRecorder()
	drifted(w, nil)

	contracttest.RequireErrorCode(t, w.Result(), "unauthorized") // ends the test
	// Output: contracttest: want status 401 with unauthorized, got status 404 with video_not_found
}

// Another API's document, and a rule that weighs more than it does by itself.
func ExampleNew() {
	t := &printed{}
	contract, err := validate.Parse("api.yaml", []byte(`
openapi: 3.0.3
info: {title: Things, version: 1.0.0}
paths:
  /things:
    get: {responses: {"200": {description: All of them.}}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	assertions := contracttest.New(t, contracttest.Config{
		Contract: contract,
		Options:  []validate.Option{validate.WithLevel(validate.OperationUndocumented, validate.LevelError)},
	})
	w := httptest.NewRecorder()
	assertions.Conforms(httptest.NewRequest(http.MethodPost, "/things", nil), w.Result())
	// Output: error[operation-undocumented]: the contract documents this path, but only with GET
}

func ExampleCaptures() { //nolint:testableexamples // it needs a real test
	var t *testing.T // of a test function

	contracttest.Captures(t, os.DirFS("testdata"), "**/*.har")
}

func ExampleConfig_Captures() { //nolint:testableexamples // it needs a real test
	var t *testing.T // of a test function

	contracttest.Config{
		FailOn:  validate.LevelWarning,
		Options: []validate.Option{validate.WithBaseURL("https://staging.example.com")},
	}.Captures(t, os.DirFS("testdata"), "staging")
}

func ExampleLoadContract() {
	t := &printed{} // the test
	contract := contracttest.LoadContract(t, "../examples/parcels/openapi.yaml")
	fmt.Println(contract.Title(), len(contract.Operations()))
	// Output: Parcel API 4
}
