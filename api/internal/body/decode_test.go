package body_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/api/internal/body"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type list struct {
	Data []item          `json:"data,omitempty"`
	By   map[string]item `json:"by,omitempty"`
	One  *item           `json:"one,omitempty"`
	Any  json.RawMessage `json:"any,omitempty"`
}

type item struct {
	ID    string  `json:"id"`
	Next  *string `json:"next"`
	Inner *item   `json:"inner,omitempty"`
}

var required = body.Required{reflect.TypeFor[item](): {"id", "next|null"}}

func TestRequiredMembers(t *testing.T) {
	for _, c := range []struct {
		reason, body, want string // want is empty if nothing is missing
	}{
		{"all there", `{"data":[{"id":"a","next":null}]}`, ""},
		{"nothing that requires", `{}`, ""},
		{"an optional member that is null", `{"data":null,"one":null}`, ""},
		{"an open member", `{"any":{"id":7}}`, ""},
		{"in the second item", `{"data":[{"id":"a","next":null},{"next":null}]}`, `lacks "data.id", which is required`},
		{"null", `{"one":{"id":null,"next":null}}`, `has null at "one.id", which is required`},
		{"nullable, but missing", `{"one":{"id":"a"}}`, `lacks "one.next", which is required`},
		{"of a map", `{"by":{"x":{"next":null}}}`, `lacks "by.x.id", which is required`},
		{"within itself", `{"one":{"id":"a","next":null,"inner":{"next":null}}}`, `lacks "one.inner.id", which is required`},
		{"the name in another case", `{"one":{"ID":"a","next":null}}`, `lacks "one.id", which is required`},
		{"behind a byte order mark", "\ufeff" + `{"one":{}}`, `lacks "one.id", which is required`},
		{"no value", ` null `, "is null"},
	} {
		err := body.Decode([]byte(c.body), new(list), required)
		if c.want == "" {
			require.NoError(t, err, c.reason)
			continue
		}
		require.EqualError(t, err, c.want, c.reason)
	}
}

func TestIntegers(t *testing.T) {
	for _, c := range []struct {
		reason, number string
		want           int64
		ok             bool
	}{
		{"plain", "7", 7, true},
		{"a fraction of zeros", "1700000000.0", 1700000000, true},
		{"an exponent", "1.7e9", 1700000000, true},
		{"a capital exponent with a sign", "17E+8", 1700000000, true},
		{"a negative exponent", "70e-1", 7, true},
		{"a fraction that the exponent makes whole", "0.07e2", 7, true},
		{"negative", "-2.0", -2, true},
		{"no negative zero", "-0.0", 0, true},
		{"zero, however large the exponent", "0e999", 0, true},
		{"the largest", "9223372036854775807.0", 9223372036854775807, true},
		{"the smallest", "-9.223372036854775808e18", -9223372036854775808, true},
		{"more than a float64 holds exactly", "9007199254740993.0", 9007199254740993, true},
		{"one too large", "9223372036854775808.0", 0, false},
		{"far too large", "1e30", 0, false},
		{"an exponent beyond all bounds", "1e99999999999", 0, false},
		{"a fraction", "7.5", 0, false},
		{"a fraction by its exponent", "75e-1", 0, false},
		{"a leading zero is no JSON", "07.0", 0, false},
		{"no digit behind the point is no JSON", "7.", 0, false},
		{"a plus is no JSON", "+7.0", 0, false},
	} {
		var v struct{ N int64 }
		err := body.Decode([]byte(`{"N":`+c.number+`}`), &v, nil)
		assert.Equal(t, c.ok, err == nil, "%s: %v", c.reason, err)
		assert.Equal(t, c.want, v.N, c.reason)
	}
}

// Only numbers are rewritten, and only those that are integers.
func TestOtherTextStaysAsItIs(t *testing.T) {
	var v map[string]any
	require.NoError(t, body.Decode([]byte(`{"a\"1.0":"1.0 \\","b":[1.5,1.0,true],"c":1e400}`[:37]+`}`), &v, nil))
	assert.Equal(t, map[string]any{`a"1.0`: `1.0 \`, "b": []any{1.5, 1.0, true}}, v)
	var text struct{ Raw json.RawMessage }
	require.NoError(t, body.Decode([]byte(`{"Raw":{"x":1.50,"y":"2.0"}}`), &text, nil))
	assert.JSONEq(t, `{"x":1.50,"y":"2.0"}`, string(text.Raw))
}

// TestOffsetOfAMistake checks that the offset of a mistake is that in the original body.
func TestOffsetOfAMistake(t *testing.T) {
	err := body.Decode([]byte(`{"a":1.0,"b":1.0,,}`), new(map[string]any), nil)
	e, ok := errors.AsType[*json.SyntaxError](err)
	require.True(t, ok, err)
	assert.EqualValues(t, 18, e.Offset)
}

// FuzzDecode compares with encoding/json and with a slower check over a decoded tree.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"data":[{"id":"a","next":null},{"\u0069d":"b","next":"c","inner":{"id":"d","next":null}}]}`,
		`{"data":[{"next":null}]}`, `{"by":{"x":{"id":null,"next":null}},"any":[1.0,{"id":null}]}`, `{"one":{"id":"a"}}`,
		` null `, `{"data":[]}`, `{"one":{"id":"a","id":null,"next":null}}`, `{"one": { } , "any" : [ [ ] , { } ] }`, `[`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := body.Decode(data, new(list), required)
		var tree map[string]any
		plain := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), new(list))
		_ = json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &tree)
		switch {
		case plain != nil:
			if err == nil && !bytes.ContainsAny(data, ".eE") {
				t.Fatal(plain)
			}
		case tree == nil:
			require.ErrorIs(t, err, body.ErrNull)
		default:
			assert.Equal(t, hasAll(tree), err == nil, "%v", err)
		}
	})
}

// hasAll is what list and item require, over a tree.
func hasAll(tree map[string]any) bool {
	items, _ := tree["data"].([]any)
	by, _ := tree["by"].(map[string]any)
	items = append(append(items, slices.Collect(maps.Values(by))...), tree["one"])
	for _, item := range items {
		if object, ok := item.(map[string]any); ok && !itemHasAll(object) {
			return false
		}
	}
	return true
}

func itemHasAll(object map[string]any) bool {
	_, hasNext := object["next"]
	inner, ok := object["inner"].(map[string]any)
	return object["id"] != nil && hasNext && (!ok || itemHasAll(inner))
}

func BenchmarkDecode(b *testing.B) {
	data := []byte(`{"data":[` + strings.Repeat(`{"id":"a","next":"b","inner":{"id":"c","next":null}},`, 99) + `{"id":"a","next":null}]}`)
	for name, r := range map[string]body.Required{"strict": required, "encoding/json alone": nil} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				var v list
				if r == nil {
					_ = json.Unmarshal(data, &v)
					continue
				}
				_ = body.Decode(data, &v, r)
			}
		})
	}
}
