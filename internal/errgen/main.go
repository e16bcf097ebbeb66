// Errgen writes the Go half of the contract's error table: a constant for each code, with its
// status, retry class and documentation. Run it with `go generate`.
//
//	errgen FILE
package main

import (
	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/generate"
	"github.com/apicontract/apicontract/validate"
)

func main() { generate.Main("errgen", generateSource) }

func generateSource() ([]byte, error) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		return nil, err
	}
	return renderFile(contract)
}
