// Package api is a client of the HeyGen API, generated from the contract, with
// typed errors.
//
// Make a client with [NewClientWithResponses]. Each of its methods returns a
// *[Response] with the decoded success, or one of three kinds of error:
//
//   - *[Error]: the API refused the request or failed. errors.Is finds its code, as
//     in errors.Is(err, api.ErrVideoNotFound). [Error.RetryClass] and [Error.Retryable]
//     say how the error table advises to react; package retry does it.
//   - *[DecodeError]: the API reported success with a body that could not be read.
//     The work may be done and charged.
//   - any other error: no response came. It is what the HTTP client returned.
//
// [Value] turns the result of such a call into (value, error). [Decode] reads any
// *http.Response as the methods read theirs.
//
// Bodies in gzip, deflate, br and zstd are decoded, whether net/http or the caller
// asked for them. An error's body is read for at most ten seconds.
//
// A failed job is not an error of these kinds: the API answers 200, and the job's
// members say that it failed.
package api
