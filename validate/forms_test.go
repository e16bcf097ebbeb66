package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// ofForm is the content of a response that is a form.
func ofForm(schema string, encoding ...string) string {
	content := "application/x-www-form-urlencoded: {schema: " + schema
	if len(encoding) > 0 {
		content += ", encoding: " + encoding[0]
	}
	return content + "}"
}

func TestForms(t *testing.T) {
	const thing = "{$ref: '#/components/schemas/Thing'}"
	const form = "application/x-www-form-urlencoded"
	const list = "{type: object, properties: {l: {type: array, items: {type: integer}, minItems: 1, maxItems: 3}}}"
	const twoKinds = "{oneOf: [{type: object, required: [k], properties: {k: {enum: [n]}, a: {type: integer}, b: {type: integer}, c: {type: integer}, d: {type: integer}, e: {type: integer}, f: {type: integer}}}," +
		" {type: object, required: [k], properties: {k: {enum: [s]}, a: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}, e: {type: string}, f: {type: string}}}]}"
	const inner = "{type: object, properties: {o: {type: object, required: [a], properties: {a: {type: integer}, b: {type: string}}}}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"members are read by their types", ofForm(thing), form, "id=7&name=x+y%21", "conforms"},
		{"a charset", ofForm(thing), form + "; charset=utf-8", "id=7", "conforms"},
		{"a wrong type", ofForm(thing), form, "id=seven&name=x", "body-schema /id"},
		{"a missing member", ofForm(thing), form, "name=x", "body-schema"},
		{"nothing at all", ofForm(thing), form, "", "body-schema"},
		{"a string that looks like a number", ofForm(thing), form, "id=7&name=8", "conforms"},
		{"a scalar that is sent twice", ofForm(thing), form, "id=7&id=8", "body-schema /id"},
		{"an unknown member", ofForm(thing), form, "id=7&other=1", "conforms"},
		{"an unknown member of a closed schema", ofForm("{type: object, additionalProperties: false, properties: {a: {type: string}}}"), form, "a=1&b=2", "body-schema /b"},
		{"members of any name", ofForm("{type: object, additionalProperties: {type: integer}}"), form, "a=1&b=x", "body-schema /b"},
		{"a name with an escape", ofForm("{type: object, properties: {'a b': {type: integer}}}"), form, "a%20b=x", "body-schema /a b"},
		{"an escape that is none", ofForm("{type: object, properties: {a: {enum: ['100%']}}}"), form, "a=100%", "conforms"},
		{"a boolean", ofForm("{type: object, properties: {a: {type: boolean}}}"), form, "a=true", "conforms"},
		{"no boolean", ofForm("{type: object, properties: {a: {type: boolean}}}"), form, "a=1", "body-schema /a"},
		{"null", ofForm("{type: object, properties: {a: {type: integer, nullable: true}}}"), form, "a=", "conforms"},
		{"a format", ofForm("{type: object, properties: {a: {type: string, format: date}}}"), form, "a=2026-02-30", "body-format /a"},
		{"members of allOf", ofForm("{allOf: [{$ref: '#/components/schemas/Thing'}, {type: object, required: [b], properties: {b: {type: boolean}}}]}"), form, "id=1&b=true", "conforms"},
		{"a wrong one of them", ofForm("{allOf: [{$ref: '#/components/schemas/Thing'}, {type: object, required: [b], properties: {b: {type: boolean}}}]}"), form, "id=x&b=true", "body-schema /id"},
		{"a number or a string", ofForm("{type: object, properties: {a: {oneOf: [{type: integer}, {type: string, enum: [none]}]}}}"), form, "a=3", "conforms"},
		{"neither", ofForm("{type: object, properties: {a: {oneOf: [{type: integer}, {type: string, enum: [none]}]}}}"), form, "a=some", "body-schema /a"},
		{"one of two objects, of other types", ofForm("{oneOf: [{type: object, required: [k, v], properties: {k: {enum: [n]}, v: {type: integer}}}, {type: object, required: [k, v], properties: {k: {enum: [s]}, v: {type: string}}}]}"),
			form, "k=s&v=1", "conforms"},
		{"the other one", ofForm("{oneOf: [{type: object, required: [k, v], properties: {k: {enum: [n]}, v: {type: integer}}}, {type: object, required: [k, v], properties: {k: {enum: [s]}, v: {type: string}}}]}"),
			form, "k=n&v=1", "conforms"},

		{"members that are ambiguous in each of two objects", ofForm(twoKinds), form, "k=n&a=1&b=2&c=3&d=4&e=5&f=6", "conforms"},
		{"the strings of the other one", ofForm(twoKinds), form, "k=s&a=1&b=2&c=3&d=4&e=5&f=6", "conforms"},
		{"a wrong one of them, which is nearer to the other object", ofForm(twoKinds), form, "k=n&a=1&b=2&c=3&d=4&e=5&f=x", "body-schema /k"},

		{"an array, a field for each item", ofForm(list), form, "l=1&l=2", "conforms"},
		{"an array of one item", ofForm(list), form, "l=1", "conforms"},
		{"a wrong item", ofForm(list), form, "l=1&l=x", "body-schema /l/1"},
		{"too many items", ofForm(list), form, "l=1&l=2&l=3&l=4", "body-schema /l"},
		{"commas divide no items", ofForm(list), form, "l=1,2", "body-schema /l/0"},
		{"but do without explode", ofForm(list, "{l: {explode: false}}"), form, "l=1,2", "conforms"},
		{"escaped, too", ofForm(list, "{l: {explode: false}}"), form, "l=1%2C2%2Cx", "body-schema /l/2"},
		{"spaces", ofForm(list, "{l: {style: spaceDelimited}}"), form, "l=1%202+3", "conforms"},
		{"pipes", ofForm(list, "{l: {style: pipeDelimited, explode: false}}"), form, "l=1|2|x", "body-schema /l/2"},
		{"an array without items", ofForm("{type: object, properties: {l: {type: array, items: {type: integer}}}}"), form, "l=", "conforms"},
		{"an array of an empty text", ofForm("{type: object, properties: {l: {type: array, minItems: 1, items: {type: string}}}}"), form, "l=", "conforms"},
		{"an array that must have items", ofForm(list), form, "l=", "body-schema /l/0"},
		{"an array in JSON", ofForm(list), form, "l=[1,2]", "conforms"},

		{"an object in JSON", ofForm(inner, "{o: {contentType: application/json}}"), form, `o={"a":1}`, "conforms"},
		{"a wrong one", ofForm(inner, "{o: {contentType: application/json}}"), form, `o=%7B%22a%22:%22x%22%7D`, "body-schema /o/a"},
		{"without an encoding", ofForm(inner), form, `o={"b":"x"}`, "body-schema /o"},
		{"a text where an object is expected", ofForm(inner), form, `o=x`, "body-schema /o"},
		{"an object with a field for each member", ofForm(inner), form, "a=1&b=x", "conforms"},
		{"a wrong member", ofForm(inner), form, "a=x&b=x", "body-schema /o/a"},
		{"deepObject", ofForm(inner, "{o: {style: deepObject}}"), form, "o[a]=1&o%5Bb%5D=x", "conforms"},
		{"a wrong member of deepObject", ofForm(inner, "{o: {style: deepObject}}"), form, "o[a]=x", "body-schema /o/a"},
		{"an object without explode", ofForm(inner, "{o: {explode: false}}"), form, "o=a,1,b,x", "conforms"},
		{"a wrong member without explode", ofForm(inner, "{o: {explode: false}}"), form, "o=a,x", "body-schema /o/a"},

		{"no object at all", ofForm("{type: string, maxLength: 3}"), form, "a=12", "body-schema"},
		{"an empty schema", ofForm("{}"), form, "a=12", "conforms"},
		{"no schema", "application/x-www-form-urlencoded: {}", form, "a=12", "conforms"},
		{"a range", "'*/*': {schema: {$ref: '#/components/schemas/Thing'}}", form, "id=x", "body-schema /id"},
		{"a member that cannot be checked", ofForm("{type: object, properties: {a: {type: string, pattern: '('}}}"), form, "a=1", "unchecked pattern"},
	})
}

