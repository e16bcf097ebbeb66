package document

import "github.com/apicontract/apicontract/internal/spec"

// Tokens, Pointer and Lookup are those of package spec.
var (
	SplitPointer = spec.SplitPointer
	JoinPointer  = spec.JoinPointer
	ValueAt      = spec.ValueAt
)

// ErrNetwork and ErrOutside are those of package spec.
var (
	ErrNetwork = spec.ErrNetwork
	ErrOutside = spec.ErrOutside
)
