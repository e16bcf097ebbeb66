package document

import "github.com/apicontract/apicontract/internal/spec"

// Tokens, Pointer and Lookup are those of package spec.
var (
	Tokens  = spec.Tokens
	Pointer = spec.Pointer
	Lookup  = spec.Lookup
)

// ErrNetwork and ErrOutside are those of package spec.
var (
	ErrNetwork = spec.ErrNetwork
	ErrOutside = spec.ErrOutside
)
