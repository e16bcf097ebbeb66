package mock

import (
	"cmp"
	"slices"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/validate"
)

// chooseCode returns the best code for a kind of error, among those whose status the
// operation documents. A nil operation means any operation.
func (m *Model) chooseCode(op *operation, kind errorcode.Kind) (validate.ErrorCode, bool) {
	var possible []validate.ErrorCode
	for _, c := range m.contract.Codes() {
		if m.canSend(op, c) {
			possible = append(possible, c)
		}
	}
	if c, ok := kind.ChooseCode(op.codesFor(possible)); ok {
		return c, true
	}
	return kind.ChooseCode(possible)
}

func (m *Model) canSend(op *operation, c validate.ErrorCode) bool {
	if op != nil {
		_, ok := op.statusOf(c)
		return ok
	}
	return m.representativeOperation(c) != nil
}

// codesFor returns the codes that the error table allows for the operation. A nil operation means
// any operation.
func (op *operation) codesFor(codes []validate.ErrorCode) []validate.ErrorCode {
	if op == nil {
		return codes
	}
	var own []validate.ErrorCode
	for _, c := range codes {
		if len(c.Operations) == 0 || slices.Contains(c.Operations, op.displayName()) {
			own = append(own, c)
		}
	}
	return own
}

// representativeOperation returns the first operation that documents a code's status, preferably
// one that the code belongs to; nil if there is none.
func (m *Model) representativeOperation(c validate.ErrorCode) *operation {
	var first *operation
	for _, op := range m.operations {
		if _, ok := op.statusOf(c); !ok {
			continue
		}
		if len(op.codesFor([]validate.ErrorCode{c})) > 0 {
			return op
		}
		first = cmp.Or(first, op)
	}
	return first
}

// codeForStatus returns the code that an operation sends with a status.
func (m *Model) codeForStatus(op *operation, status int) (validate.ErrorCode, bool) {
	codes := m.contract.Codes()
	if c, ok := errorcode.ForStatus(op.codesFor(codes), status, op.PathTemplate); ok {
		return c, true
	}
	return errorcode.ForStatus(codes, status, op.PathTemplate)
}

// statusOf returns the status that an operation sends with a code.
func (op *operation) statusOf(c validate.ErrorCode) (int, bool) {
	candidates := c.Statuses
	if len(candidates) == 0 {
		candidates = errorcode.LikelyStatuses(c.Retry) // only a range or a default response lists the code
	}
	for _, status := range candidates {
		if op.responseFor(status) != nil {
			return status, true
		}
	}
	return 0, false
}
