package validate

// A RetryClass is the way in which a caller should react to an error code.
type RetryClass string

// The retry classes.
const (
	RetryWait      RetryClass = "wait"      // repeat after Retry-After, then back off
	RetryPoll      RetryClass = "poll"      // repeat once the resource is ready
	RetrySameKey   RetryClass = "same-key"  // repeat with the same Idempotency-Key
	RetryTransient RetryClass = "transient" // back off; only if idempotent or keyed
	RetryLater     RetryClass = "later"     // no automatic retry; time or another way may help
	RetryAccount   RetryClass = "account"   // a person changes key, rights, plan or credits
	RetryChange    RetryClass = "change"    // only a different request can succeed
)

// Presence says whether something has to, may, or must not be there.
type Presence string

// The three presences. The empty string promises nothing and judges nothing.
const (
	Required  Presence = "required"
	Optional  Presence = "optional"
	Forbidden Presence = "forbidden"
)

// An ErrorCode is one row of a contract's error table.
type ErrorCode struct {
	Name string `json:"code"`
	// Statuses are the status codes that the document allows the code with,
	// ascending. Good tables have one; none means that only a range (4XX) or a
	// default response lists the code, which may then have any status of an
	// error.
	Statuses   []int               `json:"statuses"`
	Retry      RetryClass          `json:"retry"`
	RetryAfter Presence            `json:"retryAfter"`
	Param      Presence            `json:"param"` // optional or forbidden
	Message    MessageRequirements `json:"message"`
	DocURL     string              `json:"docUrl"`
	Meaning    string              `json:"meaning"`
	Action     string              `json:"action"`
}

// A MessageRequirements is what a code's message always contains.
type MessageRequirements struct {
	Numbers int  `json:"numbers,omitempty"` // at least so many numbers
	URL     bool `json:"url,omitempty"`     // an absolute http or https URL
	Param   bool `json:"param,omitempty"`   // the field that param names, if any
}
