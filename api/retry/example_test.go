package retry_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
)

// This is a complete client: it creates a video, waits until it is done, and reports that the
// account has no credit. The server is an API that is busy at first, fails once while the video is
// rendered, and has credits for one video.
func Example() {
	server := httptest.NewServer(studio())
	defer server.Close()

	transport := &retry.Transport{
		OnRetry: func(a retry.Attempt) {
			fmt.Println("Again in", a.Wait.Truncate(time.Second), "after", a.Status, a.Code)
		},
		Sleep: func(context.Context, time.Duration) error { return nil }, // omit it in a real program
	}
	client, err := api.NewClientWithResponses(server.URL, api.WithAPIKey("my-key"), // use api.Server
		api.WithHTTPClient(&http.Client{Transport: transport, CheckRedirect: api.SameHost}))
	if err != nil {
		panic(err)
	}
	for _, order := range []string{"order-1", "order-2"} {
		url, err := film(context.Background(), client, order)
		switch {
		case errors.Is(err, api.ErrInsufficientCredit):
			fmt.Println("Buy credits:", err)
		case err != nil:
			fmt.Println("Failed:", err)
		default:
			fmt.Println("Done:", url)
		}
	}
	// Output:
	// Again in 1s after 429 rate_limit_exceeded
	// Again in 2s after 500 internal_error
	// Done: https://files.example/v1.mp4
	// Buy credits: POST createVideo: 402 insufficient_credit: The account has 2 credits, and this video requires 30.
}

// film returns the URL of a finished video. The order is the idempotency key, so that repeating the
// call, even after a restart, makes and pays for only one video.
func film(ctx context.Context, client *api.ClientWithResponses, order string) (string, error) {
	var request api.CreateVideoRequest
	err := request.FromAvatarVideo(api.AvatarVideo{AvatarID: "anna", VoiceID: new("calm"), Script: new("Welcome!")})
	if err != nil {
		return "", err
	}
	created, err := api.Value(client.CreateVideoWithResponse(ctx, &api.CreateVideoParams{IdempotencyKey: &order}, request))
	if err != nil {
		return "", err
	}
	if created.Data == nil {
		return "", errors.New("the response names no video")
	}
	return finished(ctx, client, created.Data.VideoID)
}

// finished waits for a video. The API reports an unfinished video as a success with a status of its
// own, so the program has to ask again.
func finished(ctx context.Context, client *api.ClientWithResponses, id string) (string, error) {
	const pause = time.Millisecond // 10 seconds in a real program
	for {
		video, err := api.Value(client.GetVideoV3WithResponse(ctx, id))
		if err != nil {
			return "", err
		}
		if done := video.Data; done != nil {
			switch {
			case done.Status == api.VideoStatusFailed && done.FailureMessage != nil:
				return "", errors.New(*done.FailureMessage)
			case done.Status == api.VideoStatusFailed:
				return "", errors.New("the video failed")
			case done.Status == api.VideoStatusCompleted && done.VideoURL != nil:
				return *done.VideoURL, nil
			}
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pause):
		}
	}
}

func studio() http.Handler {
	creations := play(
		said{status: 429, code: api.ErrRateLimitExceeded, fields: []string{"Retry-After", "1"}},
		said{status: 200, body: `{"data":{"video_id":"v1","status":"pending"}}`},
		said{status: 402, body: `{"error":{
			"code": "insufficient_credit",
			"message": "The account has 2 credits, and this video requires 30.",
			"doc_url": "https://developers.heygen.com/docs/error-codes#insufficient-credit"}}`},
	)
	looks := play(
		said{status: 200, body: `{"data":{"id":"v1","status":"processing"}}`},
		said{status: 500, code: api.ErrInternalError, fields: []string{"Retry-After", "2"}},
		said{status: 200, body: `{"data":{"id":"v1","status":"completed","video_url":"https://files.example/v1.mp4"}}`},
	)
	mux := http.NewServeMux()
	mux.Handle("POST /v3/videos", creations)
	mux.Handle("GET /v3/videos/v1", looks)
	return mux
}
