// Package builtin holds the contract that is built in.
package builtin

import (
	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
)

// Contract returns the built-in contract.
func Contract() (*validate.Contract, error) {
	return validate.Parse(apicontract.DocumentName, apicontract.Document())
}
