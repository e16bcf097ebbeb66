package enginehook

import "github.com/apicontract/apicontract/internal/spec"

// Document returns the document of a contract, which is a *validate.Contract. It
// is read once, when it is first needed. The error is a *spec.Error.
var Document func(contract any) (*spec.Document, error)
