// Package trailers turns articles into short videos with the HeyGen API: a client that orders them,
// and a gateway that keeps the API key.
//
// It is an example. Its tests show how to check both against the contract.
package trailers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
)

// pause is the time between two requests for the status of a video.
const pause = 10 * time.Second

// ErrNoCredit reports that the account has no credit for the trailer. The next one would fail as
// well, so stop and buy credits.
var ErrNoCredit = errors.New("trailers: no credit left")

// A Config configures a Studio.
type Config struct {
	Server string            // URL of the API, such as api.Server
	Key    string            // the API key
	Base   http.RoundTripper // sends the requests; nil means http.DefaultTransport

	// Sleep waits for a duration; nil means real time. Tests replace it.
	Sleep func(context.Context, time.Duration) error
}

// A Studio makes trailers. It is safe for concurrent use.
type Studio struct {
	client *api.ClientWithResponses
	sleep  func(context.Context, time.Duration) error
}

// New returns a Studio. It returns an error for an invalid server URL or key.
func New(cfg Config) (*Studio, error) {
	if cfg.Sleep == nil {
		cfg.Sleep = sleepUntil
	}
	client, err := api.NewClientWithResponses(cfg.Server, api.WithAPIKey(cfg.Key),
		api.WithHTTPClient(&http.Client{
			Transport:     &retry.Transport{Base: cfg.Base, Sleep: cfg.Sleep},
			CheckRedirect: api.SameHost, // the key goes to no other host
		}))
	if err != nil {
		return nil, err
	}
	return &Studio{client, cfg.Sleep}, nil
}

// Trailer makes a video of the script and returns the URL of its file. The order is the caller's
// name for the trailer: within a day, the same order returns the same video, even in another
// process, and is paid for once.
//
// The error is an *api.Error if the API rejected the request or failed, and also ErrNoCredit if the
// account has no credit. Repeatable requests were repeated before.
func (s *Studio) Trailer(ctx context.Context, order, script string) (string, error) {
	id, err := s.createVideo(ctx, order, script)
	if errors.Is(err, api.ErrInsufficientCredit) {
		return "", fmt.Errorf("%w: %w", ErrNoCredit, err)
	}
	if err != nil {
		return "", err
	}
	return s.waitForVideo(ctx, id)
}

// createVideo orders a video and returns its ID.
func (s *Studio) createVideo(ctx context.Context, order, script string) (string, error) {
	var request api.CreateVideoRequest
	err := request.FromAvatarVideo(api.AvatarVideo{
		AvatarID: "lk_abigail_office", VoiceID: new("vo_abigail"), Title: &order, Script: &script,
	})
	if err != nil {
		return "", err
	}
	params := &api.CreateVideoParams{IdempotencyKey: &order}
	created, err := api.Value(s.client.CreateVideoWithResponse(ctx, params, request))
	if err != nil {
		return "", err
	}
	if created.Data == nil {
		return "", errors.New("trailers: a video was ordered, and the response does not name it")
	}
	return created.Data.VideoID, nil
}

// waitForVideo waits until a video is complete. The API reports a video in progress as a success,
// so this function has to ask again.
func (s *Studio) waitForVideo(ctx context.Context, id string) (string, error) {
	for {
		found, err := api.Value(s.client.GetVideoV3WithResponse(ctx, id))
		if err != nil {
			return "", err
		}
		if video := found.Data; video != nil {
			switch video.Status {
			case api.VideoStatusCompleted:
				return videoLink(video)
			case api.VideoStatusFailed:
				return "", fmt.Errorf("trailers: video %s failed: %s", id, failureReason(video))
			}
		}
		if err := s.sleep(ctx, pause); err != nil {
			return "", err
		}
	}
}

func videoLink(video *api.Video) (string, error) {
	if video.VideoURL == nil {
		return "", fmt.Errorf("trailers: video %s is done, but has no file", video.ID)
	}
	return *video.VideoURL, nil
}

func failureReason(video *api.Video) string {
	if video.FailureMessage == nil {
		return "the API gives no reason"
	}
	return *video.FailureMessage
}

func sleepUntil(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
