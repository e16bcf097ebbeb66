package state

import (
	"slices"
	"strings"
	"time"
)

// A Job is the member of a resource that shows how far its work is, such as status. The zero value
// is no job.
type Job struct {
	Member string
	// States are the values that the member takes one after the other.
	States []string
	// all are the values that the document lists.
	all []string
}

var (
	// waitingWords are states before the work begins.
	waitingWords = []string{"waiting", "pending", "queued", "created", "new", "submitted", "accepted", "scheduled", "received"}
	// workingWords are states of the work that do not end in -ing.
	workingWords = []string{"in_progress", "started", "active_processing"}
	// endWords are states in which the work is done.
	endWords = []string{"completed", "complete", "succeeded", "success", "successful", "ready", "done", "finished", "active", "available", "delivered"}
	// otherWords begin the words of states that work does not pass through if all goes well.
	otherWords = []string{"fail", "err", "cancel", "abort", "reject", "expire", "declin", "timeout", "timed", "partial", "delet", "suspend", "paus",
		"disabl", "inactive", "archiv", "block", "bann", "lock", "stop", "skip", "unknown", "return", "refund"}
)

// NewJob returns the job of a member whose values are listed in the document: in the order of the
// list, those of waiting first and that of the end last, without those of a failure. It is no job
// if no value is one of work that goes on, such as pending or processing.
func NewJob(member string, values []string) Job {
	var waiting, working, end []string
	for _, value := range values {
		switch word := strings.ToLower(value); {
		case slices.Contains(waitingWords, word):
			waiting = append(waiting, value)
		case isOther(word):
			continue
		case slices.Contains(endWords, word):
			end = append(end, value)
		default:
			working = append(working, value)
		}
	}
	if len(waiting) == 0 && !slices.ContainsFunc(working, isWork) {
		return Job{}
	}
	states := slices.Concat(waiting, working, end[:min(len(end), 1)])
	return Job{Member: member, States: states, all: values}
}

func isWork(value string) bool {
	word := strings.ToLower(value)
	return strings.HasSuffix(word, "ing") || slices.Contains(workingWords, word)
}

func isOther(word string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(word, func(r rune) bool { return r == '_' || r == '-' || r == ' ' }), func(part string) bool {
		return slices.ContainsFunc(otherWords, func(start string) bool { return strings.HasPrefix(part, start) })
	})
}

// Has reports whether a value is one of the document's for the member.
func (j *Job) Has(value any) bool {
	text, ok := value.(string)
	return ok && slices.Contains(j.all, text)
}

// StateOf returns the state of a resource, empty if it has no job. The state is the next one after
// each time that step has passed, or if step is 0, after each poll. A state that a request has set
// stays.
func (j *Job) StateOf(r *Resource, now time.Time, step time.Duration) string {
	if len(j.States) == 0 {
		return ""
	}
	if set, ok := r.Members[j.Member].(string); ok {
		return set
	}
	return j.States[min(j.stepsOf(r, now, step), len(j.States)-1)]
}

func (j *Job) stepsOf(r *Resource, now time.Time, step time.Duration) int {
	if step <= 0 {
		return r.Polls
	}
	return int(min(max(0, now.Sub(r.Created)/step), time.Duration(len(j.States))))
}

// IsDone reports whether a state is the last one, or none of the states.
func (j *Job) IsDone(state string) bool {
	i := slices.Index(j.States, state)
	return i < 0 || i == len(j.States)-1
}

// IsResult reports whether a member exists only when the work is done, by its name: a URL of what
// the work makes, or the time of its end.
func IsResult(name string) bool {
	words := strings.Split(normalizeName(name, "_"), "_")
	last := words[len(words)-1]
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains([]string{"completed", "finished", "ended"}, w) }) {
		return true
	}
	return len(words) > 1 && last == "url" && !slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"callback", "webhook", "page", "upload", "self", "source", "input", "status", "cancel", "stream", "hls"}, w)
	})
}
