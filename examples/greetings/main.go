// Greetings makes a video of a picture and a script with the HeyGen API, and lists the
// videos of the account; with one argument it listens for webhooks instead.
//
//	greetings picture.png "Welcome!"
//	greetings 127.0.0.1:9000
//
// It reads HEYGEN_API_KEY, HEYGEN_WEBHOOK_SECRET and HEYGEN_SERVER, such as the URL of a mock.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/apicontract/apicontract/api/webhook"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		log.Fatal("greetings: ", err)
	}
}

func run(ctx context.Context, args []string) error {
	switch len(args) {
	case 1:
		hooks, err := newHooks(os.Getenv("HEYGEN_WEBHOOK_SECRET"), os.Stdout)
		if err != nil {
			return err
		}
		return http.ListenAndServe(args[0], hooks)
	case 2:
		server := cmp.Or(os.Getenv("HEYGEN_SERVER"), api.Server)
		studio, err := newStudio(server, os.Getenv("HEYGEN_API_KEY"), &retry.Transport{}, os.Stdout)
		if err != nil {
			return err
		}
		return studio.greet(ctx, args[0], args[1])
	}
	return errors.New("want a picture and a script, or an address to listen on")
}

type studio struct {
	client  *api.ClientWithResponses
	polling api.Polling
	out     io.Writer
}

// newStudio returns a client that repeats failed requests if that is allowed, and prints so.
func newStudio(server, key string, transport *retry.Transport, out io.Writer) (*studio, error) {
	transport.OnRetry = func(a retry.Attempt) { fmt.Fprintln(out, a.Method, a.Path, "again after", a.Status, a.Code) }
	client, err := api.NewClientWithResponses(server, api.WithAPIKey(key), api.WithHTTPClient(&http.Client{Transport: transport}))
	return &studio{client, api.Polling{Sleep: transport.Sleep}, out}, err
}

// greet uploads a picture, makes a video of it, waits for it, and lists all videos. The idempotency
// key depends on the path and the script, so a second run within a day neither makes nor pays
// for a second video.
func (s *studio) greet(ctx context.Context, path, script string) error {
	picture, err := os.Open(path)
	if err != nil {
		return err
	}
	defer picture.Close()
	key := fmt.Sprintf("%x", sha256.Sum256([]byte(path+"\n"+script)))
	asset, err := s.client.Upload(ctx, filepath.Base(path), picture, api.WithIdempotencyKey("picture-"+key))
	if err != nil {
		return err
	}
	video := api.ImageVideo{Script: &script, VoiceID: new("vo_abigail")}
	var request api.CreateVideoRequest
	err = errors.Join(video.Image.FromMediaAsset(api.MediaAsset{AssetID: asset.AssetID}), request.FromImageVideo(video))
	if err != nil {
		return err
	}
	created, err := api.Value(s.client.CreateVideoWithResponse(ctx, &api.CreateVideoParams{IdempotencyKey: &key}, request))
	switch {
	case errors.Is(err, api.ErrInsufficientCredit):
		return fmt.Errorf("buy credits and run this again: %w", err)
	case err != nil:
		return err
	case created.Data == nil:
		return errors.New("the response does not name the video")
	}
	finished, err := s.client.WaitForVideo(ctx, created.Data.VideoID, s.polling)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, "video", finished.Status)
	count := 0
	for _, err := range s.client.ListVideosAll(ctx, &api.ListVideosParams{Limit: new(10)}) {
		if err != nil {
			return err
		}
		count++
	}
	fmt.Fprintln(s.out, count, "videos")
	return nil
}

func newHooks(secret string, out io.Writer) (http.Handler, error) {
	verifier, err := webhook.New(secret)
	return verifier.Handler(func(_ context.Context, event *webhook.Event) error {
		if event.Type != api.WebhookEventTypeAvatarVideoSuccess {
			return nil
		}
		video, err := webhook.DataOf[webhook.VideoRendered](event)
		fmt.Fprintln(out, "rendered", video.VideoID)
		return err
	}, nil), err
}
