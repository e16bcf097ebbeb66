package requestcheck

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/spec"
)

// newOperation returns the GET operation of a path with one more parameter than those of
// the path.
func newOperation(t *testing.T, version, path, parameter string) *Operation {
	t.Helper()
	text := "openapi: " + version + "\ninfo: {title: T, version: '1'}\npaths:\n  " + path + ":\n    get:\n      parameters: [" + parameter +
		"]\n      responses: {'200': {description: ok}}\n"
	doc, err := spec.Load(spec.SingleFile("t.yaml", []byte(text)), "t.yaml")
	require.NoError(t, err)
	return New(doc).Operation(http.MethodGet, path)
}

const (
	integerArray = "schema: {type: array, items: {type: integer}}"
	colorObject  = "schema: {type: object, required: [R], properties: {R: {type: integer}, G: {type: integer}}}"
)

func TestQueryParameters(t *testing.T) {
	cases := []struct {
		reason, parameter, query string
		want                     string // the message; empty: the request conforms
	}{
		{"an optional parameter is absent", "schema: {type: integer}", "", ""},
		{"a required one is absent", "required: true, schema: {type: integer}", "q=1", "`p` is required and missing from the query."},
		{"an integer", "schema: {type: integer}", "p=1", ""},
		{"text for an integer", "schema: {type: integer}", "p=x", "`p` is of type string, not integer."},
		{"an empty text for an integer", "schema: {type: integer}", "p=", "`p` is empty, which it must not be."},
		{"an empty text where the document allows it", "allowEmptyValue: true, schema: {type: integer}", "p=", ""},
		{"an empty string is a string", "schema: {type: string}", "p=", ""},
		{"a scalar sent twice", "schema: {type: integer}", "p=1&p=2", "`p` was sent 2 times, but has one value."},
		{"a string sent twice", "schema: {type: string}", "p=1&p=2", "`p` was sent 2 times, but has one value."},
		{"true is a boolean", "schema: {type: boolean}", "p=true", ""},
		{"True is none", "schema: {type: boolean}", "p=True", "`p` is of type string, not boolean."},
		{"1 is none", "schema: {type: boolean}", "p=1", "`p` is of type string, not boolean."},
		{"t is none", "schema: {type: boolean}", "p=t", "`p` is of type string, not boolean."},
		{"a number in another notation", "schema: {type: integer}", "p=1e3", ""},
		{"a number with a plus sign", "schema: {type: integer}", "p=%2B1", "`p` is of type string, not integer."},
		{"an asserted format", "schema: {type: string, format: date}", "p=2023-02-30", "`p` is not in the format \"date\": 30 February does not exist."},
		{"an integer beyond 2^53", "schema: {type: integer, enum: [9007199254740993]}", "p=9007199254740992", "`p` is not one of the values that the schema lists."},
		{"not", "schema: {type: integer, not: {enum: [3]}}", "p=3", "`p` matches the schema that `not` excludes."},
		{"an escaped name", "schema: {type: integer}", "%70=x", "`p` is of type string, not integer."},
		{"an escape that is none stays text", "schema: {type: string, enum: ['%zz']}", "p=%zz", ""},
		{"a union of types", "schema: {oneOf: [{type: integer}, {type: boolean}]}", "p=true", ""},
		{"an enum without a type", "schema: {enum: [1, 2]}", "p=2", ""},

		{"an array, exploded", integerArray, "p=1&p=2", ""},
		{"an array of one", integerArray, "p=1", ""},
		{"a wrong item", integerArray, "p=1&p=x", "`p` is of type string, not integer (at [1])."},
		{"JSON is no exploded array", integerArray, "p=[1,2]", "`p` is of type string, not integer (at [0])."},
		{"a comma divides nothing if exploded", integerArray, "p=1,2", "`p` is of type string, not integer (at [0])."},
		{"an array, not exploded", "explode: false, " + integerArray, "p=1,2", ""},
		{"an escaped comma, as many clients send it", "explode: false, " + integerArray, "p=1%2C2", ""},
		{"an escaped comma in an item", "explode: false, schema: {type: array, maxItems: 1, items: {type: string}}", "p=a%2Cb", ""},
		{"a wrong item, not exploded", "explode: false, " + integerArray, "p=1,x", "`p` is of type string, not integer (at [1])."},
		{"too many items", "explode: false, schema: {type: array, maxItems: 1, items: {type: integer}}", "p=1,2", "`p` has 2 items, not at most 1 item."},
		{"spaces divide", "style: spaceDelimited, explode: false, " + integerArray, "p=1%202+3", ""},
		{"pipes divide", "style: pipeDelimited, explode: false, " + integerArray, "p=1|2%7C3", ""},
		{"a comma does not divide pipes", "style: pipeDelimited, explode: false, " + integerArray, "p=1,2", "`p` is of type string, not integer (at [0])."},

		{"an object, exploded", colorObject, "R=1&G=2", ""},
		{"an absent object", colorObject, "x=1", ""},
		{"an object lacks a member", colorObject, "G=2", "`p` does not have the required member \"R\"."},
		{"a wrong member", colorObject, "R=1&G=x", "`p` is of type string, not integer (at G)."},
		{"any further name is a member", "schema: {type: object, additionalProperties: {type: integer}}", "a=1&b=x", "`p` is of type string, not integer (at b)."},
		{"a name of another parameter is not", "schema: {type: object, additionalProperties: {type: integer}}}, {name: o, in: query, schema: {type: string}", "o=x", ""},
		{"an object, not exploded", "explode: false, " + colorObject, "p=R,1,G,2", ""},
		{"an odd list", "explode: false, " + colorObject, "p=R,1,G", "`p` is not a list of names and values."},
		{"brackets", "style: deepObject, explode: true, " + colorObject, "p[R]=1&p%5BG%5D=2", ""},
		{"a wrong value in brackets", "style: deepObject, explode: true, " + colorObject, "p[R]=x", "`p` is of type string, not integer (at R)."},
		{"deeper brackets", "style: deepObject, explode: true, schema: {type: object, properties: {a: {type: object, properties: {b: {type: array, items: {type: integer}}}}}}", "p[a][b][]=1&p[a][b][]=2", ""},
		{"a wrong item in deeper brackets", "style: deepObject, explode: true, schema: {type: object, properties: {b: {type: array, items: {type: integer}}}}", "p[b][1]=x&p[b][0]=1", "`p` is of type string, not integer (at b[1])."},

		{"JSON content", "content: {application/json: {schema: {type: object, required: [a]}}}", "p=%7B%22a%22:1%7D", ""},
		{"JSON content that breaks its schema", "content: {application/json: {schema: {type: object, required: [a]}}}", "p=%7B%7D", "`p` does not have the required member \"a\"."},
		{"content that is not JSON", "content: {application/json: {schema: {type: object}}}", "p=x", "`p` is not JSON."},
	}
	for _, version := range []string{"3.0.3", "3.1.0"} {
		for _, c := range cases {
			op := newOperation(t, version, "/x", "{name: p, in: query, "+c.parameter+"}")
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x?"+c.query, nil)
			assertMessage(t, op.Check(t.Context(), &Request{Request: r}), c.want, version+": "+c.reason)
		}
	}
}

