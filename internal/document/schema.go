package document

import (
	"encoding/json"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/spec"
)

// DecodeSchema decodes a Schema Object without references. The error is an *[spec.Error].
func DecodeSchema(n *spec.Node) (*openapi3.SchemaRef, error) {
	raw, err := json.Marshal(n.Value())
	var schema openapi3.SchemaRef
	if err == nil {
		err = json.Unmarshal(raw, &schema)
	}
	if err != nil || schema.Value == nil {
		return nil, n.Errorf("not a Schema Object without references")
	}
	return &schema, nil
}
