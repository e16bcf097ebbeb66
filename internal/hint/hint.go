// Package hint gives errors and rules a hint that is not yet worded: each front end, the
// command line and the Go tests, says in its own words where names are listed or how
// traffic is left out.
package hint

import (
	"errors"
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/suggest"
)

// A Topic is what a hint is about.
type Topic int

// The topics. Each front end has words for all of them.
const (
	None           Topic = iota
	ListCodes            // where the error codes of the contract are listed
	ExplainCode          // where the status and the link of an error code are shown
	ListRules            // where the rules are listed
	ListFaults           // where the faults of the mock are listed
	ListProblems         // where the problems of the document are listed
	ExcludeTraffic       // how traffic is left out that is not meant to be checked
)

// Topics returns all topics.
func Topics() []Topic {
	return []Topic{ListCodes, ExplainCode, ListRules, ListFaults, ListProblems, ExcludeTraffic}
}

// Words are a front end's words for topics: clauses without a full stop that begin with a
// name, such as "`apicontract codes` lists the codes". The zero value has none.
type Words map[Topic]string

// An Error is an error with a hint. Its own text leaves the hint out: a library cannot
// know which front end shows it.
type Error struct {
	Message string
	Topic   Topic
}

func (e *Error) Error() string { return e.Message }

// Errorf returns an error with a hint.
func Errorf(topic Topic, format string, args ...any) error {
	return &Error{fmt.Sprintf(format, args...), topic}
}

// Unknown returns the error for a name that is none of those that exist, with the nearest
// ones: `there is no rule "doc_url"; did you mean doc-url?`. what says what is missing:
// "there is no rule".
func Unknown(topic Topic, what, name string, names []string) error {
	text := fmt.Sprintf("%s %q", what, name)
	if guess := suggest.DidYouMean(name, names, ""); guess != "" {
		text += "; " + guess
	}
	return &Error{text, topic}
}

// Text returns the text of an error. If it or an error that it wraps has a hint, the hint
// follows that error's message in a front end's words.
func (w Words) Text(err error) string {
	e, ok := errors.AsType[*Error](err)
	if !ok || w[e.Topic] == "" {
		return err.Error()
	}
	separator := "; "
	if strings.HasSuffix(e.Message, "?") {
		separator = " "
	}
	return strings.Replace(err.Error(), e.Message, e.Message+separator+w[e.Topic], 1)
}

// rules have the topic of the hint that belongs to the fix of a rule, by the rule's ID.
var rules = map[string]Topic{
	"operation-undocumented": ExcludeTraffic,
	"code-unknown":           ListCodes,
	"code-status":            ExplainCode,
	"doc-url":                ExplainCode,
}

// RuleIDs returns the rules whose fixes have a hint.
func RuleIDs() []string {
	ids := make([]string, 0, len(rules))
	for id := range rules {
		ids = append(ids, id)
	}
	return ids
}

// Fix returns how to fix what a rule finds, with the hint that belongs to it.
func (w Words) Fix(rule, fix string) string {
	words := w[rules[rule]]
	if fix == "" || words == "" {
		return fix
	}
	return fix + " " + words + "."
}
