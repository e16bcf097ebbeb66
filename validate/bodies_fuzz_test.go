package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// everyKind is a document whose one response has a body of each kind, and headers of
// each form.
const everyKind = `
openapi: 3.1.0
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: integer, maximum: 99}
        name: {type: [string, "null"], maxLength: 4}
        tags: {type: array, maxItems: 3, items: {type: string, pattern: '^[a-z]*$'}}
        either: {oneOf: [{type: integer}, {type: string, enum: [none]}]}
        inner: {type: object, required: [x], properties: {x: {type: boolean}, secret: {type: string, writeOnly: true}}}
    Word: {oneOf: [{type: string, enum: [up, down, '[DONE]']}, {type: integer, minimum: 3}, {type: boolean}]}
paths:
  /x:
    get:
      responses:
        "200":
          description: d
          headers:
            X-A: {schema: {oneOf: [{type: array, items: {type: integer}}, {type: string, enum: [all]}]}}
            X-B: {schema: {$ref: '#/components/schemas/Thing'}}
            X-C: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
            Set-Cookie: {schema: {type: array, items: {type: string, pattern: =}}}
          content:
            application/json;v=1: {schema: {$ref: '#/components/schemas/Word'}}
            application/json: {schema: {$ref: '#/components/schemas/Thing'}}
            application/x-ndjson: {schema: {$ref: '#/components/schemas/Thing'}}
            application/jsonl: {schema: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Thing'}}}
            application/json-seq: {schema: {$ref: '#/components/schemas/Thing'}}
            text/event-stream: {schema: {oneOf: [{$ref: '#/components/schemas/Thing'}, {$ref: '#/components/schemas/Word'}]}}
            text/plain: {schema: {$ref: '#/components/schemas/Word'}}
            application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Thing'}, encoding: {tags: {explode: false}, inner: {style: deepObject}}}
            multipart/form-data: {schema: {$ref: '#/components/schemas/Thing'}, encoding: {name: {contentType: text/plain, headers: {X-N: {schema: {type: integer}}}}}}
            multipart/mixed: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
            application/xml: {schema: {$ref: '#/components/schemas/Thing'}}
            '*/*': {schema: {type: string, maxLength: 2}}
`

// FuzzBodies holds, for any body and header of any kind:
//   - checking neither panics nor hangs;
//   - what the fast path accepts, the slow path accepts, and all else is the same;
//   - turning on the rule for members that no schema names only adds its findings.
func FuzzBodies(f *testing.F) {
	const boundary = "multipart/form-data; boundary=limit"
	for _, seed := range [][3]string{
		{"application/json", `{"id":1,"either":"none","inner":{"x":true,"secret":"s"}}`, "1,2"},
		{"application/json; v=1", `"up"`, "all"},
		{"application/json, text/plain", `{"id":1}`, "id,1"},
		{"application/x-ndjson", "{\"id\":1}\n\n{\"id\":\"x\"}\nno", `{"id":1}`},
		{"application/jsonl", "{\"id\":1}\n{\"id\":2}", "a=1"},
		{"application/json-seq", "\x1e{\"id\":1}\n\x1e{}\n\x1e12", "sid=1"},
		{"text/event-stream", "data: {\"id\":1}\r\n\r\ndata: [DONE]\n\n: x\ndata: 7\ndata\n\ndata: up", ""},
		{"text/plain; charset=latin1", "caf\xe9", ""},
		{"text/plain", "3\n", "id,1,tags,a"},
		{"application/x-www-form-urlencoded", "id=1&tags=a,b&inner[x]=true&either=none&name=%zz", ""},
		{boundary, multipartBody(part("id", "1"), part("tags", "a"), part("inner", `{"x":1}`), part("name", "x", "X-N: y")), ""},
		{"multipart/mixed; boundary=limit", multipartBody("Content-Type: application/json\n\n{}", "Content-Type: text/xml\n\n<a/>"), ""},
		{"application/xml", "<a/>", ""},
		{"image/png", "\xff\xff\xff", ""},
		{"", "\ufeff", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	fast, slow := parse(f, everyKind), parseWith(f, everyKind, withoutFastPath())
	strict := parseWith(f, everyKind, validate.WithLevel(validate.MemberUndocumented, validate.LevelNote))
	f.Fuzz(func(t *testing.T, contentType, body, header string) {
		x := exchange("GET", "/x", 200, body)
		for line := range strings.SplitSeq(contentType, "\n") {
			x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: "Content-Type", Value: line})
		}
		if header != "" {
			for _, name := range []string{"X-A", "X-B", "X-C", "Set-Cookie"} {
				x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: header})
			}
		}
		want := slow.Check(x)
		for range 2 { // the second result may be cached
			got := fast.Check(x)
			assertSame(t, want, got, "the fast path changes nothing")
			require.Equal(t, want.Unchecked, got.Unchecked)
		}
		require.LessOrEqual(t, len(want.Violations), len(strict.Check(x).Violations))
	})
}
