package explain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// schemas is one document's components in both dialects.
const schemas = `
openapi: %s
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Subject:
      type: object
      required: [id]
      additionalProperties: false
      properties:
        id: {type: string, minLength: 2, maxLength: 4, pattern: '^[a-z]+$'}
        kind: {type: string, enum: [a, b]}
        share: {type: number, minimum: 0}
        size: {type: integer, minimum: 1, maximum: 9, multipleOf: 2}
        on: {type: boolean}
        tags: {type: array, minItems: 1, maxItems: 2, uniqueItems: true, items: {type: string}}
        bag: {type: object, minProperties: 1, maxProperties: 2, additionalProperties: {type: integer}}
        self: {$ref: '#/components/schemas/Subject'}
        all: {allOf: [{type: object, required: [x]}, {type: object, required: [y]}]}
        one:
          oneOf:
            - {type: object, required: [a, b, c], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}
            - {type: object, required: [d], properties: {d: {type: integer}}}
        any: {anyOf: [{type: string}, {type: integer}]}
`

func subject(t *testing.T, version string) explain.Schema {
	t.Helper()
	text := fmt.Sprintf(schemas, version)
	doc, err := document.Load(spec.SingleFile("doc.yaml", []byte(text)), "doc.yaml")
	require.NoError(t, err)
	place := doc.Root().Child("components", "schemas", "Subject")
	if strings.HasPrefix(version, "3.0") {
		return explain.New30(doc, doc.Components.Schemas["Subject"], place)
	}
	schema, err := explain.New31(doc).Schema(place)
	require.NoError(t, err)
	return schema
}

// faults are instances and keywords, in no order: "/id minLength".
func faults(t *testing.T, schema explain.Schema, content string) []explain.Fault {
	t.Helper()
	value, err := explain.Decode([]byte(content))
	require.NoError(t, err)
	return schema.Explain(value)
}

var explanations = []struct {
	reason, content string
	want            []string // instance, keyword, message
	place           string   // of the first, below the schema
}{
	{reason: "all is well", content: `{"id":"abc","kind":"a","size":4,"on":true,"tags":["x"],"bag":{"a":1},"any":1}`},
	{reason: "recursion", content: `{"id":"abc","self":{"id":"abc","self":{"id":"a"}}}`,
		want: []string{"/self/self/id minLength is not at least 2 characters long"}, place: "/properties/id/minLength"},
	{reason: "another type", content: `[]`, want: []string{" type is of type array, not object"}, place: "/type"},
	{reason: "a missing member", content: `{}`, want: []string{` required lacks the required member "id"`}, place: "/required"},
	{reason: "a further member", content: `{"id":"abc","more":1}`,
		want: []string{"/more additionalProperties is a member that the schema does not allow"}, place: "/additionalProperties"},
	{reason: "two faults", content: `{"id":"abcde","on":"x"}`,
		want: []string{"/id maxLength is not at most 4 characters long", "/on type is of type string, not boolean"}},
	{reason: "no match", content: `{"id":"ABC"}`, want: []string{"/id pattern is not a match of the pattern ^[a-z]+$"}},
	{reason: "a value that is not listed", content: `{"id":"abc","kind":"c"}`,
		want: []string{"/kind enum is not one of the values that the schema lists"}, place: "/properties/kind/enum"},
	{reason: "null where nothing is nullable", content: `{"id":"abc","on":null}`, want: []string{"/on type is of type null, not boolean"}},
	{reason: "a fraction is no integer", content: `{"id":"abc","bag":{"n":1.5}}`, want: []string{"/bag/n type is of type number, not integer"},
		place: "/properties/bag/additionalProperties/type"},
	{reason: "too few items", content: `{"id":"abc","tags":[]}`, want: []string{"/tags minItems is not at least 1 items long"}},
	{reason: "too many items", content: `{"id":"abc","tags":["a","b","c"]}`, want: []string{"/tags maxItems is not at most 2 items long"}},
	{reason: "an item of another type", content: `{"id":"abc","tags":["a",true]}`, want: []string{"/tags/1 type is of type boolean, not string"},
		place: "/properties/tags/items/type"},
	{reason: "allOf is each of its schemas", content: `{"id":"abc","all":{}}`,
		want: []string{`/all required lacks the required member "x"`, `/all required lacks the required member "y"`}},
	{reason: "oneOf is the branch that was meant", content: `{"id":"abc","one":{"d":"x"}}`,
		want: []string{"/one/d type is of type string, not integer"}, place: "/properties/one/oneOf/1/properties/d/type"},
	{reason: "anyOf without a likely branch", content: `{"id":"abc","any":true}`,
		want: []string{"/any anyOf fits none of the anyOf schemas"}, place: "/properties/any/anyOf"},
}

