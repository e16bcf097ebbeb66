package contracttest

import (
	"time"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
)

// A Rule has a mock [Server] answer some requests otherwise. Of its first half,
// zero fields mean every request; of its second, nothing. A request whose
// operation does not document what is to be answered is never struck. One that is
// struck, and whose operation has no place for such a Body, gets 501 and fails the
// test.
type Rule struct {
	// Operation is a pattern of operations, like those of
	// [validate.WithInclude]: "createVideo", "list*", "POST /v3/videos".
	Operation string
	// Path is a glob of path templates, or of paths with the base path of the
	// contract's server: "/v3/videos/**".
	Path string
	// Of the requests that fit, counted from 1:
	Nth         int     // this one alone
	From        int     // this one and all that follow
	Every       int     // each so-many-th, from From on
	Times       int     // so many at most
	Probability float64 // this share of them, which ones is the seed's to choose

	Error   string        // the answer is this code of the error table
	Status  int           // the answer has this status, as documented
	Example string        // the answer is the document's example of this name
	Body    any           // the answer is this, with Status or as the success: see [Server.Respond]
	Fault   Fault         // this goes wrong on the way
	Latency time.Duration // so much time passes before
}

func (r *Rule) mockRule() mock.Rule {
	return mock.Rule{Operation: r.Operation, Path: r.Path, Nth: r.Nth, From: r.From, Every: r.Every, Times: r.Times,
		Probability: r.Probability, Error: r.Error, Status: r.Status, Example: r.Example, Body: r.Body, Fault: fault.Fault(r.Fault), Latency: r.Latency}
}

// A Fault is a way in which a mock [Server] answers wrongly on purpose, so that
// a team can see its defences work. One that does not apply to an answer, such
// as [FaultNoDocURL] to a success, leaves it as it is.
type Fault string

// The faults of the transport.
const (
	FaultReset       Fault = "reset"        // the connection is reset before a byte is sent
	FaultTruncated   Fault = "truncated"    // half of the body that Content-Length promises
	FaultSlow        Fault = "slow"         // the body is sent in small pieces
	FaultContentType Fault = "content-type" // the right body as text/html
)

// The faults of servers and mocks that lost touch with their contract.
const (
	FaultNoDocURL     Fault = "no-doc-url"     // the error without its documentation URL
	FaultWrongStatus  Fault = "wrong-status"   // the error under another documented status
	FaultV1Shape      Fault = "v1-shape"       // a numeric code and a message
	FaultV2Shape      Fault = "v2-shape"       // data beside error
	FaultHTML502      Fault = "html-502"       // a page of HTML, as from an edge
	FaultUnknownCode  Fault = "unknown-code"   // a code that the error table does not have
	FaultNoRetryAfter Fault = "no-retry-after" // the error without Retry-After
	FaultNullParam    Fault = "null-param"     // the error with param: null
	FaultEmptyBody    Fault = "empty-body"     // the status and no content
)
