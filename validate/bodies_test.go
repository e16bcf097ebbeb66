package validate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// outcome writes a result in one line: its violations, what is unchecked, or
// "conforms".
func outcome(v validate.Result) string {
	words := []string{found(v)}
	if len(v.Violations) == 0 && len(v.Unchecked) > 0 {
		words = nil
	}
	for _, reason := range v.Unchecked {
		words = append(words, "unchecked "+string(reason))
	}
	return strings.Join(words, ", ")
}

// A bodyCase is a response to GET /x.
type bodyCase struct {
	reason, content string // of the response in the document: "text/plain: {schema: {}}"
	contentType     string // several lines have "\n" between them; empty: no such header
	body, want      string
}

// checkBodies checks a table of bodies, with and without the fast path.
func checkBodies(t *testing.T, version string, cases []bodyCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			x := exchange("GET", "/x", 200, c.body, "Date: x")
			for line := range strings.SplitSeq(c.contentType, "\n") {
				if line != "" {
					x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: "Content-Type", Value: line})
				}
			}
			for _, options := range [][]validate.Option{nil, {withoutFastPath()}} {
				v := parseWith(t, withContent(version, c.content), options...)
				for range 2 { // the second result may be cached
					assert.Equal(t, c.want, outcome(v.Check(x)), c.reason)
				}
			}
		})
	}
}

// withContent is a document whose one response has the given content.
func withContent(version, content string) string {
	return fmt.Sprintf(`
openapi: %s
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string}, tags: {type: array, items: {type: string}}}}
paths:
  /x: {get: {responses: {"200": {description: d, content: {%s}}}}}
`, version, content)
}

func TestMediaTypeMatching(t *testing.T) {
	const versions = "application/json;v=1: {schema: {required: [one], type: object}}, application/json;v=2: {schema: {required: [two], type: object}}"
	const plainToo = versions + ", application/json: {schema: {required: [none], type: object}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"the parameters choose the schema", versions, "application/json; v=2", `{"two":1}`, "conforms"},
		{"and only that one", versions, "application/json; v=2", `{"one":1}`, "body-schema"},
		{"before the type alone", plainToo, "application/json;v=1", `{"one":1}`, "conforms"},
		{"the type alone for other parameters", plainToo, "application/json;v=3", `{"none":1}`, "conforms"},
		{"the type alone for none", plainToo, "application/json", `{"one":1}`, "body-schema"},
		{"none of several", versions, "application/json;v=3", `{"one":1}`, "content-type-undocumented"},
		{"none of several, as the body has no parameter", versions, "application/json; charset=utf-8", `{"one":1}`, "content-type-undocumented"},
		{"the only one, with other parameters", "application/json;v=1: {schema: {type: object, required: [one]}}", "application/json", `{}`, "body-schema"},
		{"the charset of the document is ignored", "application/json; charset=utf-8: {schema: {type: object, required: [one]}}", "application/json", `{"one":1}`, "conforms"},
		{"a range with a suffix", "application/*+json: {schema: {type: object, required: [one]}}", "application/hal+json", `{}`, "body-schema"},
		{"a key in capitals", "Application/JSON: {schema: {type: object, required: [one]}}", "application/json", `{}`, "body-schema"},
		{"the message of other parameters names no value", versions, "application/json;v=canary", `{}`, "content-type-undocumented"},
	})
}

