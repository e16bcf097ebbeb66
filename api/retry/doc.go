// Package retry repeats requests to the HeyGen API as the contract's error table
// advises, and only then. The status is not enough: a 429 is
// rate_limit_exceeded, which goes by, or quota_exceeded, which does not; a 409 is
// a resource that is not ready, a request that still runs, or a conflict for
// good.
//
// [Transport] does it for any http.Client, and so for package api's:
//
//	client, err := api.NewClientWithResponses(api.Server, api.WithAPIKey(key),
//		api.WithHTTPClient(&http.Client{Transport: &retry.Transport{}, CheckRedirect: api.SameHost}))
//
// # What is repeated
//
// The class of the response's code decides (see [api.Error.RetryClass]; a code that
// the table lacks, or content that is no envelope, counts by its status), and
// whether a second arrival could do harm:
//
//   - wait: after Retry-After, then backing off
//   - poll: until the resource is ready
//   - same-key: with the same Idempotency-Key, until the first request is done
//   - transient, and errors that brought no response: backing off
//   - later, account, change: never
//
// All of it goes only for methods that are idempotent (RFC 9110, section 9.2.2)
// and for requests with an Idempotency-Key, unless the contract has their
// operation and says nothing there of a key, which may then be ignored. Most
// POSTs cost credits: without a key one is sent once, whatever came of it, unless
// no connection could be made at all. Note that a DELETE, repeated because its
// first response was lost, may answer that there is nothing to delete.
//
// [Policy] has the bounds. A response that asks for a longer wait than they
// allow, or than the context's deadline leaves, is handed to the caller at once.
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
// Each of the three matters. By its own CheckRetry it repeats any POST after a
// 5xx, and any 429. By its own Backoff it obeys Retry-After with 429 and 503
// alone, however long. And without the ErrorHandler it closes the last response
// and returns "giving up after 5 attempt(s)" in its place, so that nobody learns
// the code. A literal retryablehttp.Client{} has RetryMax 0 and repeats nothing:
// take NewClient, or set it.
//
// When no response came, CheckRetry is shown no request: only [Keyed] contexts
// have POSTs repeated then. The library reads a request body that streams into
// memory, and its default Logger writes URLs with their queries to standard
// error. Where that is unwelcome, a Transport does the same work without it.
package retry
