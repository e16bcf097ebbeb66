// Package api is a client of the HeyGen API, generated from the contract, with typed errors.
//
// Create a client with [NewClientWithResponses]. Each of its methods returns a *[Response] with the
// decoded success, or one of three kinds of error:
//
//   - *[Error]: the API rejected the request or failed. errors.Is finds its code, as in
//     errors.Is(err, api.ErrVideoNotFound). [Error.RetryClass] and [Error.Retryable] say how the
//     error table advises to react; package retry does it.
//   - *[DecodeError]: the API reported success with a body that could not be read. The work may be
//     done and charged.
//   - any other error: there is no response. It is the error of the HTTP client.
//
// [Value] turns the result of such a call into (value, error). [Decode] decodes any *http.Response
// in the same way as the methods.
//
// Bodies in gzip, deflate, br and zstd are decoded, whether net/http or the caller requested them.
// The body of an error is read for at most ten seconds.
//
// A failed job is not an error of these kinds: the API responds with 200, and the members of the
// job say that it failed.
package api
