package validate

// A SkipReason is the word under which a report counts an entry that was read
// but not checked.
type SkipReason string

// The reasons for which an entry is not checked. The first group is the
// engine's own; a reader of captures sets the second in [Exchange.Skip].
const (
	SkipOtherHost   SkipReason = "other-host"         // no server of the contract
	SkipExcluded    SkipReason = "excluded"           // left out by [WithInclude] or [WithExclude]
	SkipNotModified SkipReason = "not-modified"       // 304: the content is the cache's
	SkipNoOperation SkipReason = "no-operation"       // of the contract; the rule that says so is off
	SkipUnusable    SkipReason = "operation-unusable" // a problem of the document leaves nothing to check the operation by
	SkipPreflight   SkipReason = "cors-preflight"     // the browser's question, not the client's
	SkipWebSocket   SkipReason = "websocket"          // 101, or a ws: or wss: URL
	SkipInterim     SkipReason = "interim"            // 1xx: the response is still to come
	SkipNotHTTP     SkipReason = "not-http"           // data:, blob:, about:, an extension's URL
	SkipNoResponse  SkipReason = "no-response"        // aborted, blocked, or status 0

	SkipMalformed SkipReason = "malformed-entry" // no method, URL or status can be read
)

// An UncheckedReason is the word under which a report counts checked entries of
// which something could not be checked, and so never counts as conforming.
type UncheckedReason string

// The reasons why something is unchecked.
const (
	UncheckedKeyword   UncheckedReason = "keyword"   // a keyword that the document gets wrong
	UncheckedPattern   UncheckedReason = "pattern"   // a pattern that does not compile, or takes too long
	UncheckedNumber    UncheckedReason = "number"    // a number beyond 10,000 digits or an exponent beyond 10,000
	UncheckedReference UncheckedReason = "reference" // a reference that leads nowhere, or recursion without progress
	UncheckedBudget    UncheckedReason = "budget"    // the check took too long
	// UncheckedMediaType is for a body that has a schema and that is not decoded: XML,
	// YAML and so on, or a part of a body that is not what its schema is about.
	UncheckedMediaType UncheckedReason = "media-type"

	// The reasons that a reader of captures sets in [Response.BodyMissing].

	UncheckedNotRecorded UncheckedReason = "body-not-recorded" // the capture does not have the body
	UncheckedTooLarge    UncheckedReason = "body-too-large"    // the body is larger than the limit
	UncheckedUndecodable UncheckedReason = "body-undecodable"  // broken base64 or content coding
)
