package contracttest_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// videoStatus requests a video from a mock server without a network.
func videoStatus(server *contracttest.Server) int {
	client := &http.Client{Transport: server.Transport()}
	resp, err := client.Get(server.URL + "/v3/videos/vd_mine")
	if err != nil {
		fmt.Println(err)
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// Several assertions by the contract of another API.
func ExampleAssertions() {
	t := &printed{} // the test
	assertions := contracttest.New(t, contracttest.Config{Contract: contracttest.LoadContract(t, "../examples/parcels/openapi.yaml")})
	resp := recordedResponse(http.HandlerFunc(drifted), "/parcels/p1")
	assertions.ErrorCode(resp, "parcel_not_found")
	// Output: contracttest: want status 404 with parcel_not_found, got status 404 with video_not_found
}

// Warnings fail the test, and one operation is not checked.
func ExampleConfig() {
	t := &printed{} // the test
	handler := contracttest.NewHandler(t, http.HandlerFunc(drifted), contracttest.Config{
		FailOn:  validate.LevelWarning,
		Options: []validate.Option{validate.WithExclude("listVideos")},
	})
	recordedResponse(handler, "/v9/nothing")
	// Output: warning[operation-undocumented]: the contract documents no operation for this method and path
}

// A strict run tests a server that has two operations.
func ExampleRunConfig() { //nolint:testableexamples // it needs a real test
	var t *testing.T // of a test function
	contracttest.Run(t, contracttest.RunConfig{
		BaseURL: "http://localhost:8080",
		Header:  http.Header{"X-Api-Key": {"test-key"}},
		Include: []string{"createVideo", "getVideoV3"},
		Strict:  true,
	})
}

// An outcome tells the hook of a run what to produce.
func ExampleOutcome() { //nolint:testableexamples // it needs a real test
	var t *testing.T // of a test function
	contracttest.Run(t, contracttest.RunConfig{
		BaseURL: "http://localhost:8080",
		Provoke: func(r *http.Request, o contracttest.Outcome) bool {
			r.Header.Set("X-Simulate", o.Code)
			return o.Code != ""
		},
	})
}

// A mock that fails every second request for a video.
func ExampleServerConfig() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{
		NoAuth: true,
		Rules:  []contracttest.Rule{{Operation: "getVideoV3", Every: 2, From: 2, Error: "internal_error"}},
	})
	fmt.Println(videoStatus(server), videoStatus(server))
	// Output: 200 500
}

// A caller may send one request a minute.
func ExampleRate() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true, RateLimit: contracttest.Rate{Requests: 1, Per: time.Minute}})
	fmt.Println(videoStatus(server), videoStatus(server))
	// Output: 200 429
}

// A proxy's page takes the place of every response.
func ExampleFault() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true, Fault: contracttest.FaultHTML502})
	fmt.Println(videoStatus(server))
	// Output: 502
}

// The next request fails.
func ExampleServer_Fail() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	server.Fail("getVideoV3", "video_not_found", 1)
	fmt.Println(videoStatus(server), videoStatus(server))
	// Output: 404 200
}

func ExampleServer_Client() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	resp, err := server.Client().Get(server.URL + "/v3/videos/vd_mine")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: 200 OK
}

func ExampleServer_HAR() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	videoStatus(server)
	var log bytes.Buffer
	if err := server.HAR(&log); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(log.String(), "/v3/videos/vd_mine"))
	// Output: true
}

// The last request that the mock received.
func ExampleReceivedRequest() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	videoStatus(server)
	received := server.Requests("getVideoV3")[0]
	fmt.Println(received.Method, received.Path, received.Status)
	// Output: GET /v3/videos/vd_mine 200
}

func ExampleServer_Requests() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	videoStatus(server)
	for _, r := range server.Requests("") {
		fmt.Println(r.Operation)
	}
	// Output: getVideoV3
}

func ExampleServer_CountRequests() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	videoStatus(server)
	fmt.Println(server.CountRequests("get*"), server.CountRequests("createVideo"))
	// Output: 1 0
}

// The violation is known, so it does not fail the test.
func ExampleSuppression() {
	t := &printed{} // the test
	handler := contracttest.NewHandler(t, http.HandlerFunc(drifted), contracttest.Config{
		Suppressions: []contracttest.Suppression{{Rule: validate.DocURL, Operation: "getVideoV3", Reason: "the links come with release 12"}},
	})
	fmt.Println(recordedResponse(handler, "/v3/videos/v1").StatusCode)
	// Output: 404
}

// A transport wraps any other one, here a mock without a network.
func ExampleTransport() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{NoAuth: true})
	client := &http.Client{Transport: contracttest.NewTransport(&printed{}, contracttest.Config{Transport: server.Transport()})}
	resp, err := client.Get(server.URL + "/v3/videos/vd_mine")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close() // the transport reads a short body for the check
	fmt.Println(resp.StatusCode)
	// Output: 200
}
