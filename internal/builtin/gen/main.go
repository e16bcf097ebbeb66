// Command gen writes the tree of the built-in document, which package builtin embeds.
package main

import (
	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/generate"
	"github.com/apicontract/apicontract/internal/spec"
)

func main() {
	generate.Main("gen", func() ([]byte, error) {
		doc, err := spec.Load(spec.SingleFile(apicontract.DocumentName, apicontract.Document()), apicontract.DocumentName)
		if err != nil {
			return nil, err
		}
		return doc.Store()
	})
}
