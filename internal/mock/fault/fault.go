// Package fault injects faults into a mock's responses.
package fault

import (
	"slices"

	"github.com/apicontract/apicontract/validate"
)

// A Fault is a way in which a response is wrong. The empty Fault is none.
type Fault string

// The faults of the transport, which [SendResponse] simulates. ContentType is one that
// [Fault.Apply] makes.
const (
	Reset       Fault = "reset"
	Truncated   Fault = "truncated"
	Slow        Fault = "slow"
	ContentType Fault = "content-type"
)

// The contract faults: deviations of servers and mocks that do not match their contract.
const (
	NoDocURL     Fault = "no-doc-url"
	WrongStatus  Fault = "wrong-status"
	V1Shape      Fault = "v1-shape"
	V2Shape      Fault = "v2-shape"
	HTML502      Fault = "html-502"
	UnknownCode  Fault = "unknown-code"
	NoRetryAfter Fault = "no-retry-after"
	NullParam    Fault = "null-param"
	EmptyBody    Fault = "empty-body"
)

// An Info describes a fault.
type Info struct {
	Fault   Fault
	Summary string // one line: what the response looks like
	// Rule is the rule that finds the fault in the response of an error code, and Success is the
	// rule that finds it in a 2xx response. Each is empty if no rule finds it, because the response
	// is never complete or the fault does not apply.
	Rule, Success validate.RuleID
	// Applies says which responses can have the fault; empty means all.
	Applies string
}

// faults is the table of all faults.
var faults = []Info{
	{Fault: Reset, Summary: "the connection is reset before a byte is sent"},
	{Fault: Truncated, Summary: "half of the body, then the connection closes", Applies: "responses with a body"},
	{Fault: Slow, Summary: "the body is sent in small pieces", Applies: "responses with a body"},
	{Fault: ContentType, Summary: "the right body as text/html", Applies: "responses with a body",
		Rule: validate.EnvelopeMissing, Success: validate.ContentTypeUndocumented},
	{Fault: NoDocURL, Summary: "the error without its documentation URL", Applies: "errors whose code has a documentation URL",
		Rule: validate.DocURL},
	{Fault: WrongStatus, Summary: "the error with another status of the operation", Applies: "errors whose code has a status of its own, where the operation documents another",
		Rule: validate.CodeStatus},
	{Fault: V1Shape, Summary: "the error in the format of version 1: a numeric code and a message", Applies: "errors of the error table",
		Rule: validate.EnvelopeMissing},
	{Fault: V2Shape, Summary: "the error in the format of version 2: data beside error", Applies: "errors of the error table",
		Rule: validate.EnvelopeMissing},
	{Fault: HTML502, Summary: "an HTML page as from a gateway, with 502 or another status that the operation does not document",
		Rule: validate.StatusUndocumented, Success: validate.StatusUndocumented},
	{Fault: UnknownCode, Summary: "the error with a code that the error table does not have", Applies: "errors of the error table",
		Rule: validate.CodeUnknown},
	{Fault: NoRetryAfter, Summary: "the error without Retry-After", Applies: "errors whose code requires Retry-After",
		Rule: validate.RetryAfterMissing},
	{Fault: NullParam, Summary: "the error with param: null", Applies: "errors whose envelope has param",
		Rule: validate.ParamUnexpected},
	{Fault: EmptyBody, Summary: "the status with an empty body", Applies: "responses with a body",
		Rule: validate.EnvelopeMissing, Success: validate.BodyUnreadable},
}

// All returns all faults, those of the transport first. The caller may change the
// slice.
func All() []Info { return slices.Clone(faults) }

// Lookup returns the description of the fault called name.
func Lookup(name string) (Info, bool) {
	for _, f := range faults {
		if string(f.Fault) == name {
			return f, true
		}
	}
	return Info{}, false
}
