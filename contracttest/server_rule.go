package contracttest

import (
	"time"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
)

// A Rule changes the responses of a mock [Server] to some requests. The first fields select
// requests; their zero values select every request. The others set the response; their zero values
// change nothing. A rule does not apply to a request whose operation does not document the
// response. If it applies and the operation has no place for its Body, the response is a 501 and
// the test fails.
type Rule struct {
	// Operation is a pattern of operations, like those of [validate.WithInclude]: "createVideo",
	// "list*", "POST /v3/videos".
	Operation string
	// Path is a glob of path templates, or of paths with the base path of the contract's server:
	// "/v3/videos/**".
	Path string
	// Query and Header are values of query parameters and headers by name, and Member values of
	// the JSON body by JSON Pointer: {"/scenes/0/text": "hi"}. A request has to have all of them.
	// "*" is any value.
	Query, Header map[string]string
	Member        map[string]any
	// These fields select among the matching requests, which are counted from 1.
	Nth         int     // only this one
	From        int     // this one and all that follow
	Every       int     // every n-th, starting at From
	Times       int     // the maximum number of them
	Probability float64 // this share of them, selected by the seed

	Error   string        // the response has this code of the error table
	Status  int           // the response has this documented status
	Example string        // the response is the document's example of this name
	Body    any           // the response has this body, with Status or as the success: see [Server.Respond]
	Fault   Fault         // the response has this fault
	Latency time.Duration // the delay before the response
}

func (r *Rule) mockRule() mock.Rule {
	return mock.Rule{Operation: r.Operation, Path: r.Path, Query: r.Query, Header: r.Header, Member: r.Member, Nth: r.Nth, From: r.From, Every: r.Every, Times: r.Times,
		Probability: r.Probability, Error: r.Error, Status: r.Status, Example: r.Example, Body: r.Body, Fault: fault.Fault(r.Fault), Latency: r.Latency}
}

// A Fault is a deviation that a mock [Server] injects on purpose, to test a client's error
// handling. A fault that does not apply to a response, such as [FaultNoDocURL] to a success,
// changes nothing.
type Fault string

// The transport faults.
const (
	FaultReset       Fault = "reset"        // the connection is reset before a byte is sent
	FaultTruncated   Fault = "truncated"    // only half of the body that Content-Length promises
	FaultSlow        Fault = "slow"         // the body is sent in small pieces
	FaultContentType Fault = "content-type" // the body with the media type text/html
)

// The contract faults: deviations of servers and mocks that do not match their contract.
const (
	FaultNoDocURL     Fault = "no-doc-url"     // the error without its documentation URL
	FaultWrongStatus  Fault = "wrong-status"   // the error under another documented status
	FaultV1Shape      Fault = "v1-shape"       // a numeric code and a message
	FaultV2Shape      Fault = "v2-shape"       // data beside error
	FaultHTML502      Fault = "html-502"       // an HTML page, as a proxy sends it
	FaultUnknownCode  Fault = "unknown-code"   // a code that the error table does not have
	FaultNoRetryAfter Fault = "no-retry-after" // the error without Retry-After
	FaultNullParam    Fault = "null-param"     // the error with param: null
	FaultEmptyBody    Fault = "empty-body"     // the status without a body
)
