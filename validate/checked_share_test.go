package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

const shareDocument = `
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
paths:
  /json: {get: {responses: {'200': {description: d, content: {application/json: {schema: {type: object}}}}, default: {description: d, content: {application/json: {schema: {type: object}}}}}}}
  /any: {get: {responses: {'200': {description: d, content: {application/json: {schema: {}}}}}}}
  /file: {get: {responses: {'200': {description: d, content: {application/zip: {schema: {type: string, format: binary}}}}}}}
  /xml: {get: {responses: {'200': {description: d, content: {application/xml: {schema: {type: object}}}}}}}
  /none: {get: {responses: {'200': {description: d}}}}
  /lost: {get: {responses: {'200': {$ref: '#/components/responses/No'}}}}
  /unusable: {get: {responses: 5}}
  /events: {get: {responses: {'200': {description: d, content: {text/event-stream: {schema: {type: object}}}}}}}
`

// Which exchanges count in the share of what was checked, and which of them were missed.
func TestCheckedShare(t *testing.T) {
	const asJSON = "Content-Type: application/json"
	missing := func(why validate.UncheckedReason, method, path string, status int, fields ...string) *validate.Exchange {
		x := exchange(method, path, status, "", fields...)
		x.Response.BodyMissing = why
		return x
	}
	malformed := exchange("GET", "/json", 0, "")
	malformed.Skip = validate.SkipMalformed
	nowhere := &validate.Exchange{Skip: validate.SkipMalformed}
	elsewhere := exchange("GET", "", 0, "")
	elsewhere.Request.URL, elsewhere.Skip = "https://other.example/x", validate.SkipMalformed
	excluded := missing(validate.UncheckedNotRecorded, "GET", "/json/excluded", 200)
	lost := exchange("GET", "/lost", 200, "{}", asJSON)
	for _, c := range []struct {
		reason    string
		exchange  *validate.Exchange
		checkable int
		missed    string
	}{
		{"a body that was checked", exchange("GET", "/json", 200, "{}", asJSON), 1, ""},
		{"a body with a schema that was not recorded", missing(validate.UncheckedNotRecorded, "GET", "/json", 200, asJSON), 1, "body-not-recorded"},
		{"its type is not known either", missing(validate.UncheckedTooLarge, "GET", "/json", 200), 1, "body-too-large"},
		{"the schema is that of any error", missing(validate.UncheckedNotRecorded, "GET", "/json", 500, asJSON), 1, "body-not-recorded"},
		{"a redirect needs no body", missing(validate.UncheckedNotRecorded, "GET", "/json", 302), 1, ""},
		{"another type has no schema", missing(validate.UncheckedNotRecorded, "GET", "/json", 200, "Content-Type: text/html"), 1, ""},
		{"a schema that asks nothing", missing(validate.UncheckedNotRecorded, "GET", "/any", 200, asJSON), 1, ""},
		{"a file", missing(validate.UncheckedNotRecorded, "GET", "/file", 200, "Content-Type: application/zip"), 1, ""},
		{"no body is documented", missing(validate.UncheckedNotRecorded, "GET", "/none", 200), 1, ""},
		{"a body that cannot be decoded, whatever is documented", missing(validate.UncheckedUndecodable, "GET", "/none", 200), 1, "body-undecodable"},
		{"a body that cannot be decoded, of no operation", missing(validate.UncheckedUndecodable, "GET", "/no", 200), 1, "body-undecodable"},
		{"an undocumented operation", missing(validate.UncheckedNotRecorded, "GET", "/no", 200), 1, ""},
		{"no decoder", exchange("GET", "/xml", 200, "<a/>", "Content-Type: application/xml"), 1, "media-type"},
		{"no event can be read", exchange("GET", "/events", 200, "data: [DONE]\n\n", "Content-Type: text/event-stream"), 1, "media-type"},
		{"some events can", exchange("GET", "/events", 200, "data: {}\n\ndata: [DONE]\n\n", "Content-Type: text/event-stream"), 1, ""},
		{"the document's response is nowhere", lost, 1, "reference"},
		{"an operation that cannot be used", exchange("GET", "/unusable", 200, "{}", asJSON), 1, "operation-unusable"},
		{"a malformed entry of the contract", malformed, 1, "malformed-entry"},
		{"a malformed entry of an unknown host", nowhere, 1, "malformed-entry"},
		{"a malformed entry of another host", elsewhere, 0, ""},
		{"HEAD", missing(validate.UncheckedNotRecorded, "HEAD", "/json", 200), 0, ""},
		{"not modified", exchange("GET", "/json", 304, ""), 0, ""},
		{"a preflight", exchange("OPTIONS", "/json", 204, "", "Access-Control-Allow-Methods: GET"), 0, ""},
		{"no response", exchange("GET", "/json", 0, ""), 0, ""},
		{"excluded", excluded, 0, ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			collector := validate.NewCollector(parseWith(t, shareDocument, validate.WithExclude("/json/*")))
			result := collector.Check(c.exchange)
			s := collector.Summary()
			assert.Equal(t, c.checkable, s.Checkable)
			want := map[string]int{}
			if c.checkable == 1 && c.missed != "" {
				want[c.missed] = 1
				assert.False(t, result.Conforms())
			}
			assert.Equal(t, want, s.Missed)
			for _, row := range collector.Report().Coverage {
				if row.Count > 0 {
					assert.Equal(t, c.missed != "", row.Unread == 1, "what was not looked at exercises no operation")
				}
			}
		})
	}
}

func TestMinCheckedBounds(t *testing.T) {
	s := validate.Summary{Checkable: 100, Missed: map[string]int{"media-type": 20, "body-not-recorded": 30}}
	assert.True(t, s.ReachesMinChecked(50), "50 of 100 is enough")
	s.Missed["media-type"]++
	assert.False(t, s.ReachesMinChecked(50), "49 of 100 is not")
	assert.InDelta(t, 49, s.CheckedPercent(), 1e-9)
	assert.True(t, new(validate.Summary).ReachesMinChecked(100), "there is nothing to check")
}
