// Gen compiles the built-in document. It is run by `go generate`.
//
//	gen FILE
package main

import (
	"fmt"
	"os"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/validate"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		return err
	}
	compiled, err := contract.Compiled()
	if err != nil {
		return err
	}
	return os.WriteFile(file, compiled, 0o644)
}