func assertMessage(t *testing.T, got Result, want, reason string) {
	t.Helper()
	if want == "" {
		assert.Nil(t, got.Err, reason)
		return
	}
	if assert.NotNil(t, got.Err, reason) {
		assert.Equal(t, want, got.Err.Message, reason)
	}
}

func TestPathParameters(t *testing.T) {
	cases := []struct{ reason, parameter, value, want string }{
		{"simple", "schema: {type: integer}", "1", ""},
		{"a wrong type", "schema: {type: integer}", "x", "`p` is of type string, not integer."},
		{"an array", integerArray, "1,2", ""},
		{"a wrong item", integerArray, "1,x", "`p` is of type string, not integer (at [1])."},
		{"an object", colorObject, "R,1,G,2", ""},
		{"an exploded object", "explode: true, " + colorObject, "R=1,G=2", ""},
		{"an odd list", colorObject, "R", "`p` is not a list of names and values."},
		{"label", "style: label, schema: {type: integer}", ".1", ""},
		{"label without its dot", "style: label, schema: {type: integer}", "1", "`p` does not begin with \".\" (style label)."},
		{"label, an array of 3.0", "style: label, " + integerArray, ".1.2", ""},
		{"label, an array of 3.1", "style: label, " + integerArray, ".1,2", ""},
		{"label, an exploded object", "style: label, explode: true, " + colorObject, ".R=1.G=2", ""},
		{"matrix", "style: matrix, schema: {type: integer}", ";p=1", ""},
		{"matrix of another name", "style: matrix, schema: {type: integer}", ";q=1", "`p` does not begin with \";\" and its name (style matrix)."},
		{"matrix without its semicolon", "style: matrix, schema: {type: integer}", "p=1", "`p` does not begin with \";\" (style matrix)."},
		{"matrix, an array", "style: matrix, " + integerArray, ";p=1,2", ""},
		{"matrix, an exploded array", "style: matrix, explode: true, " + integerArray, ";p=1;p=2", ""},
		{"matrix, a wrong item", "style: matrix, explode: true, " + integerArray, ";p=1;p=x", "`p` is of type string, not integer (at [1])."},
		{"matrix, an exploded object", "style: matrix, explode: true, " + colorObject, ";R=1;G=2", ""},
	}
	for _, c := range cases {
		op := newOperation(t, "3.1.0", "/x/{p}", "{name: p, in: path, required: true, "+c.parameter+"}")
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x/1", nil)
		assertMessage(t, op.Check(t.Context(), &Request{Request: r, PathParams: map[string]string{"p": c.value}}), c.want, c.reason)
	}
}

