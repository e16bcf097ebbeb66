// Package apicontract embeds the HeyGen error contract, the OpenAPI document that all other
// packages are based on.
package apicontract

import _ "embed"

// DocumentName is the name of the document's file.
const DocumentName = "openapi.yaml"

//go:embed openapi.yaml
var document string

// Document returns the text of the contract, an OpenAPI 3.0 document in YAML with an error table.
// Each call returns a copy, which the caller may change.
func Document() []byte { return []byte(document) }
