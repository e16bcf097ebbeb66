package validate

import "slices"

// A Level says how much a finding weighs, in SARIF's words.
type Level string

// The levels, heaviest first. A rule that is off is not checked at all.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelNote    Level = "note"
	LevelOff     Level = "off"
)

// AtLeast reports whether l weighs as much as floor or more.
func (l Level) AtLeast(floor Level) bool { return l.weight() >= floor.weight() }

// Valid reports whether l is one of the four levels.
func (l Level) Valid() bool { return l == LevelOff || l.weight() > 0 }

func (l Level) weight() int {
	switch l {
	case LevelError:
		return 3
	case LevelWarning:
		return 2
	case LevelNote:
		return 1
	}
	return 0
}

// A RuleID names a rule; it is stable across releases.
type RuleID string

// The rules, in the order in which [Rules] lists them.
const (
	OperationUndocumented   RuleID = "operation-undocumented"
	OperationRetired        RuleID = "operation-retired"
	OperationPreview        RuleID = "operation-preview"
	ResponseDeprecated      RuleID = "response-deprecated"
	StatusUndocumented      RuleID = "status-undocumented"
	ContentTypeUndocumented RuleID = "content-type-undocumented"
	ContentTypeConflict     RuleID = "content-type-conflict"
	BodyUndocumented        RuleID = "body-undocumented"
	BodyUnreadable          RuleID = "body-unreadable"
	BodySchema              RuleID = "body-schema"
	MemberUndocumented      RuleID = "member-undocumented"
	BodyFormat              RuleID = "body-format"
	WriteOnlyPresent        RuleID = "write-only-present"
	HeaderSchema            RuleID = "header-schema"
	EnvelopeMissing         RuleID = "envelope-missing"
	EnvelopeMemberUnknown   RuleID = "envelope-member-unknown"
	CodeUnknown             RuleID = "code-unknown"
	CodeUndocumented        RuleID = "code-undocumented"
	CodeStatus              RuleID = "code-status"
	CodeMisplaced           RuleID = "code-misplaced"
	MessageEmpty            RuleID = "message-empty"
	MessageIncomplete       RuleID = "message-incomplete"
	DocURL                  RuleID = "doc-url"
	ParamUnexpected         RuleID = "param-unexpected"
	ProblemStatus           RuleID = "problem-status"
	RetryAfterMissing       RuleID = "retry-after-missing"
	RetryAfterInvalid       RuleID = "retry-after-invalid"
	RetryAfterUnexpected    RuleID = "retry-after-unexpected"
	ErrorInSuccess          RuleID = "error-in-success"
)

// A Rule is one thing that an exchange can get wrong. The table of rules
// drives the check's levels, the command line's `rules` and `explain`, and the
// documentation.
type Rule struct {
	ID      RuleID `json:"id"`
	Level   Level  `json:"level"`   // the level unless [WithLevel] says otherwise
	Summary string `json:"summary"` // one line: broken when
	Help    string `json:"help"`    // a paragraph: why it matters
	Example string `json:"example"` // a response that breaks it
	Fix     string `json:"fix"`     // how to fix it
	Source  string `json:"source"`  // the standard or text it stands on
	// Document says that the rule is about the document itself: `apicontract lint`
	// lists where it is broken, as problems.
	Document bool `json:"document,omitempty"`
}

// Rules returns the table of rules, in stable order: those that exchanges break, then
// those that documents break. The slice is the caller's.
func Rules() []Rule {
	return slices.Concat(rules, documentRules)
}

// LookupRule returns the rule called id.
func LookupRule(id RuleID) (Rule, bool) {
	for _, r := range Rules() {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// ruleNames are the names of the rules that have a level in a check.
func ruleNames() []string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = string(r.ID)
	}
	return names
}
