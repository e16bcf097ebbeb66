// Package builtin holds the contract that is built in, compiled: to read the
// document takes most of the time of a short run.
package builtin

import (
	_ "embed"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
)

//go:generate go run ./gen contract.gen

//go:embed contract.gen
var compiled []byte

// Contract returns the built-in contract.
func Contract() (*validate.Contract, error) {
	return validate.Restore(apicontract.DocumentName, apicontract.Document(), compiled)
}