func TestUndecodedBodies(t *testing.T) {
	const thing = "{schema: {$ref: '#/components/schemas/Thing'}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"XML", "application/xml: " + thing, "application/xml", "<p><id>1</id></p>", "unchecked media-type"},
		{"text/xml", "text/xml: " + thing, "text/xml", "<p/>", "unchecked media-type"},
		{"a suffix of XML", "application/rss+xml: {schema: {type: object}}", "application/rss+xml; charset=utf-8", "<rss/>", "unchecked media-type"},
		{"no XML at all", "application/xml: " + thing, "application/xml", "no", "unchecked media-type"},
		{"empty XML", "application/xml: " + thing, "application/xml", "", "unchecked media-type"},
		{"XML that is one text", "application/xml: {schema: {type: string}}", "application/xml", "<a/>", "unchecked media-type"},
		{"YAML", "application/yaml: " + thing, "application/yaml", "id: x", "unchecked media-type"},
		{"CSV as a list", "text/csv: {schema: {type: array, items: {type: string}}}", "text/csv", "a,b", "unchecked media-type"},
		{"a picture with a length", "image/png: {schema: {type: string, maxLength: 3}}", "image/png", "\x89PNG", "unchecked media-type"},
		{"base64 of a binary type", "application/pdf: {schema: {type: string, format: byte}}", "application/pdf", "%PDF", "unchecked media-type"},
		{"an object of no known form", "application/octet-stream: " + thing, "application/octet-stream", "x", "unchecked media-type"},
		{"an unknown type under a range", "'*/*': " + thing, "application/x-unusual", "x", "unchecked media-type"},
		{"HTML under a range", "'*/*': " + thing, "text/html", "<p>", "unchecked media-type"},
		{"oneOf of objects", "application/xml: {schema: {oneOf: [{type: object}, {type: object, required: [a]}]}}", "application/xml", "<a/>", "unchecked media-type"},

		{"binary", "application/pdf: {schema: {type: string, format: binary}}", "application/pdf", "%PDF", "conforms"},
		{"binary XML", "application/xml: {schema: {type: string, format: binary}}", "application/xml", "<a/>", "conforms"},
		{"a string of bytes", "application/octet-stream: {schema: {type: string}}", "application/octet-stream", "\xff", "conforms"},
		{"a picture in text form", "image/svg+xml: {schema: {type: string}}", "image/svg+xml", "<svg/>", "conforms"},
		{"binary through allOf", "image/png: {schema: {allOf: [{type: string, format: binary}]}}", "image/png", "\x89PNG", "conforms"},
		{"binary or an object", "image/png: {schema: {oneOf: [{type: string, format: binary}, {type: object}]}}", "image/png", "\x89PNG", "conforms"},
		{"an empty schema", "application/xml: {schema: {}}", "application/xml", "<a/>", "conforms"},
		{"only a description", "application/xml: {schema: {description: x, example: y}}", "application/xml", "<a/>", "conforms"},
		{"no schema", "application/xml: {}", "application/xml", "<a/>", "conforms"},
		{"an empty body of a binary type", "application/pdf: {schema: {type: string, format: binary}}", "application/pdf", "", "conforms"},
	})
}

