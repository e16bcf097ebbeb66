package mock

import (
	"cmp"
	"slices"

	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/validate"
)

// code returns the best code for a kind of error, among those whose status the
// operation documents. A nil operation means any operation.
func (m *Model) code(op *operation, kind errorcode.Kind) (validate.Code, bool) {
	var possible []validate.Code
	for _, c := range m.contract.Codes() {
		if m.possible(op, c) {
			possible = append(possible, c)
		}
	}
	if c, ok := kind.Choose(op.own(possible)); ok {
		return c, true
	}
	return kind.Choose(possible)
}

func (m *Model) possible(op *operation, c validate.Code) bool {
	if op != nil {
		_, ok := op.statusOf(c)
		return ok
	}
	return m.representativeOperation(c) != nil
}

// own returns the codes that the error table allows for the operation. A nil operation
// means any operation.
func (op *operation) own(codes []validate.Code) []validate.Code {
	if op == nil {
		return codes
	}
	var own []validate.Code
	for _, c := range codes {
		if len(c.Operations) == 0 || slices.Contains(c.Operations, op.name()) {
			own = append(own, c)
		}
	}
	return own
}

// representativeOperation returns the first operation that documents a code's status,
// one that the code belongs to if there is any; nil if there is none.
func (m *Model) representativeOperation(c validate.Code) *operation {
	var first *operation
	for _, op := range m.operations {
		if _, ok := op.statusOf(c); !ok {
			continue
		}
		if len(op.own([]validate.Code{c})) > 0 {
			return op
		}
		first = cmp.Or(first, op)
	}
	return first
}

// codeForStatus returns the code that an operation sends with a status.
func (m *Model) codeForStatus(op *operation, status int) (validate.Code, bool) {
	codes := m.contract.Codes()
	if c, ok := errorcode.ForStatus(op.own(codes), status, op.PathTemplate); ok {
		return c, true
	}
	return errorcode.ForStatus(codes, status, op.PathTemplate)
}

// statusOf returns the status that an operation sends with a code.
func (op *operation) statusOf(c validate.Code) (int, bool) {
	candidates := c.Statuses
	if len(candidates) == 0 {
		candidates = errorcode.LikelyStatuses(c.Retry) // only a range or a default response lists the code
	}
	for _, status := range candidates {
		if op.response(status) != nil {
			return status, true
		}
	}
	return 0, false
}
