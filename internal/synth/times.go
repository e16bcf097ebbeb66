package synth

import (
	"slices"
	"time"
)

// startTime is the base of all generated times, so that they do not depend on the current time.
var startTime = time.Date(2026, time.August, 1, 9, 30, 0, 0, time.UTC)

// lifecycleSteps are the stages of an object in their order, by the words in the names of times.
var lifecycleSteps = []struct {
	after time.Duration
	words []string
}{
	{0, []string{"created", "submitted", "queued", "requested", "registered", "joined"}},
	{20 * time.Second, []string{"started", "begin", "begun", "from", "since"}},
	{2 * time.Minute, []string{"updated", "modified", "changed", "completed", "finished", "ended", "published", "delivered", "sent"}},
	{7 * 24 * time.Hour, []string{"expires", "expiry", "expired", "until", "next", "renews", "due", "deadline"}},
}

// timeFor returns the time that a member's name suggests. The times of one object are in the order
// of the lifecycle.
func timeFor(at valuePath) time.Time {
	when := startTime.Add(time.Duration(at.parent%(1<<20)) * time.Second)
	for _, step := range lifecycleSteps {
		if hasWord(at.name, step.words...) {
			return when.Add(step.after)
		}
	}
	return when
}

func isTime(name string) bool {
	last := lastWord(name)
	return slices.Contains([]string{"at", "time", "timestamp", "date", "on", "since", "until", "expires"}, last) && len(wordsIn(name)) > 1 ||
		slices.Contains([]string{"timestamp", "date", "created", "updated", "expires"}, last)
}
