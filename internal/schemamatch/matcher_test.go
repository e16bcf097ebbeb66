package schemamatch_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemamatch"
)

func compile(s *schema.Schema, captures ...[]string) *schemamatch.Program {
	return schemamatch.NewCompiler(schemamatch.Options{}).Compile(s, captures...)
}

func schemaOf(t testing.TB, text string) *schema.Schema {
	t.Helper()
	return casesOf(t, document("3.1.0", "S: "+text), true)["S"].schema
}

// TestOnlyJSONConforms checks that the matcher is strict about JSON.
func TestOnlyJSONConforms(t *testing.T) {
	p := compile(nil)
	var m schemamatch.Matcher
	for body, want := range map[string]bool{
		`{"a":[1,-2.5e+3,"x",null,true,false,{}],"b":{}}`: true,
		" \t\r\n[ ] ": true, `"\u0041\ud83d\ude00\n\\\"\/"`: true, `0`: true, `-0`: true, `1e5`: true, "\"é漢😀\"": true,
		"": false, " ": false, `{}{}`: false, `{} x`: false, `[1,]`: false, `{"a":1,}`: false, `{"a"}`: false, `{a:1}`: false,
		`{"a":1,"a":2}`: false, `{"x":{"a":1,"b":2,"a":3}}`: false, `01`: false, `1.`: false, `.5`: false, `+1`: false, `1e`: false, `-`: false,
		`tru`: false, `nul`: false, `NaN`: false, `"a`: false, `"\x"`: false, `"\u12"`: false, `"\ud800"`: false, `"\udc00"`: false,
		`"\ud800\u0041"`: false, "\"\x01\"": false, "\"\xff\"": false, "\"\xed\xa0\x80\"": false, "\xef\xbb\xbf{}": false,
		`[`: false, `{`: false, `{"a":`: false, `[1 2]`: false, `{"a" 1}`: false, `{"a":1 "b":2}`: false, "\x00": false,
		`{"\u0061":1}`: false, // names with escapes are undecided
	} {
		assert.Equal(t, want, m.Conforms(p, []byte(body)), "%q", body)
	}
	deep := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	assert.True(t, m.Conforms(p, deep(400)))
	assert.False(t, m.Conforms(p, deep(100_000)), "nesting is bounded")
	names := `{`
	for i := range 1000 {
		names += `"` + strings.Repeat("n", i) + `":1,`
	}
	assert.False(t, m.Conforms(p, []byte(names+`"x":1}`)), "and so are the names that are compared")
}

// TestOrderOfMembers checks that members may be in any order. The order that was seen last is tried
// first.
func TestOrderOfMembers(t *testing.T) {
	p := compile(schemaOf(t, `{type: object, required: [a], additionalProperties: false, properties: {a: {}, b: {type: integer}, longer_than_eight: {}, 'q"uote': {}}}`))
	var m schemamatch.Matcher
	for range 3 {
		for body, want := range map[string]bool{
			`{"a":1,"b":2,"longer_than_eight":3}`:       true,
			`{"longer_than_eight":3,"b":2,"a":1}`:       true,
			`{ "b" : 2 , "a" : 1 }`:                     true,
			`{"b":2}`:                                   false,
			`{"a":1,"b":"x"}`:                           false,
			`{"a":1,"longer_than_eighT":3}`:             false,
			`{"a":1,"longer_than_nine!":3}`:             false,
			`{"a":1,"b":2,"b":2}`:                       false,
			`{"a":1,"q"uote":1}`:                        false,
			`{"a":1,"q\"uote":1}`:                       false, // names with escapes are undecided
			`{"a":1,"":1}`:                              false,
			`{"a":1,"b":2,"longer_than_eight":3,"c":4}`: false,
		} {
			assert.Equal(t, want, m.Conforms(p, []byte(body)), "%s", body)
		}
	}
}

func TestText(t *testing.T) {
	p := compile(schemaOf(t, `{type: object}`), []string{"error", "code"}, []string{"error", "message"}, nil, []string{"top"})
	var m schemamatch.Matcher
	require.True(t, m.Conforms(p, []byte(`{"error":{"message":"a \"b\" \u00e9","code":"x"},"other":{"code":1}}`)))
	code, ok := m.CapturedText(0)
	assert.True(t, ok)
	assert.Equal(t, "x", string(code))
	message, _ := m.CapturedText(1)
	assert.Equal(t, `a "b" é`, string(message))
	_, ok = m.CapturedText(2)
	assert.False(t, ok, "no capture")
	_, ok = m.CapturedText(3)
	assert.False(t, ok, "nothing is there")

	require.True(t, m.Conforms(p, []byte(`{"error":{"code":""}}`)))
	code, ok = m.CapturedText(0)
	assert.True(t, ok, "an empty string is one")
	assert.Empty(t, code)
	_, ok = m.CapturedText(1)
	assert.False(t, ok, "nothing is left of the run before")
	assert.False(t, m.Conforms(p, []byte(`{"error":{"code":1}}`)), "no string is there")
	assert.False(t, m.Conforms(p, []byte(`{"top":null}`)), "nor there")
	assert.True(t, m.Conforms(p, []byte(`{"error":[]}`)), "only objects have members")
}

