package requestcheck

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// A valueProblem is a problem of a value and its location.
type valueProblem struct {
	instance []string
	property string // the missing member; empty for any other problem
	message  string
}

// problemOf returns the problem of a value that kin-openapi rejects, which reports only a part of
// the value and its location.
func (c *Checker) problemOf(ctx context.Context, root *schema.Schema, rejected *openapi3.SchemaError) valueProblem {
	at := rejected.JSONPointer()
	if rejected.SchemaField == "required" && len(at) > 0 {
		if _, isObject := rejected.Value.(map[string]any); isObject {
			at = at[:len(at)-1] // it ends with the name of the missing member
		}
	}
	if s := schemaAt(root, at); s != nil {
		result := c.evaluator.Check(ctx, s, normalizeValue(rejected.Value))
		if len(result.Errors) > 0 {
			first := &result.Errors[0]
			return valueProblem{append(slices.Clip(at), first.Instance...), first.Property, first.Message}
		}
	}
	return valueProblem{instance: at, message: "breaks its schema"}
}

// schemaAt returns the schema that is declared for a part of a value, nil if there
// is none.
func schemaAt(s *schema.Schema, at []string) *schema.Schema {
	for _, token := range at {
		k := s.Keywords()
		switch next := k.Object.Property(token); {
		case next != nil:
			s = next
		case k.Array != nil && k.Array.Items != nil:
			s = k.Array.Items
		default:
			return nil
		}
	}
	return s
}

// normalizeValue converts a value of kin-openapi to the types of [schemaerror.Decode].
func normalizeValue(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	decoded, err := schemaerror.Decode(text)
	if err != nil {
		return nil
	}
	return decoded
}

// memberPath formats an instance location as programmers write it: scenes[0].text.
func memberPath(instance []string) string {
	var b strings.Builder
	for _, token := range instance {
		switch {
		case strings.Trim(token, "0123456789") == "" && token != "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return b.String()
}