func TestExplain(t *testing.T) {
	for _, version := range []string{"3.0.3", "3.1.0"} {
		schema := subject(t, version)
		for _, c := range explanations {
			t.Run(version+"/"+c.reason, func(t *testing.T) {
				var got []string
				found := faults(t, schema, c.content)
				for _, f := range found {
					got = append(got, document.Pointer(f.Instance...)+" "+f.Keyword+" "+f.Message)
				}
				assert.ElementsMatch(t, c.want, got)
				if c.place != "" && len(found) > 0 {
					assert.Equal(t, document.Place{File: "doc.yaml", Pointer: "/components/schemas/Subject" + c.place}, found[0].Place)
				}
			})
		}
	}
}

// TestSizesAndBounds holds the keywords that the two libraries word their own
// way to being named, at least.
func TestSizesAndBounds(t *testing.T) {
	for content, keyword := range map[string]string{
		`{"id":"abc","size":0}`:                  "minimum",
		`{"id":"abc","size":10}`:                 "maximum",
		`{"id":"abc","size":3}`:                  "multipleOf",
		`{"id":"abc","tags":["a","a"]}`:          "uniqueItems",
		`{"id":"abc","bag":{}}`:                  "minProperties",
		`{"id":"abc","bag":{"a":1,"b":2,"c":3}}`: "maxProperties",
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			found := faults(t, subject(t, version), content)
			require.Len(t, found, 1, "%s %s", version, content)
			assert.Equal(t, keyword, found[0].Keyword, "%s %s", version, content)
			assert.NotEmpty(t, found[0].Message)
		}
	}
}

// A pattern is ECMA-262's; one that nobody can read is no reason to refuse
// traffic, and one that takes too long proves nothing.
func TestPatterns(t *testing.T) {
	slow := strings.Repeat("a", 40) + "!"
	for _, c := range []struct {
		reason, pattern, text string
		want                  bool
	}{
		{"no anchor", `b`, "abc", true},
		{"a code point", `^\u00e9$`, "é", true},
		{"a look-ahead, which Go lacks", `^(?!no)`, "no", false},
		{"a look-ahead that lets pass", `^(?!no)`, "yes", true},
		{"a back reference, which Go lacks", `^(a)\1$`, "aa", true},
		{"no regular expression", `(`, "x", true},
		{"exponential backtracking ends undecided", `^(?=a)(a+)+$`, slow, true},
	} {
		assert.Equal(t, c.want, explain.NewPattern(c.pattern).MatchString(c.text), c.reason)
	}
}

// Numbers are the traffic's to choose, and may be as long as they like.
func TestNumbersBeyondReason(t *testing.T) {
	for _, version := range []string{"3.0.3", "3.1.0"} {
		for _, number := range []string{"1e400", "-1e400", "1e-400", "1e999999999", "1e-999999999", "1e99999999999999999999", strings.Repeat("9", 10_000)} {
			assert.NotPanics(t, func() {
				faults(t, subject(t, version), `{"id":"abc","size":`+number+`,"share":`+number+`,"any":`+number+`,"tags":[`+number+`,`+number+`]}`)
			}, "%s %.20s", version, number)
		}
	}
}

func TestMessagesShowNoValue(t *testing.T) {
	const secret = "canary-4711"
	for _, version := range []string{"3.0.3", "3.1.0"} {
		for _, content := range []string{
			`{"id":"` + secret + `"}`, `{"id":"abc","kind":"` + secret + `"}`, `{"id":"abc","on":"` + secret + `"}`,
			`{"id":"abc","tags":["` + secret + `","` + secret + `"]}`, `{"id":"abc","one":"` + secret + `"}`,
			`{"id":"abc","any":["` + secret + `"]}`, `"` + secret + `"`,
		} {
			for _, f := range faults(t, subject(t, version), content) {
				assert.NotContains(t, f.Message+f.Expected+f.Actual, secret, version)
			}
		}
	}
}
