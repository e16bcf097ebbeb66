// Package apicontract carries the HeyGen error contract: the OpenAPI document
// that every other package takes its knowledge from.
package apicontract

import _ "embed"

// DocumentName is the name of the document's file.
const DocumentName = "openapi.yaml"

//go:embed openapi.yaml
var document string

// Document returns the text of the contract, an OpenAPI 3.0 document in YAML
// with an error table. Each call returns a copy, which is the caller's.
func Document() []byte { return []byte(document) }