func TestHeaderAndCookieParameters(t *testing.T) {
	cases := []struct {
		reason, parameter string
		header            http.Header
		want              string
	}{
		{"a header", "in: header, schema: {type: integer}", http.Header{"P": {"1"}}, ""},
		{"a wrong header", "in: header, schema: {type: integer}", http.Header{"P": {"x"}}, "`p` is of type string, not integer."},
		{"a required header", "in: header, required: true, schema: {type: integer}", nil, "`p` is required and missing from the header."},
		{"lines of a header are one list", "in: header, " + integerArray, http.Header{"P": {"1, 2", "3"}}, ""},
		{"a cookie", "in: cookie, schema: {type: integer}", http.Header{"Cookie": {"p=1; q=x"}}, ""},
		{"a wrong cookie", "in: cookie, schema: {type: integer}", http.Header{"Cookie": {"p=x"}}, "`p` is of type string, not integer."},
		{"a plus sign in a cookie is no space", "in: cookie, schema: {type: string, enum: [a+b]}", http.Header{"Cookie": {"p=a+b"}}, ""},
		{"an array in a cookie", "in: cookie, explode: false, " + integerArray, http.Header{"Cookie": {"p=1%2C2"}}, ""},
	}
	for _, c := range cases {
		op := newOperation(t, "3.0.3", "/x", "{name: p, "+c.parameter+"}")
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x", nil)
		r.Header = c.header
		assertMessage(t, op.Check(t.Context(), &Request{Request: r}), c.want, c.reason)
	}
	op := newOperation(t, "3.0.3", "/x", "{name: Authorization, in: header, required: true, schema: {type: integer}}")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x", nil)
	assert.Nil(t, op.Check(t.Context(), &Request{Request: r}).Err, "security schemes describe the header, and OpenAPI ignores the parameter")
}

func TestUncheckedParameters(t *testing.T) {
	op := newOperation(t, "3.0.3", "/x", "{name: p, in: query, content: {application/xml: {schema: {type: object}}}}")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x?p=1", nil)
	result := op.Check(t.Context(), &Request{Request: r})
	assert.Nil(t, result.Err)
	assert.Equal(t, []string{"the query parameter p (application/xml)"}, result.Unchecked)
}
