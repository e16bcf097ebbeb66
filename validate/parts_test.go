package validate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/specimen"
)

// oddDocument has schemas whose faults are hard to tell by parts.
const oddDocument = `openapi: 3.0.3
info: {title: t, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /odd:
    get:
      operationId: odd
      responses:
        '200':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/Odd'}}}
components:
  schemas:
    Odd:
      type: object
      required: [list, named, elsewhere, '10']
      properties:
        '10': {type: integer}
        '9': {type: integer}
        list: {type: array, minItems: 1, maxItems: 3, items: {$ref: '#/components/schemas/Item'}}
        named: {allOf: [{$ref: '#/components/schemas/Item'}, {type: object, required: [more], properties: {more: {type: string, minLength: 2}}}]}
        either: {oneOf: [{type: object, required: [a], properties: {a: {type: integer}}}, {type: object, required: [b], properties: {b: {type: string}}}]}
        closed: {type: object, additionalProperties: false, required: [x, y], properties: {x: {type: string}, y: {type: number, nullable: true}, z: {type: string, enum: [p, q]}}}
        map: {type: object, additionalProperties: {type: object, required: [n], properties: {n: {type: integer, minimum: 3}}}}
        unique: {type: array, uniqueItems: true, items: {type: string}}
        secret: {type: object, required: [w], properties: {w: {type: string, writeOnly: true}, r: {type: string, readOnly: true}}}
        again: {$ref: '#/components/schemas/Odd'}
    Item:
      type: object
      required: [id, kind, unknown]
      properties:
        id: {type: string, minLength: 3}
        kind: {type: string, enum: [a, b], nullable: true}
        at: {type: string, format: date-time}
        size: {type: integer, minimum: 0}
`

// What is said of parts is what is said of the whole.
func TestPartsSayWhatTheWholeDoes(t *testing.T) {
	documents := map[string]string{apicontract.DocumentName: string(apicontract.Document()), "odd.yaml": oddDocument}
	rounds := map[string]int{apicontract.DocumentName: 60, "odd.yaml": 20_000}
	if testing.Short() {
		rounds = map[string]int{apicontract.DocumentName: 5, "odd.yaml": 2_000}
	}
	for name, text := range documents {
		c, err := Parse(name, []byte(text))
		require.NoError(t, err)
		divided := 0
		for _, op := range c.operations {
			for key, r := range op.responses {
				for _, m := range r.media {
					if m.schema == nil || m.envelope || !strings.HasPrefix(key, "2") {
						continue
					}
					divided += divide(t, c, m, rounds[name])
				}
			}
		}
		assert.Greater(t, divided, 100, "%s: the test has something to compare", name)
	}
}

// divide compares both ways on specimens with damage, and counts those that were
// explained by parts.
func divide(t *testing.T, c *Contract, m *media, rounds int) (divided int) {
	t.Helper()
	maker := specimen.New(1)
	v := &Validator{contract: c}
	for range rounds {
		content := maker.Make(m.lower())
		for range 4 {
			content = maker.Damage(content)
			j := &judge{v: v, x: &Exchange{Response: Response{Status: 200, Content: content}}}
			got, ok := j.parts(m)
			if !ok {
				continue
			}
			value, err := explain.Decode(content)
			require.NoError(t, err, "parts are told only of JSON: %s", content)
			want := j.explain(m, value)
			if len(want)+len(got) > 0 {
				require.Equal(t, want, got, "%s", content)
			}
			divided++
		}
	}
	return divided
}

func TestPartsAreTheCommonCase(t *testing.T) {
	c, err := Parse("odd.yaml", []byte(oddDocument))
	require.NoError(t, err)
	m := c.operations[0].responses["200"].media[0]
	item := func(id string) string { return `{"id":` + id + `,"kind":"a","unknown":1}` }
	cases := []struct {
		content string
		divided bool
		reason  string
	}{
		{`{"10":1,"elsewhere":1,"list":[` + item(`"abc"`) + `,` + item(`7`) + `],"named":{"id":"abc","kind":"a","unknown":1,"more":"xy"}}`, true, "a member of the wrong type"},
		{`{"10":1,"list":[` + item(`"abc"`) + `],"named":{"id":"abc","kind":"a","unknown":1,"more":"xy"}}`, true, "a member that the content itself lacks"},
		{`{"10":1,"elsewhere":1,"list":[{"kind":"a"}],"named":{"id":"abc","kind":"a","unknown":1,"more":"xy"}}`, true, "members that an item lacks"},
		{`{"10":1,"elsewhere":1,"list":[` + item(`"abc"`) + `],"named":{"id":"abc"}}`, true, "a fault in a value of several schemas"},
		{`{"10":"1","9":"1","elsewhere":1,"list":[` + item(`"abc"`) + `],"named":{"id":"abc","kind":"a","unknown":1,"more":"xy"}}`, true, "names that are numbers"},
		{`{"secret":{"w":"x"}}`, false, "what must not be in a response is the whole object's affair"},
		{`{"list":[` + item(`"a","id":"a"`) + `]}`, false, "a duplicate name is no JSON"},
		{`[]`, false, "the whole is no part"},
	}
	for _, tc := range cases {
		t.Run(tc.reason, func(t *testing.T) {
			j := &judge{v: &Validator{contract: c}, x: &Exchange{Response: Response{Status: 200, Content: []byte(tc.content)}}}
			faults, ok := j.parts(m)
			assert.Equal(t, tc.divided, ok)
			if ok {
				value, err := explain.Decode([]byte(tc.content))
				require.NoError(t, err)
				assert.NotEmpty(t, faults)
				assert.Equal(t, j.explain(m, value), faults)
			}
		})
	}
}
