package api

import "slices"

// A Code is an error code of the API. The constants ErrInvalidParameter, ErrVideoNotFound and so on
// are the codes of the error table. A Code is an error, as syscall.Errno is, so that errors.Is can
// compare with it; a code that the table lacks is compared as Code("its_name"). The zero Code means
// that a response had no code.
type Code string

// codeEntry is what the error table says about a code; zero if it lacks the code.
type codeEntry struct {
	status int
	retry  RetryClass
	docURL string
}

// Codes returns the codes of the error table, in its order. The caller may change
// the slice.
func Codes() []Code { return slices.Clone(codes[:]) }

// Error returns the code itself.
func (c Code) Error() string { return string(c) }

// Status returns the only HTTP status that the table allows for the code, 0 if the
// table lacks the code.
func (c Code) Status() int { return c.tableEntry().status }

// RetryClass returns the code's retry class, empty if the table lacks the code. [Error.RetryClass]
// then uses the status.
func (c Code) RetryClass() RetryClass { return c.tableEntry().retry }

// DocURL returns the URL of the documentation's section about the code, which is the doc_url of the
// API's errors; empty if the table lacks the code. It is for servers that respond like the API;
// [Error.DocURL] is the one that a response had.
func (c Code) DocURL() string { return c.tableEntry().docURL }
