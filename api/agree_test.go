package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/validate"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClientAndCheckAgree checks that the client does not decode a success with missing or null
// required members, which check reports, too. Both accept numbers in any notation.
func TestClientAndCheckAgree(t *testing.T) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	validator, err := validate.New(contract, validate.WithLevel(validate.OperationPreview, validate.LevelOff)) // which clients do not know
	require.NoError(t, err)
	tried := make(map[string]int)
	for name, op := range operations(t) {
		status, schema := success(op)
		if schema == nil {
			continue
		}
		agree := func(reason string, value any) {
			tried[reason[:strings.IndexByte(reason+" ", ' ')]]++
			body, err := json.Marshal(value)
			require.NoError(t, err)
			found, decoded := verdicts(t, validator, name, status, body)
			assert.Equal(t, found == nil, decoded == nil, "%s, %s\ncheck: %v\nclient: %v\n%s", name, reason, found, decoded, body)
		}
		whole := instance(schema, 0)
		agree("whole", whole)
		visit(schema, whole, func(place string, schema *openapi3.Schema, object map[string]any) {
			for _, member := range slices.Sorted(slices.Values(schema.Required)) {
				value := object[member]
				delete(object, member)
				agree("without "+place+member, whole)
				object[member] = nil
				agree("null "+place+member, whole)
				object[member] = value
			}
			for member, property := range schema.Properties {
				if !property.Value.Type.Is("integer") || property.Value.Min != nil {
					continue // the client does not check bounds
				}
				value := object[member]
				for _, number := range []json.Number{"7.0", "7e0", "70E-1", "0.7e1", "7.5", "-0.0"} {
					object[member] = number
					agree("number "+string(number)+" "+place+member, whole)
				}
				object[member] = value
			}
		})
	}
	for _, kind := range []string{"whole", "without", "null", "number"} {
		assert.Greater(t, tried[kind], 60, kind)
	}
}

// operations returns the operations of the document by their names in Go.
func operations(t *testing.T) map[string]*openapi3.Operation {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	all := make(map[string]*openapi3.Operation)
	for _, item := range document.Paths.Map() {
		for _, op := range item.Operations() {
			all[strings.ToUpper(op.OperationID[:1])+op.OperationID[1:]] = op
		}
	}
	return all
}

// success returns the status and the schema of an operation's first success in JSON.
func success(op *openapi3.Operation) (int, *openapi3.Schema) {
	for status := 200; status < 300; status++ {
		if response := op.Responses.Status(status); response != nil {
			if media := response.Value.Content.Get("application/json"); media != nil && media.Schema != nil {
				return status, media.Schema.Value
			}
		}
	}
	return 0, nil
}

// verdicts returns the results of check and of the client's method for an operation for a response.
func verdicts(t *testing.T, validator *validate.Validator, operation string, status int, body []byte) (found, decoded error) {
	t.Helper()
	response := func(req *http.Request) *http.Response {
		return &http.Response{
			StatusCode: status, Request: req, ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
			Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)),
		}
	}
	var checked error
	doer := doerFunc(func(req *http.Request) (*http.Response, error) {
		checked = validator.ValidateResponse(req, response(req))
		return response(req), nil
	})
	client, err := api.NewClientWithResponses(api.Server, api.WithHTTPClient(doer))
	require.NoError(t, err)
	decoded = call(t, client, operation)
	if violations, ok := errors.AsType[*validate.Error](checked); ok {
		found = violations
	} else {
		require.NoError(t, checked)
	}
	if decoded != nil {
		_, ok := errors.AsType[*api.DecodeError](decoded)
		require.True(t, ok, "%s: %v", operation, decoded)
	}
	return found, decoded
}

// call calls a client's method for an operation with arbitrary arguments.
func call(t *testing.T, client *api.ClientWithResponses, operation string) error {
	t.Helper()
	method := reflect.ValueOf(client).MethodByName(operation + "WithBodyWithResponse")
	if !method.IsValid() {
		method = reflect.ValueOf(client).MethodByName(operation + "WithResponse")
	}
	require.True(t, method.IsValid(), operation)
	var arguments []reflect.Value
	for i := range method.Type().NumIn() - 1 { // without the editors
		switch in := method.Type().In(i); {
		case in == reflect.TypeFor[context.Context]():
			arguments = append(arguments, reflect.ValueOf(t.Context()))
		case in == reflect.TypeFor[io.Reader]():
			arguments = append(arguments, reflect.ValueOf(strings.NewReader("{}")))
		case in.Kind() == reflect.String:
			arguments = append(arguments, reflect.ValueOf("x").Convert(in))
		default:
			arguments = append(arguments, reflect.Zero(in))
		}
	}
	err, _ := method.Call(arguments)[1].Interface().(error)
	return err
}

// isUnion reports whether a schema has several kinds of value, without null.
func isUnion(schema *openapi3.Schema) bool { return len(kinds(schema)) > 1 }

func kinds(schema *openapi3.Schema) (all []*openapi3.Schema) {
	for _, list := range []openapi3.SchemaRefs{schema.AnyOf, schema.OneOf} {
		for _, kind := range list {
			if !strings.HasSuffix(kind.Ref, "/NullValue") {
				all = append(all, kind.Value)
			}
		}
	}
	return all
}

// instance returns a value that conforms to a schema, with every member.
func instance(schema *openapi3.Schema, depth int) any {
	if all := kinds(schema); len(all) > 0 {
		return instance(all[0], depth+1)
	}
	switch {
	case len(schema.AllOf) > 0:
		merged := make(map[string]any)
		for _, part := range schema.AllOf {
			for name, value := range instance(part.Value, depth).(map[string]any) {
				merged[name] = value
			}
		}
		return merged
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	case schema.Type.Is("array"):
		return []any{instance(schema.Items.Value, depth+1)}
	case schema.Type.Is("object"):
		object := make(map[string]any)
		for name, property := range schema.Properties {
			if depth < 9 || slices.Contains(schema.Required, name) {
				object[name] = instance(property.Value, depth+1)
			}
		}
		return object
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		if schema.Max != nil {
			return min(7, *schema.Max)
		}
		return 7
	case schema.Type.Is("boolean"):
		return true
	case schema.Format == "date-time":
		return "2026-11-29T10:00:00Z"
	}
	return "x"
}

// visit calls do for each object in a value, with its schema. It skips unions, which are decoded
// only on request.
func visit(schema *openapi3.Schema, value any, do func(place string, schema *openapi3.Schema, object map[string]any)) {
	var walk func(place string, schema *openapi3.Schema, value any)
	walk = func(place string, schema *openapi3.Schema, value any) {
		if isUnion(schema) {
			return
		}
		if all := kinds(schema); len(all) == 1 {
			schema = all[0]
		}
		switch value := value.(type) {
		case map[string]any:
			do(place, schema, value)
			for name, property := range schema.Properties {
				walk(place+name+".", property.Value, value[name])
			}
		case []any:
			walk(place, schema.Items.Value, value[0])
		}
	}
	walk("", schema, value)
}

func hasMethod(name string) bool {
	_, ok := reflect.TypeFor[*api.ClientWithResponses]().MethodByName(name)
	return ok
}
