package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/apicontract/apicontract/api"
)

// The server acts as an API whose account has no credit.
func Example() {
	server := httptest.NewServer(answer(402, `{"error":{
		"code": "insufficient_credit",
		"message": "The account has 12 credits, and this video requires 30.",
		"doc_url": "https://developers.heygen.com/docs/error-codes#insufficient-credit"}}`))
	defer server.Close()

	client, err := api.NewClientWithResponses(server.URL, api.WithAPIKey("my-key")) // use api.Server
	if err != nil {
		panic(err)
	}
	var request api.CreateVideoRequest
	err = request.FromAvatarVideo(api.AvatarVideo{AvatarID: "anna", VoiceID: new("calm"), Script: new("Welcome!")})
	if err != nil {
		panic(err)
	}
	params := &api.CreateVideoParams{IdempotencyKey: new("welcome-1")}
	created, err := api.Value(client.CreateVideoWithResponse(context.Background(), params, request))
	switch {
	case errors.Is(err, api.ErrInsufficientCredit):
		fmt.Println("Buy credits:", err)
	case err != nil:
		fmt.Println("Failed:", err)
	case created.Data != nil:
		fmt.Println("Rendering", created.Data.VideoID)
	}
	// Output: Buy credits: POST createVideo: 402 insufficient_credit: The account has 12 credits, and this video requires 30.
}

func ExampleError() {
	server := httptest.NewServer(answer(429, `{"error":{
		"code": "rate_limit_exceeded",
		"message": "Slow down.",
		"doc_url": "https://developers.heygen.com/docs/error-codes#rate-limit-exceeded"}}`, "Retry-After", "3"))
	defer server.Close()
	client, err := api.NewClientWithResponses(server.URL)
	if err != nil {
		panic(err)
	}

	_, err = client.GetVideoV3WithResponse(context.Background(), "v1")
	if e, ok := errors.AsType[*api.Error](err); ok {
		delay, _ := e.RetryAfter()
		fmt.Println(e.Status, e.Code, e.RetryClass(), e.Retryable(), delay)
	}
	// Output: 429 rate_limit_exceeded wait true 3s
}

func ExampleDecode() {
	server := httptest.NewServer(answer(200, `{"data":[{"id":"v1","status":"completed"}],"has_more":false}`))
	defer server.Close()
	client, err := api.NewClient(server.URL)
	if err != nil {
		panic(err)
	}

	videos, err := api.Value(api.Decode[api.VideoList](client.ListVideos(context.Background(), nil)))
	if err != nil {
		panic(err)
	}
	fmt.Println(len(videos.Data), "video")
	// Output: 1 video
}

func ExampleCode() {
	code := api.ErrRequestInProgress
	fmt.Println(code, code.Status(), code.RetryClass())
	// Output: request_in_progress 409 same-key
}

func ExampleClientWithResponses_ListVideosAll() {
	pages := map[string]string{
		"":  `{"data":[{"id":"v1","status":"completed"}],"has_more":true,"next_token":"2"}`,
		"2": `{"data":[{"id":"v2","status":"failed"}],"has_more":false,"next_token":null}`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, pages[r.FormValue("token")])
	}))
	defer server.Close()
	client, err := api.NewClientWithResponses(server.URL)
	if err != nil {
		panic(err)
	}

	for video, err := range client.ListVideosAll(context.Background(), nil) {
		if err != nil {
			panic(err)
		}
		fmt.Println(video.ID, video.Status)
	}
	// Output:
	// v1 completed
	// v2 failed
}

func ExampleClientWithResponses_Upload() {
	server := httptest.NewServer(answer(200, `{"data":{"asset_id":"as_1","url":"https://files.example/a","mime_type":"image/png","size_bytes":8}}`))
	defer server.Close()
	client, err := api.NewClientWithResponses(server.URL)
	if err != nil {
		panic(err)
	}

	picture := strings.NewReader("\x89PNG\r\n\x1a\n") // usually an *os.File
	asset, err := client.Upload(context.Background(), "logo.png", picture, api.WithIdempotencyKey("logo-1"))
	if err != nil {
		panic(err)
	}
	fmt.Println(asset.AssetID)
	// Output: as_1
}

func ExampleClientWithResponses_WaitForVideo() {
	server := httptest.NewServer(answer(200, `{"data":{"id":"v1","status":"failed","failure_message":"The voice is gone."}}`))
	defer server.Close()
	client, err := api.NewClientWithResponses(server.URL)
	if err != nil {
		panic(err)
	}

	video, err := client.WaitForVideo(context.Background(), "v1", api.Polling{})
	if failed, ok := errors.AsType[*api.VideoError](err); ok {
		fmt.Println("Failed:", failed.Message)
		return
	}
	fmt.Println(video, err)
	// Output: Failed: The voice is gone.
}

func ExampleNullable() {
	body, err := json.Marshal(api.UpdateWebhookEndpointRequest{Events: api.SetNull[[]api.WebhookEventType]()})
	fmt.Println(string(body), err)
	// Output: {"events":null} <nil>
}
