// Errgen writes the Go half of the contract's error table: a constant for each
// code, with its status, retry class and documentation. It is run by `go generate`.
//
//	errgen FILE
package main

import (
	"fmt"
	"os"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: errgen FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "errgen:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		return err
	}
	source, err := write(contract)
	if err != nil {
		return err
	}
	return os.WriteFile(file, source, 0o644)
}