func TestTextBodies(t *testing.T) {
	checkBodies(t, "3.0.3", []bodyCase{
		{"a string", "text/plain: {schema: {type: string}}", "text/plain", "any", "conforms"},
		{"an enum", "text/plain: {schema: {type: string, enum: [up, down]}}", "text/plain; charset=utf-8", "up", "conforms"},
		{"no value of the enum", "text/plain: {schema: {type: string, enum: [up, down]}}", "text/plain", "sideways", "body-schema"},
		{"an enum without a type", "text/plain: {schema: {enum: [up, down]}}", "text/plain", "sideways", "body-schema"},
		{"a line break counts", "text/plain: {schema: {type: string, enum: [up, down]}}", "text/plain", "up\n", "body-schema"},
		{"a length", "text/plain: {schema: {type: string, maxLength: 3}}", "text/plain", "longer", "body-schema"},
		{"characters, not bytes", "text/plain: {schema: {type: string, maxLength: 3}}", "text/plain", "äöü", "conforms"},
		{"another charset", "text/plain: {schema: {type: string, enum: [café]}}", "text/plain; charset=iso-8859-1", "caf\xe9", "conforms"},
		{"a charset that is not known", "text/plain: {schema: {type: string, enum: [ok]}}", "text/plain; charset=shift_jis", "\x82\xa0", "unchecked media-type"},
		{"a byte order mark is no part of text", "text/plain: {schema: {type: string, enum: [ok]}}", "text/plain", "\ufeffok", "conforms"},
		{"too short", "text/plain: {schema: {type: string, minLength: 1}}", "text/plain", "", "body-schema"},
		{"an empty string", "text/plain: {schema: {type: string, maxLength: 1}}", "text/plain", "", "conforms"},
		{"a pattern", "text/html: {schema: {type: string, pattern: '^<'}}", "text/html", "p", "body-schema"},
		{"a pattern that cannot be used", "text/plain: {schema: {type: string, pattern: '('}}", "text/plain", "p", "unchecked pattern"},
		{"a format", "text/plain: {schema: {type: string, format: date}}", "text/plain", "2026-02-30", "body-format"},
		{"a format of CSV", "text/csv: {schema: {type: string, maxLength: 2}}", "text/csv", "a,b", "body-schema"},

		{"an integer", "text/plain: {schema: {type: integer, minimum: 10}}", "text/plain", "42", "conforms"},
		{"an integer in a line", "text/plain: {schema: {type: integer, minimum: 10}}", "text/plain", "42\r\n", "conforms"},
		{"too small an integer", "text/plain: {schema: {type: integer, minimum: 10}}", "text/plain", "4", "body-schema"},
		{"no integer", "text/plain: {schema: {type: integer}}", "text/plain", "abc", "body-schema"},
		{"a fraction", "text/plain: {schema: {type: integer}}", "text/plain", "1.5", "body-schema"},
		{"a number", "text/plain: {schema: {type: number}}", "text/plain", "-1.5e3", "conforms"},
		{"a number of another language", "text/plain: {schema: {type: number}}", "text/plain", "1,5", "body-schema"},
		{"a number is no number with a zero before it", "text/plain: {schema: {type: number}}", "text/plain", "007", "body-schema"},
		{"an empty text is no number", "text/plain: {schema: {type: number}}", "text/plain", "", "body-schema"},
		{"a boolean", "text/plain: {schema: {type: boolean}}", "text/plain", "true", "conforms"},
		{"no boolean", "text/plain: {schema: {type: boolean}}", "text/plain", "True", "body-schema"},
		{"a string or an integer", "text/plain: {schema: {oneOf: [{type: string, enum: [none]}, {type: integer, minimum: 2}]}}", "text/plain", "3", "conforms"},
		{"the one of them", "text/plain: {schema: {oneOf: [{type: string, enum: [none]}, {type: integer, minimum: 2}]}}", "text/plain", "none", "conforms"},
		{"neither", "text/plain: {schema: {oneOf: [{type: string, enum: [none]}, {type: integer, minimum: 2}]}}", "text/plain", "1", "body-schema"},
		{"numbers without a type", "text/plain: {schema: {enum: [1, 2]}}", "text/plain", "2", "conforms"},
		{"null", "text/plain: {schema: {type: integer, nullable: true}}", "text/plain", "", "conforms"},
		{"a type of a reference", "text/plain: {schema: {allOf: [{type: integer}]}}", "text/plain", "x", "body-schema"},

		{"an object", "text/plain: {schema: {type: object, required: [a]}}", "text/plain", `{"a":1}`, "unchecked media-type"},
		{"an object or a string that conforms", "text/plain: {schema: {oneOf: [{type: object}, {type: string, enum: [ok]}]}}", "text/plain", "ok", "conforms"},
		{"an object or a string that does not", "text/plain: {schema: {oneOf: [{type: object}, {type: string, enum: [ok]}]}}", "text/plain", "no", "unchecked media-type"},
		{"text/json is JSON", "text/json: {schema: {type: object, required: [a]}}", "text/json", `{}`, "body-schema"},
		{"text/json under a range", "text/*: {schema: {type: object, required: [a]}}", "text/json", `{}`, "body-schema"},
		{"a range", "text/*: {schema: {type: string, enum: [ok]}}", "text/plain", "no", "body-schema"},
	})
}

func TestEmptyBodies(t *testing.T) {
	const object = "{schema: {type: object, required: [a]}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"JSON", "application/json: " + object, "application/json", "", "body-unreadable"},
		{"no type, where JSON is documented", "application/json: " + object, "", "", "body-unreadable"},
		{"a range of all", "'*/*': " + object, "", "", "conforms"},
		{"a range of applications", "'application/*': " + object, "", "", "conforms"},
		{"text under a range", "'*/*': {schema: {type: string}}", "text/plain", "", "conforms"},
		{"JSON under a range", "'*/*': " + object, "application/json", "", "body-unreadable"},
		{"a suffix of JSON under a range", "'application/*': " + object, "application/hal+json", "", "body-unreadable"},
		{"JSON beside a range", "'*/*': {}, application/json: " + object, "text/plain", "", "conforms"},
		{"another type, documented", "application/json: " + object + ", text/plain: {schema: {type: string}}", "text/plain", "", "conforms"},
		{"another type, undocumented, where JSON should be", "application/json: " + object, "text/plain", "", "body-unreadable"},
		{"only white space", "application/json: " + object, "application/json", " \n", "body-unreadable"},
		{"JSON without a schema", "application/json: {}", "application/json", "", "conforms"},
	})
}

