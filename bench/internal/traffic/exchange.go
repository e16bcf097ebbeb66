package traffic

import (
	"time"

	"github.com/apicontract/apicontract/validate"
)

// A Kind says what an exchange is; the manifest counts by it.
type Kind string

// The kinds. The first group is checked, the second skipped.
const (
	Page   Kind = "page"   // a list of 4 to 20 KB
	Single Kind = "single" // one thing
	Error  Kind = "error"  // an error response that conforms
	Huge   Kind = "huge"   // a list of 1 to 4 MB
	Drift  Kind = "drift"  // a response that does not

	Preflight   Kind = "preflight"    // a browser's CORS question to the API
	Aborted     Kind = "aborted"      // no response came
	Evicted     Kind = "evicted"      // the browser no longer had the content
	NotModified Kind = "not-modified" // 304
	Asset       Kind = "asset"        // another host's text or small image
	Media       Kind = "media"        // another host's image of about 1 MB
	Blob        Kind = "blob"         // another host's video of about 12 MB
)

// API is the server that checked exchanges go to.
const API = "https://api.heygen.com"

// An Exchange is made traffic, with the verdict that it deserves.
type Exchange struct {
	validate.Exchange

	Kind    Kind
	Started time.Time
	Elapsed time.Duration
	// PostData is the request's content, which is JSON if there is any.
	PostData []byte
	// Size is the size of the response's content, whether it is there or not.
	Size int
	// Base64 says that the content is recorded in base64.
	Base64 bool
	// Resource is the browser's word for what asked: xhr, image, …
	Resource string

	// Skip is expected for an exchange that is not to be checked.
	Skip validate.SkipReason
	// Fault is what is wrong; nil: the response conforms.
	Fault *Fault
}

// A Fault is one way in which a response breaks the contract.
type Fault struct {
	Name string
	// Rule is the one rule that is broken.
	Rule validate.RuleID

	make func(*Generator, *Exchange)
}
