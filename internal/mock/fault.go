package mock

import "github.com/apicontract/apicontract/validate"

// A Fault is a way in which the mock answers wrongly on purpose. The empty one
// is none.
type Fault string

// The faults of the transport.
const (
	FaultReset       Fault = "reset"
	FaultTruncated   Fault = "truncated"
	FaultSlow        Fault = "slow"
	FaultContentType Fault = "content-type"
)

// The faults of drift: what servers and mocks do that lost touch with their
// contract.
const (
	FaultNoDocURL     Fault = "no-doc-url"
	FaultWrongStatus  Fault = "wrong-status"
	FaultV1Shape      Fault = "v1-shape"
	FaultV2Shape      Fault = "v2-shape"
	FaultHTML502      Fault = "html-502"
	FaultUnknownCode  Fault = "unknown-code"
	FaultNoRetryAfter Fault = "no-retry-after"
	FaultNullParam    Fault = "null-param"
	FaultEmptyBody    Fault = "empty-body"
)

// A FaultInfo describes a fault.
type FaultInfo struct {
	Fault   Fault
	Summary string // one line: what the answer looks like
	// Rule is the rule that finds it in the answer of an error code; Success the
	// one that finds it in a 2xx answer. Empty: none does, for the response
	// never arrives whole, or the fault does not apply.
	Rule, Success validate.RuleID
	// Applies says to which answers the fault can be done; empty: to all.
	Applies string
}

// faults is the table that [Faults] hands out.
var faults = []FaultInfo{
	{Fault: FaultReset, Summary: "the connection is reset before a byte is sent"},
	{Fault: FaultTruncated, Summary: "half of the body that Content-Length promises, then the end of the connection", Applies: "answers with a body"},
	{Fault: FaultSlow, Summary: "the body comes in small pieces", Applies: "answers with a body"},
	{Fault: FaultContentType, Summary: "the right body as text/html", Applies: "answers with a body",
		Rule: validate.EnvelopeMissing, Success: validate.ContentTypeUndocumented},
	{Fault: FaultNoDocURL, Summary: "the error without its documentation URL", Applies: "errors whose code has a documentation URL",
		Rule: validate.DocURL},
	{Fault: FaultWrongStatus, Summary: "the error under another status of the operation", Applies: "errors whose code has a status of its own, where the operation documents another",
		Rule: validate.CodeStatus},
	{Fault: FaultV1Shape, Summary: "the error in the shape of version 1: a numeric code and a message", Applies: "errors of the error table",
		Rule: validate.EnvelopeMissing},
	{Fault: FaultV2Shape, Summary: "the error in the shape of version 2: data beside error", Applies: "errors of the error table",
		Rule: validate.EnvelopeMissing},
	{Fault: FaultHTML502, Summary: "a page of HTML from an edge, under 502 or another status that the operation does not document",
		Rule: validate.StatusUndocumented, Success: validate.StatusUndocumented},
	{Fault: FaultUnknownCode, Summary: "the error with a code that the error table does not have", Applies: "errors of the error table",
		Rule: validate.CodeUnknown},
	{Fault: FaultNoRetryAfter, Summary: "the error without its Retry-After field", Applies: "errors whose code requires Retry-After",
		Rule: validate.RetryAfterMissing},
	{Fault: FaultNullParam, Summary: "the error with param: null", Applies: "errors whose envelope has a place for param",
		Rule: validate.ParamUnexpected},
	{Fault: FaultEmptyBody, Summary: "the status and not a byte of content", Applies: "answers with a body",
		Rule: validate.EnvelopeMissing, Success: validate.BodyUnreadable},
}

// Faults returns all faults, those of the transport first. The slice is the
// caller's.
func Faults() []FaultInfo { return append([]FaultInfo(nil), faults...) }

// LookupFault returns the description of the fault called name.
func LookupFault(name string) (FaultInfo, bool) {
	for _, f := range faults {
		if string(f.Fault) == name {
			return f, true
		}
	}
	return FaultInfo{}, false
}
