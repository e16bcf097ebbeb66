package jsonvalue_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

func TestDecodeAndEncode(t *testing.T) {
	cases := []struct {
		reason, body, want string
	}{
		{"digits are kept", `{"n":12345678901234567890.10}`, `{"n":12345678901234567890.10}`},
		{"HTML is not escaped", `"<a&b>"`, `"<a&b>"`},
		{"only the first value counts", `1 2`, `1`},
		{"null is a value", `null`, `null`},
		{"cut off", `{"n":`, ""},
		{"empty", ``, ""},
	}
	for _, c := range cases {
		value, ok := jsonvalue.Decode([]byte(c.body))
		require.Equal(t, c.want != "", ok, c.reason)
		if ok {
			assert.Equal(t, c.want, string(jsonvalue.Encode(value)), c.reason)
		}
	}
	assert.Nil(t, jsonvalue.Encode(math.NaN()), "JSON has no NaN")
}

func decode(t *testing.T, text string) any {
	t.Helper()
	value, ok := jsonvalue.Decode([]byte(text))
	require.True(t, ok, text)
	return value
}

func TestGet(t *testing.T) {
	value := decode(t, `{"a":{"b":["x",{"c":1}]}}`)
	cases := []struct {
		reason string
		tokens []string
		want   any
	}{
		{"nil tokens are no place", nil, nil},
		{"empty tokens are the value itself", []string{}, value},
		{"an item of an array", []string{"a", "b", "0"}, "x"},
		{"a member of an item", []string{"a", "b", "1", "c"}, json.Number("1")},
		{"a missing member", []string{"a", "z"}, nil},
		{"a missing item", []string{"a", "b", "2"}, nil},
		{"a member of a string", []string{"a", "b", "0", "z"}, nil},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, jsonvalue.Get(value, c.tokens), c.reason)
	}
	assert.Equal(t, "x", jsonvalue.GetString(value, []string{"a", "b", "0"}))
	assert.Empty(t, jsonvalue.GetString(value, []string{"a"}), "an object is not a string")
}

func TestSet(t *testing.T) {
	cases := []struct {
		reason, value string
		tokens        []string
		want          string
	}{
		{"nil tokens change nothing", `{"a":1}`, nil, `{"a":1}`},
		{"empty tokens replace the value", `{"a":1}`, []string{}, `"new"`},
		{"a new member", `{"a":1}`, []string{"b"}, `{"a":1,"b":"new"}`},
		{"objects are created on the way", `{}`, []string{"a", "b"}, `{"a":{"b":"new"}}`},
		{"a scalar on the way is replaced", `{"a":1}`, []string{"a", "b"}, `{"a":{"b":"new"}}`},
		{"null becomes an object", `null`, []string{"a"}, `{"a":"new"}`},
		{"an item of an array", `{"a":[1,2]}`, []string{"a", "1"}, `{"a":[1,"new"]}`},
		{"an array is not extended", `{"a":[1,2]}`, []string{"a", "2"}, `{"a":[1,2]}`},
		{"an array has no named members", `{"a":[1,2]}`, []string{"a", "b"}, `{"a":[1,2]}`},
	}
	for _, c := range cases {
		assert.JSONEq(t, c.want, string(jsonvalue.Encode(jsonvalue.Set(decode(t, c.value), c.tokens, "new"))), c.reason)
	}
}

func TestSetMemberAndDelete(t *testing.T) {
	const text = `{"a":{"b":1},"c":[{"d":2}]}`
	cases := []struct {
		reason           string
		tokens           []string
		set, deleted     string // the resulting value
		setOK, deletedOK bool
	}{
		{"no place", nil, text, text, false, false},
		{"the value itself is not a member", []string{}, text, text, false, false},
		{"a member that exists", []string{"a", "b"}, `{"a":{"b":"new"},"c":[{"d":2}]}`, `{"a":{},"c":[{"d":2}]}`, true, true},
		{"a member that does not exist", []string{"a", "x"}, `{"a":{"b":1,"x":"new"},"c":[{"d":2}]}`, text, true, false},
		{"no object to hold it", []string{"x", "y"}, text, text, false, false},
		{"an object in an array", []string{"c", "0", "d"}, `{"a":{"b":1},"c":[{"d":"new"}]}`, `{"a":{"b":1},"c":[{}]}`, true, true},
		{"an item is not a member", []string{"c", "0"}, text, text, false, false},
	}
	for _, c := range cases {
		value := decode(t, text)
		assert.Equal(t, c.setOK, jsonvalue.SetMember(value, c.tokens, "new"), c.reason)
		assert.JSONEq(t, c.set, string(jsonvalue.Encode(value)), c.reason)
		value = decode(t, text)
		assert.Equal(t, c.deletedOK, jsonvalue.Delete(value, c.tokens), c.reason)
		assert.JSONEq(t, c.deleted, string(jsonvalue.Encode(value)), c.reason)
	}
}

func TestClone(t *testing.T) {
	value := decode(t, `{"a":[{"b":1}]}`)
	clone := jsonvalue.Clone(value)
	require.Equal(t, value, clone)
	jsonvalue.Set(clone, []string{"a", "0", "b"}, "new")
	assert.JSONEq(t, `{"a":[{"b":1}]}`, string(jsonvalue.Encode(value)), "the original is not changed")
}
