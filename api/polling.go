package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/apicontract/apicontract/api/internal/backoff"
)

// The defaults of Polling.
const (
	defaultMinPause   = 5 * time.Second
	defaultMaxPause   = 30 * time.Second
	defaultMaxElapsed = time.Hour
	maxPollFailures   = 5 // in a row
)

// A Polling sets how often and how long [ClientWithResponses.WaitForVideo] and [Poll] send
// requests. The zero value is ready for use. It is safe for concurrent use.
type Polling struct {
	// MinPause and MaxPause limit the pauses between two requests. The pauses double, starting with
	// MinPause, and are shortened by a random part of up to half. 0 or less means 5 and 30 seconds.
	// A Retry-After makes the pause longer.
	MinPause, MaxPause time.Duration

	// MaxElapsed is the longest total wait. 0 means an hour, and less than 0 no limit; the context
	// ends the wait in any case.
	MaxElapsed time.Duration

	// Sleep waits, for tests. nil means a timer. An error ends the wait.
	Sleep func(context.Context, time.Duration) error
}

// An UnfinishedError means that a wait ended before the work did.
type UnfinishedError struct {
	Status  string        // the last status that the API reported; empty if there was none
	Elapsed time.Duration // since the wait began
	// Err is the reason why the wait ended: the last *[Error] of the API, context.DeadlineExceeded
	// if the time was up, or the error of the context.
	Err error
}

// Error returns the length of the wait, and why it ended.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("api: not finished after %s, with status %q: %v",
		e.Elapsed.Round(time.Millisecond), printableText(e.Status, maxCode), e.Err)
}

// Unwrap returns why the wait ended.
func (e *UnfinishedError) Unwrap() error { return e.Err }

// A VideoError is a video that could not be rendered. The API reports it with status
// 200, in the members of the video.
type VideoError struct {
	Video   *Video
	Code    string // failure_code, which is not a [Code]; empty if the API gives none
	Message string // failure_message, for people; empty if the API gives none
}

// Error returns the video's ID, the code and the message.
func (e VideoError) Error() string {
	text := "api: the video " + printableText(e.Video.ID, maxCode) + " failed"
	for _, part := range []string{printableText(e.Code, maxCode), printableText(e.Message, maxMessage)} {
		if part != "" {
			text += ": " + part
		}
	}
	return text
}

// WaitForVideo polls a video (GET /v3/videos/{video_id}) until it is completed, and returns it. A
// failed video is a *[VideoError]. Any status except completed and failed means that it is not
// finished, because the API may add more. It behaves like [Poll] otherwise: a video that does not
// exist ends the wait at once.
func (c *ClientWithResponses) WaitForVideo(ctx context.Context, id VideoID, polling Polling, reqEditors ...RequestEditorFn) (*Video, error) {
	get := func(ctx context.Context) (*Video, http.Header, error) {
		r, err := c.GetVideoV3WithResponse(ctx, id, reqEditors...)
		if err != nil {
			return nil, nil, err
		}
		if r.Value.Data == nil {
			return nil, nil, r.missingMember("getVideoV3", http.MethodGet, "data")
		}
		return r.Value.Data, r.Header, nil
	}
	return Poll(ctx, polling, get, func(video *Video) (string, bool, error) {
		switch video.Status {
		case VideoStatusCompleted:
			return string(video.Status), true, nil
		case VideoStatusFailed:
			return string(video.Status), true, &VideoError{video, decodeText(video.FailureCode), decodeText(video.FailureMessage)}
		}
		return string(video.Status), false, nil
	})
}

func decodeText(member *string) string {
	if member == nil {
		return ""
	}
	return *member
}

// Poll calls get until finished reports that the result is finished. It returns that result with
// the error of finished. finished also returns the status, for an [UnfinishedError]. The headers
// that get returns may be nil; Poll waits as long as their Retry-After says.
//
// Errors of get end the wait, with the exceptions of the error table: wait, after Retry-After;
// poll; and transient, up to five times in a row. Give the client a retry.Transport so that broken
// connections do not end the wait either. If the next request would come after the context's
// deadline or MaxElapsed, the wait ends at once, with an *[UnfinishedError].
func Poll[T any](ctx context.Context, polling Polling, get func(context.Context) (T, http.Header, error), finished func(T) (status string, ok bool, err error)) (T, error) {
	w := &pollingWait{Polling: polling.complete(), start: time.Now()}
	for {
		value, header, err := get(ctx)
		if err == nil {
			status, ok, err := finished(value)
			if ok || err != nil {
				return value, err
			}
			w.status, w.failures = status, 0
			err = w.pause(ctx, header, context.DeadlineExceeded)
			if err != nil {
				return value, err
			}
			continue
		}
		failed, ok := errors.AsType[*Error](err)
		if !ok || !w.survives(failed) {
			return value, err
		}
		if err := w.pause(ctx, failed.Header, err); err != nil {
			return value, err
		}
	}
}

// complete replaces zeros by the defaults.
func (p Polling) complete() Polling {
	p.MinPause = cmp.Or(max(p.MinPause, 0), defaultMinPause)
	p.MaxPause = cmp.Or(max(p.MaxPause, 0), defaultMaxPause)
	p.MaxElapsed = cmp.Or(p.MaxElapsed, defaultMaxElapsed)
	if p.Sleep == nil {
		p.Sleep = sleep
	}
	return p
}

// A pollingWait is the state of one call of Poll.
type pollingWait struct {
	Polling

	start            time.Time
	slept            time.Duration
	pauses, failures int
	status           string
}

// survives reports whether the wait continues after an error.
func (w *pollingWait) survives(e *Error) bool {
	switch e.RetryClass() {
	case RetryWait, RetryPoll:
		return true
	case RetryTransient:
		w.failures++
		return w.failures < maxPollFailures
	}
	return false
}

// pause waits for the next request. last is the error to return if there is no time for another
// request.
func (w *pollingWait) pause(ctx context.Context, header http.Header, last error) error {
	pause := backoff.Exponential(w.MinPause, w.MaxPause, w.pauses)
	if asked, ok := (&Error{Header: header}).RetryAfter(); ok {
		pause = max(pause, backoff.AfterAsked(asked, w.MinPause/10))
	}
	w.pauses++
	elapsed := max(time.Since(w.start), w.slept)
	deadline, ok := ctx.Deadline()
	if w.MaxElapsed > 0 && pause > w.MaxElapsed-elapsed || ok && pause >= time.Until(deadline) {
		return &UnfinishedError{w.status, elapsed, last}
	}
	if err := w.Sleep(ctx, pause); err != nil {
		return &UnfinishedError{w.status, max(time.Since(w.start), w.slept), err}
	}
	w.slept += pause
	return nil
}

// sleep waits for a duration or for the end of a context.
func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