// multipartBody writes parts, each of which is its headers, an empty line and its
// content.
func multipartBody(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		b.WriteString("--limit\r\n" + strings.ReplaceAll(part, "\n", "\r\n") + "\r\n")
	}
	return b.String() + "--limit--\r\n"
}

// part writes a part of a form.
func part(name, content string, headers ...string) string {
	return strings.Join(append([]string{`Content-Disposition: form-data; name="` + name + `"`}, headers...), "\n") + "\n\n" + content
}

func TestMultipartBodies(t *testing.T) {
	const multipart = "multipart/form-data; boundary=limit"
	of := func(schema string, encoding ...string) string {
		return strings.Replace(ofForm(schema, encoding...), "application/x-www-form-urlencoded", "multipart/form-data", 1)
	}
	const thing = "{$ref: '#/components/schemas/Thing'}"
	const file = "{type: object, required: [file], properties: {file: {type: string, format: binary}, n: {type: integer}}}"
	const inner = "{type: object, properties: {o: {type: object, required: [a], properties: {a: {type: integer}}}}}"
	const files = "{type: object, properties: {files: {type: array, maxItems: 2, items: {type: string, format: binary}}}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"parts are members", of(thing), multipart, multipartBody(part("id", "7"), part("name", "x")), "conforms"},
		{"of a wrong type", of(thing), multipart, multipartBody(part("id", "x")), "body-schema /id"},
		{"a missing part", of(thing), multipart, multipartBody(part("name", "x")), "body-schema"},
		{"no part", of(thing), multipart, "--limit--\r\n", "body-schema"},
		{"a part that is sent twice", of(thing), multipart, multipartBody(part("id", "7"), part("id", "8")), "body-schema /id"},
		{"an array", of(thing), multipart, multipartBody(part("id", "7"), part("tags", "a"), part("tags", "b")), "conforms"},
		{"an array of one part", of(thing), multipart, multipartBody(part("id", "7"), part("tags", "a")), "conforms"},
		{"text in another charset", of("{type: object, properties: {a: {type: string, enum: [é]}}}"), multipart, multipartBody(part("a", "\xe9", "Content-Type: text/plain; charset=iso-8859-1")), "conforms"},

		{"a file", of(file), multipart, multipartBody(part("file", "\x89PNG\xff", "Content-Type: image/png")), "conforms"},
		{"a file of text", of(file), multipart, multipartBody(part("file", "x", "Content-Type: text/plain")), "conforms"},
		{"a file without a type", of(file), multipart, multipartBody(part("file", "\xff\x00")), "conforms"},
		{"a file beside a wrong member", of(file), multipart, multipartBody(part("file", "\xff", "Content-Type: image/png"), part("n", "x")), "body-schema /n"},
		{"a file is missing", of(file), multipart, multipartBody(part("n", "1")), "body-schema"},
		{"files", of(files), multipart, multipartBody(part("files", "\xff", "Content-Type: image/png"), part("files", "\xff", "Content-Type: image/gif")), "conforms"},
		{"too many files", of(files), multipart, multipartBody(part("files", "1"), part("files", "2"), part("files", "3")), "body-schema /files"},
		{"a file with a length", of("{type: object, properties: {f: {type: string, maxLength: 3}}}"), multipart, multipartBody(part("f", "\xff\xff\xff\xff", "Content-Type: image/png")), "unchecked media-type"},

		{"an object is JSON", of(inner), multipart, multipartBody(part("o", `{"a":1}`)), "conforms"},
		{"with its type", of(inner), multipart, multipartBody(part("o", `{"a":"x"}`, "Content-Type: application/json")), "body-schema /o/a"},
		{"an object as text", of(inner), multipart, multipartBody(part("o", `{"a":"x"}`, "Content-Type: text/plain")), "body-schema /o/a"},
		{"an object in broken JSON", of(inner), multipart, multipartBody(part("o", `{"a":`, "Content-Type: application/json")), "body-unreadable /o, unchecked media-type"},
		{"an object in XML", of(inner), multipart, multipartBody(part("o", `<a/>`, "Content-Type: application/xml")), "unchecked media-type"},
		{"XML beside a wrong member", of("{type: object, properties: {o: {type: object}, n: {type: integer}}}"), multipart, multipartBody(part("o", `<a/>`, "Content-Type: application/xml"), part("n", "x")), "body-schema /n, unchecked media-type"},
		{"XML where nothing is asked", of("{type: object, properties: {o: {}}}"), multipart, multipartBody(part("o", `<a/>`, "Content-Type: application/xml")), "conforms"},
		{"objects", of("{type: object, properties: {l: {type: array, items: {type: object, required: [a]}}}}"), multipart, multipartBody(part("l", `{"a":1}`), part("l", `{}`)), "body-schema /l/1"},
		{"an array in JSON", of("{type: object, properties: {l: {type: array, items: {type: integer}}}}"), multipart, multipartBody(part("l", `[1,"x"]`, "Content-Type: application/json")), "body-schema /l/1"},

		{"the documented type of a part", of(file, "{file: {contentType: 'image/png, image/jpeg'}}"), multipart, multipartBody(part("file", "x", "Content-Type: image/jpeg")), "conforms"},
		{"another type", of(file, "{file: {contentType: 'image/png, image/jpeg'}}"), multipart, multipartBody(part("file", "x", "Content-Type: text/html")), "content-type-undocumented /file"},
		{"a range of types", of(file, "{file: {contentType: 'image/*'}}"), multipart, multipartBody(part("file", "x", "Content-Type: image/gif")), "conforms"},
		{"another type of a second part", of(files, "{files: {contentType: image/png}}"), multipart, multipartBody(part("files", "x", "Content-Type: image/png"), part("files", "x", "Content-Type: image/gif")), "content-type-undocumented /files/1"},
		{"a part that names no type has the documented one", of("{type: object, properties: {a: {}}}", "{a: {contentType: application/json}}"), multipart, multipartBody(part("a", "{")), "body-unreadable /a, unchecked media-type"},
		{"a header of a part", of(file, "{file: {headers: {X-Size: {required: true, schema: {type: integer}}}}}"), multipart, multipartBody(part("file", "x", "X-Size: 5")), "conforms"},
		{"a missing header", of(file, "{file: {headers: {X-Size: {required: true, schema: {type: integer}}}}}"), multipart, multipartBody(part("file", "x")), "header-schema /file"},
		{"a wrong header", of(file, "{file: {headers: {X-Size: {schema: {type: integer}}}}}"), multipart, multipartBody(part("file", "x", "X-Size: big")), "header-schema /file"},
		{"the Content-Type of a part has no schema", of(file, "{file: {headers: {Content-Type: {schema: {enum: [never]}}}}}"), multipart, multipartBody(part("file", "x", "Content-Type: image/png")), "conforms"},

		{"base64", of(thing), multipart, multipartBody(part("id", "Nw==", "Content-Transfer-Encoding: base64")), "conforms"},
		{"quoted-printable", of("{type: object, properties: {a: {enum: ['=']}}}"), multipart, multipartBody(part("a", "=3D", "Content-Transfer-Encoding: quoted-printable")), "conforms"},
		{"a boundary that the recorder removed", of(thing), "multipart/form-data", multipartBody(part("id", "x")), "body-schema /id"},
		{"no boundary anywhere", of(thing), "multipart/form-data", "id=x", "body-unreadable"},
		{"another boundary", of(thing), "multipart/form-data; boundary=other", multipartBody(part("id", "7")), "body-unreadable"},
		{"cut off", of(thing), multipart, multipartBody(part("id", "7"))[:60], "body-unreadable"},
		{"empty", of(thing), multipart, "", "body-unreadable"},

		{"parts without names", "multipart/mixed: {schema: {type: array, items: {type: object, required: [a]}}}", "multipart/mixed; boundary=limit", multipartBody("Content-Type: application/json\n\n{\"a\":1}", "Content-Type: application/json\n\n{}"), "body-schema /1"},
		{"parts without names of an object", "multipart/mixed: {schema: {type: object, required: [a]}}", "multipart/mixed; boundary=limit", multipartBody("Content-Type: application/json\n\n{\"a\":1}"), "unchecked media-type"},
		{"parts under a schema of a string", "multipart/mixed: {schema: {type: string, maxLength: 2}}", "multipart/mixed; boundary=limit", multipartBody(part("a", "b")), "unchecked media-type"},
		{"parts that nothing is asked of", "multipart/mixed: {schema: {type: string, format: binary}}", "multipart/mixed; boundary=limit", "x", "conforms"},
	})
}

// Findings show no value of a form.
func TestFormsAreSecret(t *testing.T) {
	v := parse(t, withContent("3.0.3", ofForm("{type: object, additionalProperties: {type: integer}, required: [missing]}")))
	result := v.Check(exchange("GET", "/x", 200, "a=s3cr3t", "Content-Type: application/x-www-form-urlencoded"))
	assert.Len(t, result.Violations, 2)
	for _, violation := range result.Violations {
		text := violation.Message + violation.Expected + violation.Actual + violation.InstanceLocation
		assert.NotContains(t, text, "s3cr3t")
	}
}
