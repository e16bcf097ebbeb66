// Package validate checks HTTP exchanges by an OpenAPI document and by its table
// of error codes. It is the engine of every other part; it does no input or
// output and knows no particular API.
//
// [Load] or [Parse] compiles a document to a [Contract], and [New] makes a
// [Validator] of it. Then
//
//   - [Validator.ValidateResponse] checks a live response: nil, an *[Error] that
//     lists violations, a *[SkippedError] if it cannot be checked, or the error of
//     reading it;
//   - [Validator.Check] checks an [Exchange], wherever it comes from;
//   - a [Collector] checks many and adds them up to a [Report], which accounts for
//     each of them, names each distinct cause of a violation once, and counts how
//     much of the contract was exercised. [Merge] adds up reports.
//
// What is checked are the [Rules]. Every violation has a level; whether a warning
// fails a test is the caller's to decide, by [Level.AtLeast] or [WithLevel].
//
// Contracts and validators may be used by many goroutines at once.
package validate