func TestByteOrderMarks(t *testing.T) {
	v := parse(t, withContent("3.0.3", "application/json: {schema: {type: object}}"))
	for body, want := range map[string]string{
		"\ufeff{}":                 "the body begins with a byte order mark, which JSON must not have (byte 0 of 5)",
		"\ufeff":                   "the body begins with a byte order mark, which JSON must not have (byte 0 of 3)",
		"\xff\xfe{\x00}\x00":       "the body begins with the byte order mark of UTF-16, and JSON is UTF-8 (byte 0 of 6)",
		"\xfe\xff\x00{\x00}":       "the body begins with the byte order mark of UTF-16, and JSON is UTF-8 (byte 0 of 6)",
		"{\x00}\x00":               "the body is not JSON (byte 1 of 4)",
		"{\"a\":\"\ufeff\"}\ufeff": "the body has data after its JSON value (byte 11 of 14)",
	} {
		result := v.Check(exchange("GET", "/x", 200, body, "Content-Type: application/json"))
		assert.Equal(t, "body-unreadable", found(result), "%q", body)
		assert.Equal(t, want, result.Violations[0].Message, "%q", body)
	}
}

func TestContentTypeConflicts(t *testing.T) {
	const both = "application/json: {schema: {$ref: '#/components/schemas/Thing'}}, text/html: {}"
	const json = "application/json: {schema: {$ref: '#/components/schemas/Thing'}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"two types", json, "application/json\ntext/html", `{"id":1}`, "content-type-conflict"},
		{"in the other order", json, "text/html\napplication/json", `{"id":1}`, "content-type-conflict"},
		{"one header with both", json, "application/json, text/html", `{"id":1}`, "content-type-conflict"},
		{"what can be read is checked", json, "text/html\napplication/json", `{}`, "body-schema, content-type-conflict"},
		{"what cannot be read may be of the other type", json, "application/json\ntext/html", "<p>", "content-type-conflict"},
		{"neither is documented", json, "text/plain\ntext/html", `{"id":1}`, "content-type-conflict"},
		{"the same twice", json, "application/json\napplication/json", `{"id":1}`, "conforms"},
		{"the same in one header", json, "application/json, Application/JSON", `{"id":1}`, "conforms"},
		{"the same, one with a charset", json, "application/json\napplication/json; charset=utf-8", `{"id":"x"}`, "body-schema /id"},
		{"two charsets", json, "application/json; charset=latin1\napplication/json; charset=utf-8", `{"id":1}`, "content-type-conflict"},
		{"two versions", "application/json;v=1: {}, application/json;v=2: {}", "application/json;v=1\napplication/json;v=2", `{}`, "content-type-conflict"},
		{"an empty one is none", json, "application/json\n ", `{"id":1}`, "conforms"},
		{"a comma in quotes", "application/json: {}", `application/json; profile="a,b"`, `{}`, "conforms"},
		{"both documented", both, "application/json\ntext/html", `{}`, "body-schema, content-type-conflict"},
		{"an empty body", both, "application/json\ntext/html", ``, "content-type-conflict"},
	})
}

