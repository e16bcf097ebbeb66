package schemaerror_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var decodings = []struct {
	reason, content string
	want            any
	refused         string // why it is invalid JSON text; empty if it is valid
	offset          int64
}{
	{reason: "an object", content: `{"a":[1,"x",null,true,{}]}`,
		want: map[string]any{"a": []any{stdjson.Number("1"), "x", nil, true, map[string]any{}}}},
	{reason: "a scalar is a JSON text", content: ` false `, want: false},
	{reason: "numbers keep their digits", content: `9223372036854016561`, want: stdjson.Number("9223372036854016561")},
	{reason: "numbers beyond float64 are still JSON", content: `1e400`, want: stdjson.Number("1e400")},
	{reason: "a surrogate pair", content: `"\ud83d\ude00"`, want: "\U0001f600"},
	{reason: "an escaped zero", content: `"\u0000"`, want: "\x00"},
	{reason: "no bytes", content: "", refused: "is empty"},
	{reason: "blanks", content: " \r\n\t", refused: "is empty"},
	{reason: "a prefix against script inclusion", content: `)]}'` + "\n{}", refused: "is not JSON"},
	{reason: "HTML", content: "<!doctype html>", refused: "is not JSON"},
	{reason: "a leading zero", content: "01", refused: "has data after its JSON value", offset: 1},
	{reason: "two documents", content: "{} {}", refused: "has data after its JSON value", offset: 3},
	{reason: "a trailing comma", content: `{"a":1,}`, refused: "is not JSON", offset: 6},
	{reason: "a control character in a string", content: "\"\x01\"", refused: "is not JSON", offset: 1},
	{reason: "cut off in a string", content: `{"a":"b`, refused: "ends early", offset: 7},
	{reason: "cut off between members", content: `{"a":1`, refused: "ends early", offset: 6},
	{reason: "a duplicate name", content: `{"a":1,"a":1}`, refused: "has a duplicate name", offset: 7},
	{reason: "a duplicate name, escaped", content: `{"a":1,"\u0061":1}`, refused: "has a duplicate name", offset: 7},
	{reason: "bytes that are not UTF-8", content: "\"\xff\"", refused: "is not valid UTF-8", offset: 1},
	{reason: "half a surrogate pair", content: `"\ud800"`, refused: "is not JSON", offset: 1},
}

func TestDecode(t *testing.T) {
	for _, c := range decodings {
		t.Run(c.reason, func(t *testing.T) {
			value, err := schemaerror.Decode([]byte(c.content))
			if c.refused == "" {
				require.NoError(t, err)
				assert.Equal(t, c.want, value)
				return
			}
			e, ok := errors.AsType[*schemaerror.SyntaxError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, c.refused, e.Reason)
			assert.Equal(t, c.offset, e.Offset)
		})
	}
}

func TestNestingIsLimited(t *testing.T) {
	_, err := schemaerror.Decode([]byte(strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)))
	require.EqualError(t, err, "is nested deeper than 10,000 levels")
}

// FuzzDecode checks that decoding gives the same result as encoding/json, and that a text that only
// encoding/json accepts has one of the four mistakes that it is known to accept.
func FuzzDecode(f *testing.F) {
	for _, c := range decodings {
		f.Add([]byte(c.content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		value, err := schemaerror.Decode(content)
		d := stdjson.NewDecoder(bytes.NewReader(content))
		d.UseNumber()
		var plain any
		plainErr := d.Decode(&plain)
		plainly := plainErr == nil && stdjson.Valid(content)
		if err == nil {
			require.True(t, plainly, "accepted what encoding/json refuses: %v", plainErr)
			require.Equal(t, plain, value)
			return
		}
		e, ok := errors.AsType[*schemaerror.SyntaxError](err)
		require.True(t, ok)
		require.LessOrEqual(t, e.Offset, int64(len(content)))
		if plainly {
			lenient := e.Reason == "has a duplicate name" || e.Reason == "is not valid UTF-8" ||
				bytes.Contains(bytes.ToLower(content), []byte(`\ud`))
			require.True(t, lenient, "refused for no reason: %s at %d", e.Reason, e.Offset)
		}
	})
}

func TestDecoderReusesObjects(t *testing.T) {
	var many strings.Builder
	many.WriteString(`{"n0":0`)
	for i := range 5_000 {
		fmt.Fprintf(&many, `,"m%d":{}`, i)
	}
	many.WriteString("}")
	contents := []string{many.String(), `{"a":{"b":[{},{"c":1}]}}`, `[{},{"d":null}]`, `{"cut":{`, `{"e":{}}`, many.String()}
	var d schemaerror.Decoder
	for range 3 {
		for _, content := range contents {
			want, wantErr := schemaerror.Decode([]byte(content))
			value, err := d.Decode([]byte(content))
			assert.Equal(t, want, value, "no member of an earlier value is left")
			assert.Equal(t, wantErr, err)
			again, _ := d.Decode([]byte(`{"f":{"g":1}}`))
			assert.Equal(t, want, value, "a second value leaves the first as it is")
			assert.Equal(t, map[string]any{"f": map[string]any{"g": stdjson.Number("1")}}, again)
			d.Reset()
		}
	}
}