// TestTextBelowSchemas checks that captures are found below schemas of each form, and that the
// schemas still apply.
func TestTextBelowSchemas(t *testing.T) {
	for _, c := range []struct {
		reason, schema, body string
		want                 string
		ok                   bool
	}{
		{"a declared member", `{type: object, properties: {error: {type: object, properties: {code: {type: string, enum: [x, y]}}}}}`, `{"error":{"code":"y"}}`, "y", true},
		{"that breaks its enum", `{type: object, properties: {error: {type: object, properties: {code: {type: string, enum: [x]}}}}}`, `{"error":{"code":"y"}}`, "", false},
		{"a member of allOf", `{allOf: [{properties: {error: {properties: {code: {type: string}}}}}, {type: object, required: [error]}]}`, `{"error":{"code":"y"}}`, "y", true},
		{"a member of a branch", `{oneOf: [{type: object, properties: {error: {properties: {code: {type: string}}}}}, {type: string}]}`, `{"error":{"code":"y"}}`, "y", true},
		{"that breaks the branch", `{oneOf: [{type: object, properties: {error: {properties: {code: {maxLength: 0}}}}}, {type: string}]}`, `{"error":{"code":"y"}}`, "", false},
		{"a further member", `{additionalProperties: {type: object}}`, `{"error":{"code":"y"}}`, "y", true},
		{"a recursive schema", `{type: object, properties: {error: {$ref: '#/components/schemas/S'}, code: {type: string}}}`, `{"code":"z","error":{"code":"y"}}`, "y", true},
		{"patterns are undecided", `{patternProperties: {e: {}}}`, `{"error":{"code":"y"}}`, "", false},
	} {
		var m schemamatch.Matcher
		s := schemaOf(t, c.schema)
		require.Equal(t, c.ok, m.Conforms(compile(s, []string{"error", "code"}), []byte(c.body)), c.reason)
		if c.ok {
			text, _ := m.CapturedText(0)
			assert.Equal(t, c.want, string(text), c.reason)
			assert.True(t, m.Conforms(compile(s), []byte(c.body)), c.reason)
		}
	}
}

// TestWorkIsLimited checks that the work for branches that fail late does not multiply.
func TestWorkIsLimited(t *testing.T) {
	var m schemamatch.Matcher
	cases := casesOf(t, document("3.1.0", `
S: {anyOf: [{properties: {a: {$ref: '#/components/schemas/S'}, z: {const: 1}}, required: [z]}, {properties: {a: {$ref: '#/components/schemas/S'}, z: {const: 2}}, required: [z]}]}
B0: {type: string}
`+bomb(60)), true)
	body := strings.Repeat(`{"a":`, 100) + `{"z":3}` + strings.Repeat(`,"z":3}`, 100)
	assert.False(t, m.Conforms(cases["S"].program, []byte(body)))
	assert.False(t, m.Conforms(cases["B60"].program, []byte(`1`)))
}

// bomb returns a chain of schemas that each contain the previous one twice.
func bomb(levels int) string {
	var b strings.Builder
	for i := range levels {
		ref := "{$ref: '#/components/schemas/B" + string(rune('0'+i/10))
		if i < 10 {
			ref = "{$ref: '#/components/schemas/B"
		}
		ref += string(rune('0'+i%10)) + "'}"
		name := i + 1
		b.WriteString("B")
		if name >= 10 {
			b.WriteByte(byte('0' + name/10))
		}
		b.WriteByte(byte('0' + name%10))
		b.WriteString(": {anyOf: [" + ref + ", {allOf: [" + ref + "]}]}\n")
	}
	return b.String()
}

// TestConcurrentUse checks that several goroutines may use programs and their compiler.
func TestConcurrentUse(t *testing.T) {
	s := schemaOf(t, `{type: object, properties: {a: {$ref: '#/components/schemas/S'}, b: {oneOf: [{type: string}, {type: integer}]}}}`)
	compiler := schemamatch.NewCompiler(schemamatch.Options{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			p := compiler.Compile(s, []string{"b"})
			var m schemamatch.Matcher
			for range 100 {
				assert.True(t, m.Conforms(p, []byte(`{"b":"x","a":{"b":1,"a":{"b":"y"}}}`)))
			}
		})
	}
	group.Wait()
}

func TestDecides(t *testing.T) {
	assert.True(t, compile(nil).Decides())
	assert.True(t, compile(schemaOf(t, `{type: string}`)).Decides())
	assert.False(t, compile(schemaOf(t, `{not: {type: string}}`)).Decides())
}