func TestUndocumentedBodies(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
%s
paths:
  /x:
    get:
      responses:
        "200": {description: d}
        "201": {description: d, content: {}}
        "204": {description: d}
        "205": {description: d, content: {application/json: {schema: {type: object}}}}
        "302": {description: d}
        "404": {description: d}
        "409": {description: d, content: {application/json: {schema: {properties: {error: {properties: {code: {type: string}}}}}}}}
`
	const table = "x-error-table: {envelope: {error: /error, code: /error/code}, codes: {gone: {retry: change, status: 404}}}"
	for _, c := range []struct {
		reason, table string
		status        int
		body          string
		want          string
	}{
		{"a success without a body", "", 200, "", "conforms"},
		{"a success with one", "", 200, `{"a":1}`, "body-undocumented"},
		{"an empty content object", "", 201, `{"a":1}`, "body-undocumented"},
		{"a redirect", "", 302, "<html>", "body-undocumented"},
		{"an error without a table", "", 404, "<html>", "body-undocumented"},
		{"an error without a body", "", 404, "", "conforms"},
		{"an error with a table", table, 404, "<html>", "envelope-missing"},
		{"JSON that is no envelope, with a table", table, 404, `{"a":1}`, "envelope-missing"},
		{"the envelope, with a table", table, 404, `{"error":{"code":"gone"}}`, "conforms"},
		{"an error without a body, with a table", table, 404, "", "conforms"},
		{"an error envelope under success", table, 200, `{"error":{"code":"gone"}}`, "error-in-success /error"},
		{"a success with a table", table, 200, `{"a":1}`, "body-undocumented"},
		{"205 has no body, whatever is documented", "", 205, "", "conforms"},
		{"205 with a body", "", 205, "{}", "body-undocumented"},
		{"204 with a body", "", 204, "{}", "body-undocumented"},
		{"204 without", "", 204, "", "conforms"},
	} {
		v := parse(t, fmt.Sprintf(document, c.table))
		contentType := "Content-Type: text/html"
		if strings.HasPrefix(c.body, "{") {
			contentType = "Content-Type: application/json"
		}
		assert.Equal(t, c.want, outcome(v.Check(exchange("GET", "/x", c.status, c.body, contentType))), c.reason)
	}
}

// A body without any header, as some recorders keep it, is of the type that it looks
// like.
func TestBodiesWithoutHeaders(t *testing.T) {
	const json = "application/json: {schema: {type: object, required: [a]}}"
	for _, c := range []struct{ reason, content, body, want string }{
		{"JSON", json, `{}`, "body-schema"},
		{"no JSON", json, `a`, "body-unreadable"},
		{"JSON beside another type", json + ", text/plain: {schema: {type: string, maxLength: 1}}", `{}`, "body-schema"},
		{"text beside JSON", json + ", text/plain: {schema: {type: string, maxLength: 1}}", `ab`, "unchecked media-type"},
		{"text", "text/plain: {schema: {type: string, maxLength: 1}}", `ab`, "body-schema"},
		{"XML", "application/xml: {schema: {type: object}}", `ab`, "unchecked media-type"},
		{"any type", "'*/*': {schema: {type: object}}", `ab`, "unchecked media-type"},
		{"JSON of any type", "'*/*': {schema: {type: object, required: [a]}}", `{}`, "body-schema"},
	} {
		v := parse(t, withContent("3.0.3", c.content))
		assert.Equal(t, c.want, outcome(v.Check(exchange("GET", "/x", 200, c.body))), c.reason)
	}
}

func TestHeadersOfHead(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
x-error-table: {envelope: {error: /error, code: /error/code}, codes: {gone: {retry: change}}}
components:
  schemas:
    Envelope: {type: object, required: [error], properties: {error: {type: object, properties: {code: {type: string, enum: [gone]}}}}}
paths:
  /x:
    get:
      responses:
        "200": {description: d, headers: {X-Total: {required: true, schema: {type: integer}}}, content: {application/json: {schema: {type: object}}}}
        "404": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}
  /h:
    head: {responses: {"200": {description: d}}}
`
	v := parse(t, document)
	for _, c := range []struct {
		reason, path string
		status       int
		fields       []string
		want         string
	}{
		{"right", "/x", 200, []string{"Content-Type: application/json", "X-Total: 1"}, "conforms"},
		{"a wrong header", "/x", 200, []string{"Content-Type: application/json", "X-Total: x"}, "header-schema"},
		{"a missing header", "/x", 200, []string{"Content-Type: application/json"}, "header-schema"},
		{"another media type than GET has", "/x", 200, []string{"Content-Type: text/html", "X-Total: 1"}, "content-type-undocumented"},
		{"no media type", "/x", 200, []string{"X-Total: 1"}, "conforms"},
		{"two media types", "/x", 200, []string{"Content-Type: text/html", "Content-Type: application/json", "X-Total: 1"}, "content-type-conflict"},
		{"another status", "/x", 500, []string{"Content-Type: text/html"}, "status-undocumented"},
		{"an error never lacks its envelope", "/x", 404, []string{"Content-Type: text/html"}, "conforms"},
		{"nor with the right type", "/x", 404, []string{"Content-Type: application/json"}, "conforms"},
		{"an operation of HEAD", "/h", 200, []string{"Content-Type: text/html"}, "conforms"},
	} {
		for _, method := range []string{"HEAD", "head"} {
			assert.Equal(t, c.want, outcome(v.Check(exchange(method, c.path, c.status, "", c.fields...))), c.reason)
		}
	}
}

// An operation is exercised by GET, or by HEAD if that is its method.
func TestHeadDoesNotExercise(t *testing.T) {
	v := parse(t, `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /g: {get: {responses: {"200": {description: d}}}}
  /h: {head: {responses: {"200": {description: d}}}}
`)
	collector := validate.NewCollector(v)
	collector.Check(exchange("HEAD", "/g", 200, ""))
	collector.Check(exchange("HEAD", "/h", 200, ""))
	report := collector.Report()
	assert.Equal(t, 2, report.Summary.Checked)
	seen := func(path string) bool {
		return slices.ContainsFunc(report.Coverage, func(c validate.Coverage) bool { return c.PathTemplate == path && c.Count > 0 })
	}
	assert.False(t, seen("/g"), "HEAD shows nothing of GET's body")
	assert.True(t, seen("/h"))
}
