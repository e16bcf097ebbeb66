package accept_test

import (
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func program(s *accept.Schema, places ...[]string) *accept.Program {
	var set accept.Set
	return set.Compile(s, places...)
}

// JSON is taken as strictly as can be.
func TestOnlyJSONIsAccepted(t *testing.T) {
	p := program(nil)
	var r accept.Runner
	for content, want := range map[string]bool{
		`{"a":[1,-2.5e+3,"x",null,true,false,{}],"b":{}}`: true,
		" \t\r\n[ ] ": true, `"\u0041\ud83d\ude00\n\\\"\/"`: true, `0`: true, `-0`: true, `1e5`: true, "\"é漢😀\"": true,
		"": false, " ": false, `{}{}`: false, `{} x`: false, `[1,]`: false, `{"a":1,}`: false, `{"a"}`: false, `{a:1}`: false,
		`{"a":1,"a":2}`: false, `{"x":{"a":1,"b":2,"a":3}}`: false, `01`: false, `1.`: false, `.5`: false, `+1`: false, `1e`: false, `-`: false,
		`tru`: false, `nul`: false, `NaN`: false, `"a`: false, `"\x"`: false, `"\u12"`: false, `"\ud800"`: false, `"\udc00"`: false,
		`"\ud800\u0041"`: false, "\"\x01\"": false, "\"\xff\"": false, "\"\xed\xa0\x80\"": false, "\xef\xbb\xbf{}": false,
		`[`: false, `{`: false, `{"a":`: false, `[1 2]`: false, `{"a" 1}`: false, `{"a":1 "b":2}`: false, "\x00": false, `{"\u0061":1}`: false, // a name is not read
	} {
		assert.Equal(t, want, r.Run(p, []byte(content)), "%q", content)
	}
	deep := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	assert.True(t, r.Run(p, deep(400)))
	assert.False(t, r.Run(p, deep(100_000)), "nesting is bounded")
	names := `{`
	for i := range 1000 {
		names += `"` + strings.Repeat("n", i) + `":1,`
	}
	assert.False(t, r.Run(p, []byte(names+`"x":1}`)), "so are the names that are compared")
}

// Members come in any order, and the order that was seen last is tried first.
func TestOrderOfMembers(t *testing.T) {
	object := &accept.Schema{Kinds: accept.Object, Obj: &accept.Obj{Closed: true, Members: []accept.Member{
		{Name: "a", Required: true}, {Name: "b", Schema: &accept.Schema{Kinds: accept.Whole}}, {Name: "longer_than_eight"}, {Name: `q"uote`},
	}}}
	p := program(object)
	var r accept.Runner
	for range 3 {
		for content, want := range map[string]bool{
			`{"a":1,"b":2,"longer_than_eight":3}`:       true,
			`{"longer_than_eight":3,"b":2,"a":1}`:       true,
			`{ "b" : 2 , "a" : 1 }`:                     true,
			`{"b":2}`:                                   false,
			`{"a":1,"b":"x"}`:                           false,
			`{"a":1,"longer_than_eighT":3}`:             false,
			`{"a":1,"longer_than_nine!":3}`:             false,
			`{"a":1,"b":2,"b":2}`:                       false,
			`{"a":1,"q"uote":1}`:                        false,
			`{"a":1,"q\"uote":1}`:                       false, // it may be right, but is not read
			`{"a":1,"":1}`:                              false,
			`{"a":1,"b":2,"longer_than_eight":3,"c":4}`: false,
		} {
			assert.Equal(t, want, r.Run(p, []byte(content)), "%s", content)
		}
	}
}

func TestText(t *testing.T) {
	p := program(&accept.Schema{Kinds: accept.Object},
		[]string{"error", "code"}, []string{"error", "message"}, nil, []string{"top"})
	var r accept.Runner
	require.True(t, r.Run(p, []byte(`{"error":{"message":"a \"b\" \u00e9","code":"x"},"other":{"code":1}}`)))
	code, ok := r.Text(0)
	assert.True(t, ok)
	assert.Equal(t, "x", string(code))
	message, _ := r.Text(1)
	assert.Equal(t, `a "b" é`, string(message))
	_, ok = r.Text(2)
	assert.False(t, ok, "no place")
	_, ok = r.Text(3)
	assert.False(t, ok, "nothing there")

	require.True(t, r.Run(p, []byte(`{"error":{"code":""}}`)))
	code, ok = r.Text(0)
	assert.True(t, ok, "an empty string is one")
	assert.Empty(t, code)
	_, ok = r.Text(1)
	assert.False(t, ok, "nothing is left of the run before")
	assert.False(t, r.Run(p, []byte(`{"error":{"code":1}}`)), "no string is there")
	assert.False(t, r.Run(p, []byte(`{"top":null}`)), "nor there")
	assert.True(t, r.Run(p, []byte(`{"error":[]}`)), "what is no object has no such place")
}

func TestImage(t *testing.T) {
	one, low := 1, 0.5
	leaf := &accept.Schema{Kinds: accept.String, Text: &accept.Text{Min: 1, Max: &one, Pattern: "^a"}, Enum: &accept.Enum{Strings: []string{"a"}}}
	tree := &accept.Schema{Kinds: accept.Object | accept.Null, NullFirst: true, Num: &accept.Num{Min: &low, Exact: true}}
	tree.Obj = &accept.Obj{Closed: true, Min: 1, Members: []accept.Member{{Name: "leaf", Schema: leaf, Required: true}, {Name: "tree", Schema: tree}}}
	tree.List = &accept.List{Prefix: []*accept.Schema{leaf, nil}, Items: tree, Unique: true}
	tree.All = []*accept.Schema{{Kinds: accept.Any}}
	tree.Choices = []*accept.Choice{{One: true, Branches: []*accept.Schema{leaf, tree}, Property: "leaf", Values: map[string]int{"a": 1}}}
	var e accept.Encoder
	id, err := e.Add(tree)
	require.NoError(t, err)
	again, err := e.Add(tree)
	require.NoError(t, err)
	assert.Equal(t, id, again)
	d := accept.NewDecoder(e.Lines())
	assert.Equal(t, tree, d.Schema(id))
	assert.Same(t, d.Schema(id), d.Schema(id).Obj.Members[1].Schema)
	assert.Nil(t, d.Schema(0))
	for _, missing := range []int{-1, 1000} {
		assert.True(t, d.Schema(missing).Unknown)
	}
	for _, damaged := range []string{"", "{", `{"c":[{"b":[],"v":{"x":7}}]}`} {
		assert.True(t, accept.NewDecoder([][]byte{[]byte(damaged)}).Schema(1).Unknown, damaged)
	}
}
