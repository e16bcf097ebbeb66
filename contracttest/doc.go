// Package contracttest holds the HTTP exchanges of Go tests to a contract: an
// OpenAPI document with its table of error codes, without further word that of
// the HeyGen API.
//
//   - [NewTransport] wraps a client's transport, [NewHandler] a server's handler:
//     each exchange is checked where it happens, and one that breaks the contract
//     fails the test with the text that `apicontract check` prints;
//   - [NewServer] plays the API: it answers as the contract says, and with errors and
//     bodies of your choice;
//   - [AssertConforms], [AssertErrorCode] and [Captures] check one response, or
//     recordings of many;
//   - [Run] drives a server through each operation's success and each documented
//     error that can be provoked, and says how much of the contract that was;
//   - with [Config.ReportDir] they leave reports behind, of which
//     `apicontract coverage` makes one.
//
// What is checked, how it is named and how much it weighs is package validate's.
// Nothing here passes on nothing: a test in which no exchange could be checked
// fails, and so does a [Suppression] violation that no longer occurs.
//
// Messages, reports and logs hold no header field, no cookie and no value of a
// body beyond the error envelope's own code, message, param and doc_url.
package contracttest
