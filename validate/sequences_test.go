package validate_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

func TestJSONLines(t *testing.T) {
	const lines = "application/x-ndjson: {schema: {$ref: '#/components/schemas/Thing'}}"
	const array = "application/x-ndjson: {schema: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Thing'}}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"each line conforms", lines, "application/x-ndjson", "{\"id\":1}\n{\"id\":2}\n", "conforms"},
		{"no line break at the end", lines, "application/x-ndjson", "{\"id\":1}\r\n{\"id\":2}", "conforms"},
		{"blank lines are none", lines, "application/x-ndjson", "\n{\"id\":1}\n\n \n{\"id\":\"x\"}\n", "body-schema /1/id"},
		{"each line has its own location", lines, "application/x-ndjson", "{}\n{\"id\":1}\n{\"id\":1,\"tags\":[1]}", "body-schema /0, body-schema /2/tags/0"},
		{"a line that is no JSON", lines, "application/x-ndjson", "{\"id\":1}\nx\n{\"id\":2}", "body-unreadable /1"},
		{"a line that is cut off", lines, "application/x-ndjson", "{\"id\":1}\n{\"id\":2", "body-unreadable /1"},
		{"a byte order mark", lines, "application/x-ndjson", "\ufeff{\"id\":1}", "body-unreadable /0"},
		{"nothing", lines, "application/x-ndjson", "", "conforms"},
		{"other names of the type", "application/jsonl: {schema: {$ref: '#/components/schemas/Thing'}}", "application/jsonl", "{}", "body-schema /0"},
		{"a type with the suffix of JSON", "application/stream+json: {schema: {$ref: '#/components/schemas/Thing'}}", "application/stream+json", "{\"id\":1}\n{}", "body-schema /1"},
		{"no schema: JSON all the same", "application/x-ndjson: {}", "application/x-ndjson", "1\nx", "body-unreadable /1"},
		{"a range", "'application/*': {schema: {$ref: '#/components/schemas/Thing'}}", "application/x-ndjson", "{}", "body-schema /0"},
		{"all lines are one array", array, "application/x-ndjson", "{\"id\":1}\n{\"id\":2}", "conforms"},
		{"the array is too long", array, "application/x-ndjson", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}", "body-schema"},
		{"an item of the array", array, "application/x-ndjson", "{\"id\":1}\n{\"id\":\"x\"}", "body-schema /1/id"},
		{"a line of the array is no JSON", array, "application/x-ndjson", "{\"id\":1}\nx", "body-unreadable /1, unchecked media-type"},
		{"each line is an array", array, "application/x-ndjson", "[{\"id\":1}]\n[{}]", "body-schema /1/0"},
		{"a pattern that cannot be used", "application/x-ndjson: {schema: {type: string, pattern: '('}}", "application/x-ndjson", "\"a\"\n1", "body-schema /1, unchecked pattern"},
	})
}

func TestJSONSequences(t *testing.T) {
	const texts = "application/json-seq: {schema: {$ref: '#/components/schemas/Thing'}}"
	const numbers = "application/json-seq: {schema: {type: integer}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"each text conforms", texts, "application/json-seq", "\x1e{\"id\":1}\n\x1e{\"id\":2}\n", "conforms"},
		{"a text of several lines", texts, "application/json-seq", "\x1e{\n\"id\":1}\n", "conforms"},
		{"each has its own location", texts, "application/json-seq", "\x1e{\"id\":1}\n\x1e{}\n", "body-schema /1"},
		{"several separators divide nothing", texts, "application/json-seq", "\x1e\x1e{\"id\":1}\n\x1e\n\x1e{}", "body-schema /1"},
		{"no separator", texts, "application/json-seq", "{\"id\":1}", "body-unreadable /0"},
		{"a suffix", "application/geo+json-seq: {schema: {$ref: '#/components/schemas/Thing'}}", "application/geo+json-seq", "\x1e{}\n", "body-schema /0"},
		{"no JSON", texts, "application/json-seq", "\x1e{\"id\":1}\n\x1ex\n", "body-unreadable /1"},
		{"nothing", texts, "application/json-seq", "", "conforms"},
		{"a number", numbers, "application/json-seq", "\x1e12\n", "conforms"},
		{"a number that may be cut off", numbers, "application/json-seq", "\x1e12", "body-unreadable /0"},
	})
}

