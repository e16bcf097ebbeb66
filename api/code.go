package api

import "slices"

// A Code is an error code of the API. The constants ErrInvalidParameter,
// ErrVideoNotFound and so on are the codes of the error table, and being errors
// they are what errors.Is compares with, as with syscall.Errno; one that the
// table lacks is compared as Code("its_name"). The zero Code means that a
// response had none.
type Code string

// A row is what the error table says of a code; zero if it has no such code.
type row struct {
	status int
	retry  Retry
	docURL string
}

// Codes returns the codes of the error table, in its order. The slice is the
// caller's.
func Codes() []Code { return slices.Clone(codes[:]) }

// Error returns the code itself.
func (c Code) Error() string { return string(c) }

// Status returns the only HTTP status that the table allows for the code, 0 if
// it does not have the code.
func (c Code) Status() int { return c.row().status }

// Retry returns the code's retry class, empty if the table does not have the
// code; [Error.Retry] knows what to do then.
func (c Code) Retry() Retry { return c.row().retry }

// DocURL returns the URL of the documentation's section about the code, which is
// what an error of the API has as doc_url; empty if the table does not have the
// code. A server that answers as the API would takes it from here;
// [Error.DocURL] is what a response had.
func (c Code) DocURL() string { return c.row().docURL }
