package har

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// FuzzHAR states what holds of any input at all:
//
//   - reading ends without a panic, and every entry that format.Info counts was
//     delivered, also when the reading fails;
//   - it does not matter in which pieces the bytes arrive;
//   - an exchange that can be checked has a method, a URL and a status, and no
//     more content than the limit;
//   - of a HAR that is valid JSON with unique names, there is no error, and the
//     entries are those that encoding/json sees, in its order.
func FuzzHAR(f *testing.F) {
	for _, c := range containers {
		f.Add([]byte(c.text))
	}
	for _, c := range entries {
		f.Add([]byte(log(c.text)))
	}
	for _, c := range headers {
		f.Add([]byte(log(pair(okRequest, `{"status":200,"headers":`+c.text+`}`))))
	}
	for _, c := range contents {
		f.Add([]byte(log(answer(c.method, c.status, c.text))))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		o := format.Options{MaxBody: 1 << 10}
		got := fuzzRead(t, string(input), o)
		for _, x := range got.Exchanges {
			checkExchange(t, x, o.MaxBody)
		}
		compare(t, input, got)
		if jsontext.Value(input).IsValid() { // Check does not parse skipped values
			sameToCheck(t, string(input), o)
		}
	})
}

func fuzzRead(t *testing.T, text string, o format.Options) outcome {
	whole := readFrom(t, strings.NewReader(text), o)
	if len(text) < 64<<10 {
		require.Equal(t, whole, readFrom(t, iotest.OneByteReader(strings.NewReader(text)), o))
	}
	return whole
}

func checkExchange(t *testing.T, x validate.Exchange, limit int64) {
	if x.Skip != "" {
		return
	}
	assert.NotEmpty(t, x.Request.Method)
	assert.NotEmpty(t, x.Request.URL)
	assert.GreaterOrEqual(t, x.Response.Status, 100)
	assert.LessOrEqual(t, int64(len(x.Response.Body)), limit)
	if x.Response.BodyMissing != "" {
		assert.Empty(t, x.Response.Body)
	}
}

// compare compares got with a simple decoding of input, if that is a HAR.
func compare(t *testing.T, input []byte, got outcome) {
	want, ok := decodePlainly(input)
	if !ok {
		return
	}
	require.Nil(t, got.Error)
	require.Len(t, got.Exchanges, len(want))
	for i, entry := range want {
		compareEntry(t, entry, got.Exchanges[i])
	}
}

// decodePlainly returns the entries of a HAR that every reader understands in the same way.
func decodePlainly(input []byte) ([]any, bool) {
	var root map[string]any
	if !jsontext.Value(input).IsValid() || json.Unmarshal(input, &root) != nil {
		return nil, false
	}
	log, _ := root["log"].(map[string]any)
	entries, ok := log["entries"].([]any)
	_, bare := root["request"]
	_, answered := root["response"]
	return entries, ok && !bare && !answered
}

func compareEntry(t *testing.T, entry any, x validate.Exchange) {
	if x.Skip != "" {
		return
	}
	if method, ok := member(entry, "request", "method").(string); ok && strings.TrimSpace(method) != "" {
		assert.Equal(t, strings.TrimSpace(method), x.Request.Method)
	}
	if url, ok := member(entry, "request", "url").(string); ok && strings.HasPrefix(url, "http") {
		assert.Equal(t, strings.TrimSpace(url), x.Request.URL)
	}
	if status, ok := member(entry, "response", "status").(float64); ok {
		assert.Equal(t, int(status), x.Response.Status)
	}
	text, isText := member(entry, "response", "content", "text").(string)
	_, encoded := member(entry, "response", "content", "encoding").(string)
	binary := member(entry, "response", "content", "_isBinary")
	if isText && !encoded && binary == nil && !isHexGzip([]byte(text)) && x.Response.BodyMissing == "" {
		assert.Equal(t, text, string(x.Response.Body))
	}
}

func member(v any, names ...string) any {
	for _, name := range names {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// FuzzScanner checks that the scanner accepts exactly the JSON that jsontext accepts with duplicate
// names and invalid UTF-8 allowed, and reads strings as encoding/json does.
func FuzzScanner(f *testing.F) {
	for _, text := range []string{
		`null`, `-0.5e+7`, `01`, `1.`, `.5`, `+1`, `-`, `1e`, `tru`, `[1,]`, `{"a":}`, `{"a":1,}`, `[`, `]`, `"\ud83d\ude00\ud800"`,
		`"\u00zz"`, "\"\x7f\xff\"", "\"\x1f\"", `{"a":{"b":[[],{},"x",[null,false]]}}`, ` [ ] `, `{"a" : 1 , "b":2}`, `[1 2]`, `"a""b"`, `nullx`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var c entryCursor
		c.reset(text, nil)
		c.lenient = false
		c.jsonScanner.skipValue()
		took := c.failure == nil && c.peekToken() < 0
		value := jsontext.Value(text)
		err := value.Format(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		var syntax *jsontext.SyntacticError
		if errors.As(err, &syntax) && strings.Contains(err.Error(), "depth") {
			return
		}
		require.Equal(t, err == nil, took, "%q: %v, %v", text, err, c.failure)
		var want string
		if took && json.Unmarshal(text, &want) == nil && jsontext.Value(text).Kind() == '"' && jsontext.Value(text).IsValid() {
			c.reset(text, nil)
			s, _ := c.readScalar()
			require.Equal(t, want, string(c.arena[s.from:s.to]))
		}
	})
}

func TestReadLeavesNoGoroutine(t *testing.T) {
	text := log(get("/a"))
	for range 3 {
		info, err := readEach(context.Background(), strings.NewReader(text), format.Options{}, ignore)
		require.NoError(t, err)
		assert.Equal(t, 1, info.Entries)
	}
}
