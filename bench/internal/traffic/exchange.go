package traffic

import (
	"time"

	"github.com/apicontract/apicontract/validate"
)

// A Kind is the kind of an exchange; the manifest counts by kind.
type Kind string

// The kinds. The first group is checked, the second is skipped.
const (
	Page   Kind = "page"   // a list of 4 to 20 KB
	Single Kind = "single" // one object
	Error  Kind = "error"  // an error response that conforms
	Huge   Kind = "huge"   // a list of 1 to 4 MB
	Drift  Kind = "drift"  // a response that does not conform

	Preflight   Kind = "preflight"    // a CORS preflight of a browser to the API
	Aborted     Kind = "aborted"      // there is no response
	Evicted     Kind = "evicted"      // the browser no longer had the body
	NotModified Kind = "not-modified" // 304
	Asset       Kind = "asset"        // a text or small image of another host
	Media       Kind = "media"        // an image of about 1 MB of another host
	Blob        Kind = "blob"         // a video of about 12 MB of another host
)

// API is the server that checked exchanges go to.
const API = "https://api.heygen.com"

// An Exchange is a generated exchange with its expected result.
type Exchange struct {
	validate.Exchange

	Kind    Kind
	Started time.Time
	Elapsed time.Duration
	// PostData is the request's body, which is JSON if there is one.
	PostData []byte
	// Size is the size of the response's body, whether it is recorded or not.
	Size int
	// Base64 means that the body is recorded in base64.
	Base64 bool
	// Resource is Chrome's resource type: xhr, image, …
	Resource string

	// Skip is the expected reason to skip the exchange, empty if it is checked.
	Skip validate.SkipReason
	// Fault is the response's fault; nil if the response conforms.
	Fault *Fault
}

// A Fault is a way in which a response breaks the contract.
type Fault struct {
	Name string
	// Rule is the only rule that is broken.
	Rule validate.RuleID

	make func(*Generator, *Exchange)
}