func TestServerSentEvents(t *testing.T) {
	const object = "text/event-stream: {schema: {$ref: '#/components/schemas/Thing'}}"
	const text = "text/event-stream: {schema: {type: string}}"
	const words = "text/event-stream: {schema: {type: string, enum: [start, '[DONE]', '1']}}"
	const either = "text/event-stream: {schema: {oneOf: [{$ref: '#/components/schemas/Thing'}, {type: string, enum: ['[DONE]']}]}}"
	checkBodies(t, "3.0.3", []bodyCase{
		{"the data of each event", object, "text/event-stream", "data: {\"id\":1}\n\ndata: {\"id\":2}\n\n", "conforms"},
		{"has its own location", object, "text/event-stream; charset=utf-8", "event: x\ndata: {\"id\":1}\n\nid: 7\ndata: {\"id\":\"no\"}\n\n", "body-schema /1/id"},
		{"data of several lines", object, "text/event-stream", "data: {\ndata: \"id\":\ndata: \"x\"}\n\n", "body-schema /0/id"},
		{"lines that end with CR LF or CR", object, "text/event-stream", "data:{\"id\":1}\r\n\r\ndata:{}\r\rdata:{}\r\n\r\n", "body-schema /1, body-schema /2"},
		{"comments and events without data", object, "text/event-stream", ": ping\n\nevent: ping\n\ndata\n\ndata:\n\ndata: {}\n\n", "body-schema /0"},
		{"an end that no blank line follows", object, "text/event-stream", "data: {}", "body-schema /0"},
		{"a byte order mark is allowed", object, "text/event-stream", "\ufeffdata: {}\n\n", "body-schema /0"},
		{"the end of a stream is no JSON", object, "text/event-stream", "data: {\"id\":1}\n\ndata: [DONE]\n\n", "unchecked media-type"},
		{"but what is JSON is checked", object, "text/event-stream", "data: {}\n\ndata: [DONE]\n\n", "body-schema /0, unchecked media-type"},
		{"data that is cut off", object, "text/event-stream", "data: {\"id\":1", "unchecked media-type"},
		{"no events", object, "text/event-stream", "", "conforms"},
		{"any text", text, "text/event-stream", "data: a\n\ndata: {\"a\":1}\n\n", "conforms"},
		{"the words of an enum", words, "text/event-stream", "data: start\n\ndata: 1\n\ndata: [DONE]\n\n", "conforms"},
		{"another word", words, "text/event-stream", "data: start\n\ndata: stop\n\n", "body-schema /1"},
		{"a string of JSON", words, "text/event-stream", "data: \"start\"\n\n", "conforms"},
		{"an object or a word", either, "text/event-stream", "data: {\"id\":1}\n\ndata: [DONE]\n\n", "conforms"},
		{"a wrong object", either, "text/event-stream", "data: {\"id\":\"x\"}\n\ndata: [DONE]\n\n", "body-schema /0/id"},
		{"a wrong word, which may be an object", either, "text/event-stream", "data: END\n\n", "unchecked media-type"},
		{"an untyped schema of objects", "text/event-stream: {schema: {required: [a]}}", "text/event-stream", "data: hello\n\n", "unchecked media-type"},
		{"an empty schema", "text/event-stream: {schema: {}}", "text/event-stream", "data: hello\n\n", "conforms"},
		{"no schema", "text/event-stream: {}", "text/event-stream", "data: hello\n\n", "conforms"},
		{"all events are one array", "text/event-stream: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}", "text/event-stream", "data: {\"id\":1}\n\ndata: {}\n\n", "body-schema /1"},
	})
}

