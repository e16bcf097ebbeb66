package validate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// groupsDocument has operations that share a schema, and others.
func groupsDocument(operations int) string {
	var b strings.Builder
	b.WriteString(`
openapi: 3.0.3
info: {title: T, version: "1"}
servers: [{url: https://api.heygen.com}]
components: {schemas: {Thing: {type: object, required: [id], properties: {id: {type: string, maxLength: 3}, tags: {type: array, items: {type: string}}}}}}
paths:
`)
	for i := range operations {
		fmt.Fprintf(&b, "  /things%d/{id}: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}\n", i)
	}
	return b.String()
}

func groupText(g *validate.Group) string {
	text := fmt.Sprintf("%s %s ×%d in %d: %s", g.Level, g.Rule, g.Count, g.Operations, g.Message)
	if g.DocumentLocation == nil {
		return text + " (several places)"
	}
	return text
}

func TestGroups(t *testing.T) {
	const asJSON = "Content-Type: application/json"
	ok := func(i int, body string) *validate.Exchange {
		return exchange("GET", fmt.Sprintf("/things%d/x", i), 200, body, asJSON)
	}
	for _, c := range []struct {
		exchanges []*validate.Exchange
		want      []string
		reason    string
	}{
		{nil, nil, "nothing was found"},
		{[]*validate.Exchange{exchange("GET", "/things0/x", 200, "<", "Content-Type: text/html"), exchange("GET", "/things1/x", 200, "<", "Content-Type: text/html"), exchange("GET", "/things1/x", 200, "<", "Content-Type: text/plain")},
			[]string{"error content-type-undocumented ×2 in 2: status 200 OK does not document the media type text/html (several places)",
				"error content-type-undocumented ×1 in 1: status 200 OK does not document the media type text/plain"}, "the same message across operations"},
		{[]*validate.Exchange{ok(0, `{"id":"a","tags":["a",1]}`), ok(1, `{"id":"a","tags":[1]}`)},
			[]string{"error body-schema ×2 in 2: `tags[1]` is of type integer, not string"}, "another item is the same message"},
		{[]*validate.Exchange{ok(0, `{"id":"abcd"}`), ok(1, `{"id":"abcde"}`)},
			[]string{"error body-schema ×2 in 2: `id` has 4 characters, not at most 3 characters"}, "another message at the same place of the document"},
		{[]*validate.Exchange{ok(0, `{"id":`), ok(1, `{"i`)},
			[]string{"error body-unreadable ×2 in 2: the body ends early (several places)"}, "another place in the body"},
		{[]*validate.Exchange{exchange("GET", "/things1/1/more", 200, ""), exchange("POST", "/things1/2", 200, ""), exchange("GET", "/health", 200, ""), exchange("GET", "/metrics", 200, "")},
			[]string{"warning operation-undocumented ×2 in 2: the contract documents no operation for this method and path",
				"warning operation-undocumented ×2 in 2: no operation is documented; the nearest path is /things1/{id}"}, "undocumented calls by their nearest path"},
		{[]*validate.Exchange{ok(0, `[]`), ok(0, `[]`), exchange("GET", "/no", 200, ""), exchange("GET", "/no", 200, ""), exchange("GET", "/no", 200, ""), ok(0, `{}`)},
			[]string{"error body-schema ×2 in 1: the body is of type array, not object", "error body-schema ×1 in 1: the body does not have the required member \"id\"",
				"warning operation-undocumented ×3 in 1: the contract documents no operation for this method and path"}, "the level first, then the count"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			collector := validate.NewCollector(parse(t, groupsDocument(3)))
			for _, x := range c.exchanges {
				collector.Check(x)
			}
			report := collector.Report()
			var got []string
			members := make(map[string]int)
			for i := range report.Groups {
				got = append(got, groupText(&report.Groups[i]))
				for _, f := range report.Groups[i].Findings {
					members[f]++
				}
			}
			assert.Equal(t, c.want, got)
			require.Len(t, members, len(report.Findings), "every finding is in a group")
			for _, f := range report.Findings {
				assert.Equal(t, 1, members[f.Fingerprint], "and in one only")
			}
		})
	}
}
