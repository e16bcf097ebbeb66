package contracttest_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
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
