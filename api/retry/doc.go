// Package retry repeats requests to the HeyGen API as the contract's error table
// advises, and only those. The status alone does not decide: a 429 is
// rate_limit_exceeded, which passes, or quota_exceeded, which does not; a 409 is a
// resource that is not ready, a request that still runs, or a conflict that stays.
//
// [Transport] does it for any http.Client, and so for package api's:
//
//	client, err := api.NewClientWithResponses(api.Server, api.WithAPIKey(key),
//		api.WithHTTPClient(&http.Client{Transport: &retry.Transport{}}))
//
// # What is repeated
//
// Two things decide: the class of the response's code (see [api.Error.RetryClass]; a
// code that the table lacks, or a body that is no envelope, counts by its status), and
// whether a second arrival could do harm:
//
//   - wait: after Retry-After, then backing off
//   - poll: until the resource is ready
//   - same-key: with the same Idempotency-Key, until the first request is done
//   - transient, and errors that brought no response: backing off
//   - later, account, change: never
//
// This applies to methods that are idempotent (RFC 9110, section 9.2.2), to operations
// of which the contract says so, and to requests with a key that their operation
// documents, in the header Idempotency-Key or as a member of the body. Other requests,
// such as a POST without a key, are sent once, because most of them cost credits, with
// two exceptions: if no connection could be made at all, and with
// [Policy].RepeatRefused, if the response says that the server did not process the
// request. A DELETE that is repeated because its first response was lost may answer
// that there is nothing to delete.
//
// 421 and 425 are transient. They say that the server did not process the request, but
// a gateway can send them too, so requests that are not idempotent need RepeatRefused.
// After 421 the idle connections of the base are closed, because the next attempt needs
// another one (RFC 9110, section 15.5.20). 425 refuses early data (RFC 8470, section
// 5.2), which net/http never sends, so the next attempt has none.
//
// [Policy] has the bounds. A response that asks for a longer wait than they allow, or
// than the context's deadline leaves, is handed to the caller at once.
//
// # With hashicorp/go-retryablehttp
//
// [Policy.CheckRetry] and [Policy.Backoff] have that library's function types:
//
//	var p retry.Policy
//	client := retryablehttp.NewClient()
//	client.CheckRetry = p.CheckRetry
//	client.Backoff = p.Backoff
//	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
//
// Each of the three matters. Its own CheckRetry repeats any POST after a 5xx, and any
// 429. Its own Backoff obeys Retry-After with 429 and 503 alone, however long. Without
// the ErrorHandler it closes the last response and returns "giving up after 5
// attempt(s)" instead, so that the code is lost. A literal retryablehttp.Client{} has
// RetryMax 0 and repeats nothing: use NewClient, or set it.
//
// When no response came, CheckRetry does not get the request: only [Keyed] contexts
// have POSTs repeated then. The library reads a request body that streams into
// memory, and its default Logger writes URLs with their queries to standard
// error. A Transport does the same work without these.
package retry
