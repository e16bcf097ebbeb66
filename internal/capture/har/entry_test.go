package har

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

const (
	okRequest  = `{"method":"GET","url":"https://api.example.com/a"}`
	okResponse = `{"status":200,"content":{"text":"{}"}}`
)

// entries are entries for tests of their request line and status.
var entries = []struct {
	reason string
	text   string // the entry
	method string
	url    string
	status int
	skip   validate.SkipReason
}{
	{reason: "plain", text: pair(okRequest, okResponse), method: "GET", url: "https://api.example.com/a", status: 200},
	{reason: "the last of duplicates counts, as a whole", text: `{"request":{"method":"PUT","url":"x:"},"response":{"status":500},` + pair(okRequest, okResponse)[1:], method: "GET", url: "https://api.example.com/a", status: 200},
	{reason: "any case of method", text: pair(`{"method":" post ","url":"https://h/"}`, okResponse), method: "post", url: "https://h/", status: 200},
	{reason: "an unknown method", text: pair(`{"method":"CUSTOM-1","url":"https://h/"}`, okResponse), method: "CUSTOM-1", url: "https://h/", status: 200},
	{reason: "spaces and other characters in the URL are the engine's", text: pair(`{"method":"GET","url":"HTTP://h/a b/{x}|é;m=1?=#f"}`, okResponse), method: "GET", url: "HTTP://h/a b/{x}|é;m=1?=#f", status: 200},

	{reason: "status a string", text: pair(okRequest, `{"status":"201","content":{"text":""}}`), status: 201},
	{reason: "status a string with its phrase", text: pair(okRequest, `{"status":"404 Not Found","content":{"text":"x"}}`), status: 404},
	{reason: "status a float", text: pair(okRequest, `{"status":200.0,"content":{"text":"x"}}`), status: 200},
	{reason: "status in exponents", text: pair(okRequest, `{"status":2e2,"content":{"text":"x"}}`), status: 200},
	{reason: "status that no specification has", text: pair(okRequest, `{"status":299,"content":{"text":"x"}}`), status: 299},
	{reason: "status from the pseudo-header", text: pair(okRequest, `{"headers":[{"name":":status","value":"204"}]}`), status: 204},
	{reason: "status 0: blocked or aborted", text: pair(okRequest, `{"status":0}`), skip: validate.SkipNoResponse},
	{reason: "status -1: Playwright", text: pair(okRequest, `{"status":-1}`), skip: validate.SkipNoResponse},
	{reason: "status -999: BrowserMob", text: pair(okRequest, `{"status":-999}`), skip: validate.SkipNoResponse},
	{reason: "status 1", text: pair(okRequest, `{"status":1}`), skip: validate.SkipNoResponse},
	{reason: "status 0 and a network error", text: pair(okRequest, `{"status":0,"_error":"net::ERR_ABORTED"}`), skip: validate.SkipNoResponse},
	{reason: "status null", text: pair(okRequest, `{"status":null}`), skip: validate.SkipNoResponse},
	{reason: "status empty", text: pair(okRequest, `{"status":""}`), skip: validate.SkipNoResponse},
	{reason: "response empty", text: pair(okRequest, `{}`), skip: validate.SkipNoResponse},
	{reason: "response null", text: pair(okRequest, `null`), skip: validate.SkipNoResponse},
	{reason: "response a string", text: pair(okRequest, `"OK"`), skip: validate.SkipNoResponse},
	{reason: "response missing", text: `{"request":` + okRequest + `}`, skip: validate.SkipNoResponse},
	{reason: "status of another type", text: pair(okRequest, `{"status":[200]}`), skip: validate.SkipMalformed},
	{reason: "status a word", text: pair(okRequest, `{"status":"OK"}`), skip: validate.SkipMalformed},
	{reason: "status far off", text: pair(okRequest, `{"status":1e300}`), skip: validate.SkipMalformed},
	{reason: "status too large", text: pair(okRequest, `{"status":20000}`), skip: validate.SkipMalformed},

	{reason: "a WebSocket's handshake", text: pair(okRequest, `{"status":101}`), skip: validate.SkipWebSocket},
	{reason: "a WebSocket's URL", text: pair(`{"method":"GET","url":"wss://h/"}`, okResponse), skip: validate.SkipWebSocket},
	{reason: "also without a response", text: pair(`{"method":"GET","url":"ws://h/"}`, `{"status":0}`), skip: validate.SkipWebSocket},
	{reason: "data:", text: pair(`{"method":"","url":"data:image/png;base64,AAAA"}`, `{"status":0}`), skip: validate.SkipNotHTTP},
	{reason: "blob:", text: pair(`{"method":"GET","url":"blob:https://h/1-2"}`, okResponse), skip: validate.SkipNotHTTP},
	{reason: "about:", text: pair(`{"method":"GET","url":"about:blank"}`, okResponse), skip: validate.SkipNotHTTP},
	{reason: "an extension", text: pair(`{"method":"GET","url":"chrome-extension://abc/x.js"}`, okResponse), skip: validate.SkipNotHTTP},
	{reason: "a proxy's tunnel", text: pair(`{"method":"CONNECT","url":"h:443"}`, okResponse), skip: validate.SkipNotHTTP},
	{reason: "request null", text: pair(`null`, okResponse), skip: validate.SkipMalformed},
	{reason: "request missing", text: `{"response":` + okResponse + `}`, skip: validate.SkipMalformed},
	{reason: "an empty entry", text: `{}`, skip: validate.SkipMalformed},
	{reason: "method missing", text: pair(`{"url":"https://h/"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "method no token", text: pair(`{"method":"?","url":"https://h/"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "URL missing", text: pair(`{"method":"GET"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "URL null", text: pair(`{"method":"GET","url":null}`, okResponse), skip: validate.SkipMalformed},
	{reason: "URL of an object", text: pair(`{"method":"GET","url":{"raw":"https://h/"}}`, okResponse), skip: validate.SkipMalformed},
	{reason: "URL with a placeholder", text: pair(`{"method":"GET","url":"${proto}://h/"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "URL without a scheme", text: pair(`{"method":"GET","url":"localhost:8080/a"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "URL without a host", text: pair(`{"method":"GET","url":"https:///a"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "path without a host", text: pair(`{"method":"GET","url":"/a"}`, okResponse), skip: validate.SkipMalformed},
	{reason: "path with Host", text: pair(`{"method":"GET","url":"/a?b","headers":[{"name":"host","value":"h:80"}]}`, okResponse), method: "GET", url: "http://h:80/a?b", status: 200},
	{reason: "all from pseudo-headers", text: pair(`{"headers":[{"name":":method","value":"PUT"},{"name":":scheme","value":"https"},{"name":":authority","value":"h"},{"name":":path","value":"/p"}]}`, okResponse), method: "PUT", url: "https://h/p", status: 200},

	{reason: "numbers that Python writes", text: `{"time":NaN,"_x":-Infinity,` + pair(okRequest, okResponse)[1:], method: "GET", url: "https://api.example.com/a", status: 200},
	{reason: "a control character in a member that is not read", text: "{\"startedDateTime\":\"a\nb\\x\\u12\"," + pair(okRequest, okResponse)[1:], method: "GET", url: "https://api.example.com/a", status: 200},
	{reason: "a status that is no number", text: pair(okRequest, `{"status":NaN}`), skip: validate.SkipMalformed},
	{reason: "a preflight that only its type shows", text: `{"_resourceType":"preflight",` + pair(`{"method":"OPTIONS","url":"https://h/"}`, okResponse)[1:], skip: validate.SkipPreflight},
	{reason: "a nesting that no parser takes, in a member that is not read", text: pair(okRequest, `{"status":404,"content":{"x":`+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+`}}`), status: 404},
}

func pair(request, response string) string {
	return fmt.Sprintf(`{"request":%s,"response":%s}`, request, response)
}

// TestEntryAborted checks that a response that the recorder aborted counts as incomplete, whatever
// it has.
func TestEntryAborted(t *testing.T) {
	x := one(t, `{"_wasAborted":true,`+pair(okRequest, okResponse)[1:], format.Options{})
	assert.Empty(t, x.Skip, "the status may be checked")
	assert.Equal(t, validate.UncheckedNotRecorded, x.Response.BodyMissing)
	x = one(t, `{"_wasAborted":false,`+pair(okRequest, okResponse)[1:], format.Options{})
	assert.Equal(t, "{}", string(x.Response.Body))
}

func TestEntries(t *testing.T) {
	for _, c := range entries {
		t.Run(c.reason, func(t *testing.T) {
			got := read(t, log(c.text, get("/next")), format.Options{})
			require.Nil(t, got.Error)
			require.Len(t, got.Exchanges, 2)
			assert.Equal(t, "https://api.example.com/next", got.Exchanges[1].Request.URL, "the next entry is its own")
			x := got.Exchanges[0]
			assert.Equal(t, c.skip, x.Skip)
			if c.skip != "" {
				return
			}
			assert.Equal(t, c.status, x.Response.Status)
			if c.method != "" {
				assert.Equal(t, c.method, x.Request.Method)
				assert.Equal(t, c.url, x.Request.URL)
			}
		})
	}
}

// headers are values of the member headers with the resulting header lines.
var headers = []struct {
	reason string
	text   string // the value of headers
	want   validate.Header
}{
	{reason: "names keep their case, duplicates their order", text: `[{"name":"A","value":"1"},{"name":"a","value":"2"}]`, want: validate.Header{{Name: "A", Value: "1"}, {Name: "a", Value: "2"}}},
	{reason: "none recorded", text: `null`, want: nil},
	{reason: "a string is not a header list", text: `"A: 1"`, want: nil},
	{reason: "none in the list: they were left out", text: `[]`, want: nil},
	{reason: "pseudo-headers are no fields", text: `[{"name":":status","value":"200"},{"name":"A","value":"1"}]`, want: validate.Header{{Name: "A", Value: "1"}}},
	{reason: "folded with line breaks", text: `[{"name":"Set-Cookie","value":"a=1\nb=2\r\n\n c=3"}]`, want: validate.Header{{Name: "Set-Cookie", Value: "a=1"}, {Name: "Set-Cookie", Value: "b=2"}, {Name: "Set-Cookie", Value: "c=3"}}},
	{reason: "value an array, as in Polly.js", text: `[{"value":["1","2"],"name":"A"},{"name":"B","value":[]}]`, want: validate.Header{{Name: "A", Value: "1"}, {Name: "A", Value: "2"}, {Name: "B", Value: ""}}},
	{reason: "value a number or boolean", text: `[{"name":"Retry-After","value":30},{"name":"B","value":true}]`, want: validate.Header{{Name: "Retry-After", Value: "30"}, {Name: "B", Value: "true"}}},
	{reason: "value missing, null or an object", text: `[{"name":"A"},{"name":"B","value":null},{"name":"C","value":{"x":1}}]`, want: validate.Header{{Name: "A", Value: ""}, {Name: "B", Value: ""}, {Name: "C", Value: ""}}},
	{reason: "name missing", text: `[{"value":"1"},{"name":null,"value":"2"},{"name":"  ","value":"3"},{}]`, want: nil},
	{reason: "elements of other types", text: `[null,1,"A: 1",[["a","b"]],{"name":"A","value":"1"}]`, want: validate.Header{{Name: "A", Value: "1"}}},
	{reason: "an object", text: `{"A":"1","B":["2","3"],"C":null}`, want: validate.Header{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}, {Name: "B", Value: "3"}, {Name: "C", Value: ""}}},
	{reason: "value before name, value twice", text: `[{"value":"0","value":"1","_x":[],"name":"A"}]`, want: validate.Header{{Name: "A", Value: "1"}}},
	{reason: "space around", text: `[{"name":" A ","value":" 1\t"}]`, want: validate.Header{{Name: "A", Value: "1"}}},
}

func TestHeaders(t *testing.T) {
	for _, c := range headers {
		t.Run(c.reason, func(t *testing.T) {
			entry := pair(`{"method":"GET","url":"https://h/","headers":`+c.text+`}`, `{"status":200,"headers":`+c.text+`,"content":{"text":"x"}}`)
			x := one(t, entry, format.Options{})
			assert.Equal(t, c.want, x.Response.Header)
			assert.Equal(t, c.want, x.Request.Header)
		})
	}
	x := one(t, pair(okRequest, okResponse), format.Options{})
	assert.Nil(t, x.Response.Header, "absent is not recorded")
}

func one(t testing.TB, entry string, o format.Options) validate.Exchange {
	t.Helper()
	got := read(t, log(entry), o)
	require.Nil(t, got.Error)
	require.Len(t, got.Exchanges, 1)
	return got.Exchanges[0]
}

func TestTheTimeOfARequest(t *testing.T) {
	for _, c := range []struct{ reason, member, want string }{
		{"as it is recorded", `"startedDateTime":"2026-11-01T10:00:00.000+01:00",`, "2026-11-01T10:00:00.000+01:00"},
		{"escapes are resolved", `"startedDateTime":"2026-11-01T10:00:00\u005a",`, "2026-11-01T10:00:00Z"},
		{"not recorded", ``, ""},
		{"of another type", `"startedDateTime":null,`, ""},
	} {
		got := read(t, log("{"+c.member+pair(okRequest, okResponse)[1:], get("/next")), format.Options{})
		require.Len(t, got.Exchanges, 2, c.reason)
		assert.Equal(t, c.want, got.Exchanges[0].Started, c.reason)
		assert.Empty(t, got.Exchanges[1].Started, "%s: the next entry is its own", c.reason)
	}
}