// OpenAPI 3.2 has a schema for the items themselves.
func TestItemSchemas(t *testing.T) {
	const lines = "application/jsonl: {itemSchema: {$ref: '#/components/schemas/Thing'}}"
	const events = "text/event-stream: {itemSchema: {type: object, required: [event], properties: {data: {type: string, maxLength: 3}, event: {enum: [a, b]}, retry: {type: integer}}}}"
	checkBodies(t, "3.2.0", []bodyCase{
		{"each line conforms", lines, "application/jsonl", "{\"id\":1}\n", "conforms"},
		{"a line that does not", lines, "application/jsonl", "{\"id\":1}\n{}", "body-schema /1"},
		{"an array is the schema of each line", "application/jsonl: {itemSchema: {type: array}}", "application/jsonl", "[]\n1", "body-schema /1"},
		{"an event is an object of its fields", events, "text/event-stream", "event: a\nid: 1\nretry: 5\ndata: 123\n\n", "conforms"},
		{"a missing field", events, "text/event-stream", "event: a\ndata: x\n\ndata: x\n\n", "body-schema /1"},
		{"wrong fields", events, "text/event-stream", "event: c\nretry: soon\ndata: long\n\n", "body-schema /0/data, body-schema /0/event, body-schema /0/retry"},
		{"the last field of a name counts", events, "text/event-stream", "event: c\nevent: b\ndata: x\n\n", "conforms"},
		{"parts of a multipart body", "multipart/mixed: {itemSchema: {type: object}}", "multipart/mixed; boundary=x", "--x--", "unchecked media-type"},
	})
}

// The errors of a sequence are bounded, and one of another kind is never left out.
func TestErrorsOfLongSequences(t *testing.T) {
	v := parse(t, withContent("3.0.3", "application/x-ndjson: {schema: {$ref: '#/components/schemas/Thing'}}"))
	body := strings.Repeat("{}\n", 50_000) + "{\"id\":\"x\"}\nno\n" + strings.Repeat("{}\n", 10)
	result := v.Check(exchange("GET", "/x", 200, body, "Content-Type: application/x-ndjson"))
	assert.Less(t, len(result.Violations), 1_100)
	for _, want := range []string{"body-schema /0", "body-schema /50000/id", "body-unreadable /50001"} {
		assert.Contains(t, found(result), want)
	}

	collector := validate.NewCollector(v)
	collector.Add(&result)
	report := collector.Report()
	assert.Equal(t, 50_012, report.Summary.Violations.Error, "all are counted")
	most := slices.MaxFunc(report.Findings, func(a, b validate.Finding) int { return a.Count - b.Count })
	assert.Equal(t, 50_010, most.Count)
}

// So are those of one long array.
func TestErrorsOfLongArrays(t *testing.T) {
	v := parse(t, withContent("3.0.3", "application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}"))
	body := "[" + strings.Repeat("{},", 1_500) + `{"id":"x"},{}]`
	result := v.Check(exchange("GET", "/x", 200, body, "Content-Type: application/json"))
	collector := validate.NewCollector(v)
	collector.Add(&result)
	assert.Equal(t, 1_502, collector.Report().Summary.Violations.Error)
	assert.Contains(t, found(result), "body-schema /1500/id")
}

// A sequence has one budget: many items that take long do not take as long each.
func TestTheBudgetOfASequence(t *testing.T) {
	var schemas strings.Builder
	for i := range 30 {
		fmt.Fprintf(&schemas, "S%d: {anyOf: [{$ref: '#/components/schemas/S%d', minProperties: 1}, {allOf: [{$ref: '#/components/schemas/S%d'}]}]}\n    ", i, i+1, i+1)
	}
	document := fmt.Sprintf(`
openapi: 3.1.0
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
components:
  schemas:
    %sS30: {type: object, properties: {c: {$ref: '#/components/schemas/S0'}, never: {not: {}}}}
paths:
  /x: {get: {responses: {"200": {description: d, content: {application/x-ndjson: {schema: {$ref: '#/components/schemas/S0'}}}}}}}
`, schemas.String())
	v := parseWith(t, document, withoutFastPath())
	line := strings.Repeat(`{"c":`, 20) + `{"never":1}` + strings.Repeat("}", 20) + "\n"
	start := time.Now()
	v.Check(exchange("GET", "/x", 200, strings.Repeat(line, 2_000), "Content-Type: application/x-ndjson"))
	assert.Less(t, time.Since(start), 20*time.Second)
}

func TestACancelledSequence(t *testing.T) {
	v := parse(t, withContent("3.0.3", "application/x-ndjson: {schema: {$ref: '#/components/schemas/Thing'}}"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	result := v.CheckContext(ctx, exchange("GET", "/x", 200, strings.Repeat("{}\n", 1000), "Content-Type: application/x-ndjson"))
	require.Equal(t, []validate.UncheckedReason{validate.UncheckedBudget}, result.Unchecked)
}
