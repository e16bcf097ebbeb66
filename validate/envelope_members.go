package validate

import (
	"github.com/apicontract/apicontract/internal/spec"
)

// An Envelope says where the parts of an error response's content stand, as JSON
// Pointers (RFC 6901). An empty pointer: the contract names no such part; an
// empty Error: the content as a whole is the error object.
type Envelope struct {
	Error, Code, Message, Param, DocURL string
}

// Envelope returns the places of the error table's envelope; false if the
// document has no error table.
func (c *Contract) Envelope() (Envelope, bool) {
	if c.table == nil {
		return Envelope{}, false
	}
	e := c.table.envelope
	return Envelope{
		Error:   spec.JoinPointer(e.Error...),
		Code:    spec.JoinPointer(e.Code...),
		Message: spec.JoinPointer(e.Message...),
		Param:   spec.JoinPointer(e.Param...),
		DocURL:  spec.JoinPointer(e.DocURL...),
	}, true
}
