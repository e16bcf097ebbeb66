package contracttest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/contracttest"
)

// A mock server sends the responses of the contract, and fails on request.
func ExampleNewServer() {
	t := new(tb) // the test's *testing.T, which stops the server
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	server.Fail("getVideoV3", "rate_limit_exceeded", 1)
	for range 2 {
		req, _ := http.NewRequest(http.MethodGet, server.URL+"/v3/videos/vd_mine", nil)
		req.Header.Set("X-Api-Key", "any")
		resp, err := server.Client().Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = resp.Body.Close()
		fmt.Println(resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	// Output:
	// 429 1
	// 200
}

// A request selects an error with its Prefer header.
func ExampleServer() {
	t := new(tb) // the test's *testing.T, which stops the server
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	req, _ := http.NewRequest(http.MethodPost, server.URL+"/v3/videos", nil)
	req.Header.Set("Prefer", "error=insufficient_credit")
	resp, err := server.Client().Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	var body bytes.Buffer
	_, _ = body.ReadFrom(resp.Body)
	_ = resp.Body.Close()
	fmt.Println(resp.Status)
	fmt.Println(body.String())
	// Output:
	// 402 Payment Required
	// {"error":{"code":"insufficient_credit","doc_url":"https://developers.heygen.com/docs/error-codes#insufficient-credit","message":"The account has 12 credits, and this video requires 30."}}
}

// With State, a video that was created can be found, and each look at it shows the next state of the
// work.
func ExampleServer_ResetState() {
	t := new(tb) // the test's *testing.T, which stops the server
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{State: true, NoAuth: true})
	send := func(method, path, content string) map[string]any {
		req, _ := http.NewRequest(method, server.URL+path, strings.NewReader(content))
		req.Header.Set("Content-Type", "application/json")
		resp, err := server.Client().Do(req)
		if err != nil {
			return map[string]any{"error": err}
		}
		defer func() { _ = resp.Body.Close() }()
		var body struct{ Data, Error map[string]any }
		_ = json.NewDecoder(resp.Body).Decode(&body)
		if body.Error != nil {
			return body.Error
		}
		return body.Data
	}
	video := send("POST", "/v3/videos", `{"type":"avatar","avatar_id":"a","voice_id":"v","script":"Hello"}`)
	path := fmt.Sprint("/v3/videos/", video["video_id"])
	for range 3 {
		fmt.Println(send("GET", path, "")["status"])
	}
	server.ResetState()
	fmt.Println(send("GET", path, "")["code"])
	// Output:
	// pending
	// processing
	// completed
	// video_not_found
}

// A video is not ready at once: the first two responses say so. A body that breaks the contract
// would fail the test where it is queued.
func ExampleServer_Respond() {
	t := new(tb) // the test's *testing.T, which stops the server
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{})
	video := func(status api.VideoStatus) api.VideoResult {
		return api.VideoResult{Data: &api.Video{ID: "vd_mine", Status: status}}
	}
	server.Respond("getVideoV3", http.StatusOK, video(api.VideoStatusProcessing), 2)
	server.Respond("getVideoV3", http.StatusOK, video(api.VideoStatusCompleted), 1)

	client, err := api.NewClientWithResponses(server.URL, api.WithAPIKey("any"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 3 {
		found, err := api.Value(client.GetVideoV3WithResponse(context.Background(), "vd_mine"))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(found.Data.Status)
	}
	// Output:
	// processing
	// processing
	// completed
}

// Rules make some requests fail without changes to the client.
func ExampleRule() {
	t := new(tb) // the test's *testing.T, which stops the server
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{Rules: []contracttest.Rule{
		{Operation: "getVideoV3", From: 2, Every: 2, Error: "resource_not_ready"},
		{Path: "/v3/assets/**", Probability: 0.1, Fault: contracttest.FaultHTML502},
	}})
	for range 4 {
		req, _ := http.NewRequest(http.MethodGet, server.URL+"/v3/videos/vd_mine", nil)
		req.Header.Set("X-Api-Key", "any")
		resp, err := server.Client().Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = resp.Body.Close()
		fmt.Println(resp.StatusCode)
	}
	// Output:
	// 200
	// 409
	// 200
	// 409
}

// A mock without a network. In a bubble of testing/synctest, the hour takes no time.
func ExampleServer_Transport() {
	t := new(tb) // the test's *testing.T
	defer t.end()
	server := contracttest.NewServer(t, contracttest.ServerConfig{RetryAfter: time.Hour})
	server.Fail("getVideoV3", "rate_limit_exceeded", 1)
	client := &http.Client{Transport: server.Transport()}
	resp, err := client.Get("https://api.heygen.com/v3/videos/vd_mine")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()
	fmt.Println(resp.StatusCode, resp.Header.Get("Retry-After"))
	// Output: 429 3600
}
