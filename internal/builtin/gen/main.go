// Gen compiles the built-in document. It is run by `go generate`.
//
//	gen FILE
package main

import (
	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/generate"
	"github.com/apicontract/apicontract/validate"
)

func main() { generate.Main("gen", compiled) }

func compiled() ([]byte, error) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		return nil, err
	}
	return contract.Compiled()
}
