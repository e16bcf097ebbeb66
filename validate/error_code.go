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

// The three presences. The empty string promises nothing and checks nothing.
const (
	Required  Presence = "required"
	Optional  Presence = "optional"
	Forbidden Presence = "forbidden"
)

// A DelayForm is a form of the header Retry-After (RFC 9110, section 10.2.3).
type DelayForm string

// The forms. The empty string allows both.
const (
	DelaySeconds DelayForm = "seconds" // whole seconds
	DelayDate    DelayForm = "date"    // an HTTP-date
)

// A Basis says where a statement of the error table comes from.
type Basis string

// The bases. The empty string is that of a table that its API's owner wrote.
const (
	BasisPage    Basis = "page"    // the page that documents the API's errors
	BasisOpenAPI Basis = "openapi" // the OpenAPI document of the API's owner
	BasisLive    Basis = "live"    // responses of the API
	BasisReading Basis = "reading" // what the author of the table takes to follow
)

// An ErrorCode is one row of a contract's error table.
type ErrorCode struct {
	Name string `json:"code"`
	// Statuses are the status codes that the document allows the code with,
	// ascending. Good tables have one; none means that only a range (4XX) or a
	// default response lists the code, which may then have any status of an
	// error.
	Statuses []int `json:"statuses"`
	// StatusByOperation has the statuses on operations on which the code has others, by
	// operationId, or by method and path template where there is none.
	StatusByOperation map[string][]int    `json:"statusByOperation,omitempty"`
	Retry             RetryClass          `json:"retry"`
	RetryAfter        Presence            `json:"retryAfter"`
	DelayForm         DelayForm           `json:"retryAfterForm,omitempty"`
	Param             Presence            `json:"param"` // optional or forbidden; Fields are always allowed
	Message           MessageRequirements `json:"message"`
	DocURL            string              `json:"docUrl"`
	Meaning           string              `json:"meaning"`
	// Operations are those that may answer with the code, by operationId, or by method
	// and path template where there is none; nil: any operation.
	Operations []string `json:"operations,omitempty"`
	Causes     []Fact   `json:"causes,omitempty"`
	Fixes      []Fact   `json:"fixes,omitempty"`
	// Fields are the request fields that the code is about, Headers the headers, and
	// Calls the operations: "GET /v3/videos".
	Fields  []Fact `json:"fields,omitempty"`
	Headers []Fact `json:"headers,omitempty"`
	Calls   []Fact `json:"calls,omitempty"`
	Links   []Link `json:"links,omitempty"`
	// Basis says where values of the row come from, by their names in the extension:
	// "retry", "retryAfter", "param". What is not in it comes from the page.
	Basis map[string]Basis `json:"basis,omitempty"`
}

// An UndocumentedCode is an error code that is known to occur, although the published
// error table lacks it.
type UndocumentedCode struct {
	Name     string `json:"code"`
	Statuses []int  `json:"statuses"` // ascending; none: any status of an error
	Meaning  string `json:"meaning"`
	Basis    Basis  `json:"basis"` // empty: not said
}

// A Fact is a sentence or a name of the error table.
type Fact struct {
	Text  string `json:"text"`
	Basis Basis  `json:"basis,omitempty"` // empty: the page that documents the errors
}

// A Link is an address that the error table names for a code.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"` // what is there
	Basis Basis  `json:"basis,omitempty"` // like that of a Fact
}

// A MessageRequirements is what a code's message always contains.
type MessageRequirements struct {
	Numbers int  `json:"numbers,omitempty"` // at least so many numbers
	URL     bool `json:"url,omitempty"`     // an absolute http or https URL
	Param   bool `json:"param,omitempty"`   // the field that param names, if any
}
