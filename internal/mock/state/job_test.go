package state_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock/state"
)

func TestNewJob(t *testing.T) {
	cases := []struct {
		reason string
		values []string
		want   []string
	}{
		{"in the order of the document, without failures", []string{"waiting", "processing", "completed", "failed"}, []string{"waiting", "processing", "completed"}},
		{"the end first", []string{"completed", "failed", "processing", "pending"}, []string{"pending", "processing", "completed"}},
		{"words of its own", []string{"announcing", "announced", "in_transit", "delivered"}, []string{"announcing", "announced", "in_transit", "delivered"}},
		{"capital letters", []string{"PENDING", "ACTIVE", "FAILED"}, []string{"PENDING", "ACTIVE"}},
		{"one end of several", []string{"queued", "done", "ready"}, []string{"queued", "done"}},
		{"no end", []string{"pending", "error"}, []string{"pending"}},
		{"ends of other kinds", []string{"pending", "timed_out", "payment-declined", "succeeded"}, []string{"pending", "succeeded"}},
		{"no work", []string{"draft", "active", "archived"}, nil},
		{"nothing", nil, nil},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, state.NewJob("status", c.values).States, c.reason)
	}
}

func TestStateOf(t *testing.T) {
	job := state.NewJob("status", []string{"waiting", "processing", "completed", "failed"})
	start := time.Unix(1000, 0)
	cases := []struct {
		reason   string
		resource state.Resource
		after    time.Duration
		step     time.Duration
		want     string
	}{
		{"at the start", state.Resource{}, 0, 0, "waiting"},
		{"after a poll", state.Resource{Polls: 1}, time.Hour, 0, "processing"},
		{"after many polls", state.Resource{Polls: 99}, 0, 0, "completed"},
		{"before the first step is over", state.Resource{Polls: 99}, time.Second - 1, time.Second, "waiting"},
		{"when it is over", state.Resource{}, time.Second, time.Second, "processing"},
		{"long after", state.Resource{}, 1000 * time.Hour, time.Nanosecond, "completed"},
		{"a clock that was set back", state.Resource{}, -time.Hour, time.Second, "waiting"},
		{"a state that a request has set", state.Resource{Polls: 1, Members: map[string]any{"status": "failed"}}, 0, 0, "failed"},
	}
	for _, c := range cases {
		c.resource.Created = start
		assert.Equal(t, c.want, job.StateOf(&c.resource, start.Add(c.after), c.step), c.reason)
	}
	assert.Empty(t, (&state.Job{}).StateOf(&state.Resource{}, start, 0), "no job")
	assert.Equal(t, []bool{false, true, true}, []bool{job.IsDone("processing"), job.IsDone("completed"), job.IsDone("failed")})
	assert.Equal(t, []bool{true, true, false, false}, []bool{job.Has("failed"), job.Has("waiting"), job.Has("other"), job.Has(nil)})
}

func TestIsResult(t *testing.T) {
	for name, want := range map[string]bool{"video_url": true, "videoUrl": true, "completed_at": true, "finishedAt": true,
		"url": false, "callback_url": false, "video_page_url": false, "title": false, "created_at": false} {
		assert.Equal(t, want, state.IsResult(name), name)
	}
}
