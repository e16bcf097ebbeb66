// Package hint adds hints to errors and rules without wording them: each front end, the command
// line and the Go tests, has its own words for where names are listed and how traffic is excluded.
package hint

import (
	"errors"
	"fmt"
	"strings"

	"github.com/apicontract/apicontract/internal/suggest"
)

// A Topic is the subject of a hint.
type Topic int

// The topics: what a hint explains. Each front end has words for all of them.
const (
	None           Topic = iota
	ListCodes            // where the error codes of the contract are listed
	ExplainCode          // where the status and the link of a code are explained
	ListRules            // where the rules are listed
	ListFaults           // where the faults of the mock are listed
	ListProblems         // where the problems of the document are listed
	ExcludeTraffic       // how to exclude traffic that should not be checked
)

// Topics returns all topics.
func Topics() []Topic {
	return []Topic{ListCodes, ExplainCode, ListRules, ListFaults, ListProblems, ExcludeTraffic}
}

// Words are a front end's words for topics: clauses that begin with a name and have no full stop,
// such as "`apicontract codes` lists the codes". The zero value has none.
type Words map[Topic]string

// An Error is an error with a hint. Its own text omits the hint, because a library does not know
// which front end shows it.
type Error struct {
	Message string
	Topic   Topic
}

func (e *Error) Error() string { return e.Message }

// Errorf returns an error with a hint.
func Errorf(topic Topic, format string, args ...any) error {
	return &Error{fmt.Sprintf(format, args...), topic}
}

// Unknown returns the error for an unknown name, with the nearest known ones: `there is no rule
// "doc_url"; did you mean doc-url?`. It begins with prefix: "there is no rule".
func Unknown(topic Topic, prefix, name string, names []string) error {
	text := fmt.Sprintf("%s %q", prefix, name)
	if guess := suggest.DidYouMean(name, names, ""); guess != "" {
		text += "; " + guess
	}
	return &Error{text, topic}
}

// Text returns the text of an error. If the error or one that it wraps has a hint, the hint follows
// that error's message in the front end's words.
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

// rules maps rules to the topic of the hint in their fix.
var rules = map[string]Topic{
	"operation-undocumented": ExcludeTraffic,
	"code-unknown":           ListCodes,
	"code-status":            ExplainCode,
	"doc-url":                ExplainCode,
}

// RuleIDs returns the rules whose fix has a hint.
func RuleIDs() []string {
	ids := make([]string, 0, len(rules))
	for id := range rules {
		ids = append(ids, id)
	}
	return ids
}

// Fix returns the fix of a rule, with its hint.
func (w Words) Fix(rule, fix string) string {
	words := w[rules[rule]]
	if fix == "" || words == "" {
		return fix
	}
	return fix + " " + words + "."
}
