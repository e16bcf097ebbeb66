// Package contracttest checks the HTTP exchanges of Go tests against a contract: an OpenAPI
// document with its table of error codes. The default is the contract of the HeyGen API.
//
//   - [NewTransport] wraps a client's transport, [NewHandler] a server's handler. They check each
//     exchange, and one that breaks the contract fails the test with the text that `apicontract
//     check` prints;
//   - [NewServer] starts a mock server, which sends the responses of the contract, or errors and
//     bodies of your choice;
//   - [AssertConforms] and [AssertErrorCode] check one response, [Captures] checks recordings;
//   - [Run] calls every operation of a server, tries to trigger every documented error, and reports
//     how much of the contract it covered;
//   - with [Config.ReportDir], tests write reports, which `apicontract coverage` merges.
//
// The rules, their names and their levels are those of package validate. A test that checks no
// exchange fails, and so does one with a [Suppression] that is never used.
//
// Messages, reports and logs contain no header, no cookie and no body value except the code,
// message, param and doc_url of an error.
package contracttest
