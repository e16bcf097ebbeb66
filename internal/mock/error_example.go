package mock

import (
	"time"

	"github.com/apicontract/apicontract/internal/synth"
	"github.com/apicontract/apicontract/validate"
)

// ErrorExample returns a body with an error code that conforms to the contract: the
// document's example, or a generated one. It reports false if no operation documents a
// body for the code.
func (m *Model) ErrorExample(c validate.ErrorCode) ([]byte, bool) {
	op := m.representativeOperation(c)
	if op == nil {
		return nil, false
	}
	mk := &responseMaker{Model: m, synth: synth.NewForDocument(m.doc.T, 0), wait: defaultRetryAfter, clock: time.Now}
	r, ok := mk.errorResponse(&responseContext{op: op, target: m.urlOf(op)}, c, errorDetails{})
	if !ok {
		return nil, false
	}
	return r.Body, true
}
