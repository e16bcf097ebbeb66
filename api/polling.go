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

// What the zero Polling means.
const (
	defaultMinPause   = 5 * time.Second
	defaultMaxPause   = 30 * time.Second
	defaultMaxElapsed = time.Hour
	maxPollFailures   = 5 // in a row
)

// A Polling says how often and how long [ClientWithResponses.WaitForVideo] and [Poll]
// ask. The zero value is ready for use. It is safe for concurrent use.
type Polling struct {
	// MinPause and MaxPause bound the pauses between two requests. They double
	// from MinPause on, and a random part of up to half is taken off. 0 or less
	// means 5 and 30 seconds. A Retry-After makes the pause longer.
	MinPause, MaxPause time.Duration

	// MaxElapsed is how long to wait altogether. 0 means an hour, and less than 0
	// without end; the context ends the wait in any case.
	MaxElapsed time.Duration

	// Sleep waits, for tests. nil means a timer. An error ends the wait.
	Sleep func(context.Context, time.Duration) error
}

// An UnfinishedError means that a wait ended before the work did.
type UnfinishedError struct {
	Status  string        // the last that the API reported; empty if none
	Elapsed time.Duration // since the wait began
	// Err is why the wait ended: the last *[Error], if the API answered with one;
	// context.DeadlineExceeded, if the time was up; or why the context ended.
	Err error
}

// Error says how long the wait was, and why it ended.
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
	Code    string // failure_code; it is not a [Code]. Empty if the API gives none
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

// WaitForVideo polls a video (GET /v3/videos/{video_id}) until it is completed, and
// returns it. A video that failed is a *[VideoError]. Any status but completed and
// failed means that it is not finished: the API may add more. The rest is as [Poll]
// has it: a video that does not exist ends the wait at once.
func (c *ClientWithResponses) WaitForVideo(ctx context.Context, id VideoID, polling Polling, reqEditors ...RequestEditorFn) (*Video, error) {
	get := func(ctx context.Context) (*Video, http.Header, error) {
		r, err := c.GetVideoV3WithResponse(ctx, id, reqEditors...)
		if err != nil {
			return nil, nil, err
		}
		if r.Value.Data == nil {
			return nil, nil, r.missing("getVideoV3", http.MethodGet, "data")
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

// Poll calls get until finished reports that what it returned is finished, and returns
// that with the error of finished. finished also returns the status, for an
// [UnfinishedError]. The headers that get returns may be nil; Retry-After among them is
// waited for.
//
// Errors of get end the wait, with these exceptions, which are those of the error
// table: wait, after Retry-After; poll; and transient, up to five times in a row.
// Give the client a retry.Transport so that broken connections do not end it either.
// If the next request would come after the context's deadline or MaxElapsed, the wait
// ends at once, with an *[UnfinishedError].
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

// complete puts the defaults in place of zeros.
func (p Polling) complete() Polling {
	p.MinPause = cmp.Or(max(p.MinPause, 0), defaultMinPause)
	p.MaxPause = cmp.Or(max(p.MaxPause, 0), defaultMaxPause)
	p.MaxElapsed = cmp.Or(p.MaxElapsed, defaultMaxElapsed)
	if p.Sleep == nil {
		p.Sleep = sleep
	}
	return p
}

// pollingWait is one wait for something.
type pollingWait struct {
	Polling

	start            time.Time
	slept            time.Duration
	pauses, failures int
	status           string
}

// survives reports whether the wait goes on after an error.
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

// pause waits for the next request. last is why the wait ends if there is no time for
// another one.
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

// sleep waits for a time or for the end of a context.
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
