// Package api is a client of the HeyGen API, generated from the contract, with
// typed errors on top.
//
// Make a client with [NewClientWithResponses]. Each of its methods returns a
// *[Response] that carries the decoded success, or one of three errors:
//
//   - *[Error]: the API refused or failed. errors.Is tells its code, as in
//     errors.Is(err, api.ErrVideoNotFound); [Error.Retry] and [Error.Retryable]
//     say what the error table advises, and package retry does it.
//   - *[DecodeError]: the API reported success with content that could not be
//     read. The work may be done and paid for.
//   - any other: no response came at all. It is what the HTTP client returned.
//
// [Value] makes (value, error) of such a call, and [Decode] does for any
// *http.Response what the methods do for theirs.
//
// A failed job is not an error of this kind: the API answers 200 and says so in
// the job's own fields.
package api
