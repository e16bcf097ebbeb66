package har

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

const plainJSON = `{"data":{"id":"é"}}`

// contents are responses for tests of their body.
var contents = []struct {
	reason string
	text   string // response without its status
	status int    // 0 means 200
	method string // "" means GET
	want   string
	absent validate.UncheckedReason
	media  string
}{
	{reason: "text", text: `"content":{"text":"{\"a\":\"\\u00e9 \\/\"}","mimeType":"Application/JSON; charset=utf-8"}`, want: `{"a":"\u00e9 \/"}`, media: "Application/JSON; charset=utf-8"},
	{reason: "escapes of the HAR are undone", text: `"content":{"text":"\b\f\n\r\t\"\\\/\u00e9\ud83d\ude00"}`, want: "\b\f\n\r\t\"\\/é😀"},
	{reason: "half of a surrogate pair", text: `"content":{"text":"\ud83d \ude00\ud83d\ud83d\ude00\ud800"}`, want: "\uFFFD \uFFFD\uFFFD😀\uFFFD"},
	{reason: "bytes that are not UTF-8", text: "\"content\":{\"text\":\"a\xffb\"}", want: "a\uFFFDb"},
	{reason: "content may stand twice: the last counts", text: `"content":{"text":"a","mimeType":"x/y"},"content":{"text":"b"}`, want: "b"},
	{reason: "members in any order", text: `"content":{"encoding":"base64","text":"e30=","size":-1}`, want: "{}"},
	{reason: "type null", text: `"content":{"mimeType":null,"text":"x"}`, want: "x"},
	{reason: "type not known to the recorder", text: `"content":{"mimeType":"X-Unknown","text":"x"}`, want: "x"},
	{reason: "type of another type", text: `"content":{"mimeType":["x"],"text":"x"}`, want: "x"},
	{reason: "size lies", text: `"content":{"size":0,"text":"x"},"bodySize":0`, want: "x"},
	{reason: "an XSSI prefix is kept", text: `"content":{"text":")]}'\n{}"}`, want: ")]}'\n{}"},
	{reason: "a number for a text", text: `"content":{"text":42}`, want: "42"},
	{reason: "the encoding utf-8 means plain text", text: `"content":{"encoding":"UTF-8","text":"x"}`, want: "x"},
	{reason: "encoding null", text: `"content":{"encoding":null,"text":"x"}`, want: "x"},

	{reason: "text missing", text: `"content":{"size":10}`, absent: validate.UncheckedNotRecorded},
	{reason: "text null", text: `"content":{"size":-1,"text":null}`, absent: validate.UncheckedNotRecorded},
	{reason: "text an object", text: `"content":{"text":{"a":1}}`, absent: validate.UncheckedNotRecorded},
	{reason: "content empty", text: `"content":{}`, absent: validate.UncheckedNotRecorded},
	{reason: "content null", text: `"content":null`, absent: validate.UncheckedNotRecorded},
	{reason: "content missing", text: `"headers":[]`, absent: validate.UncheckedNotRecorded},
	{reason: "text empty, but there was more", text: `"content":{"text":"","size":10}`, absent: validate.UncheckedNotRecorded},
	{reason: "text empty, but there was more: the size a string", text: `"content":{"text":"","size":"10"}`, absent: validate.UncheckedNotRecorded},
	{reason: "text empty, but the server announced more", text: `"content":{"text":"","size":0},"headers":[{"name":"content-length","value":"10"}]`, absent: validate.UncheckedNotRecorded},
	{reason: "size 0 alone proves nothing", text: `"content":{"size":0}`, absent: validate.UncheckedNotRecorded},
	{reason: "bodySize 0 is a browser's cache", text: `"content":{"size":10},"bodySize":0`, absent: validate.UncheckedNotRecorded},
	{reason: "sizes 0, but the server announced more", text: `"content":{"size":0},"bodySize":0,"headers":[{"name":"Content-Length","value":"10"}]`, absent: validate.UncheckedNotRecorded},
	{reason: "in a file beside the HAR", text: `"content":{"size":10,"_file":"0123.json"}`, absent: validate.UncheckedNotRecorded},
	{reason: "cut off on the way", text: `"content":{"text":"{\"a\":"},"_failureText":"net::ERR_CONTENT_LENGTH_MISMATCH"`, absent: validate.UncheckedNotRecorded},
	{reason: "cut off on the way: the error an object", text: `"content":{"text":"{\"a\":"},"_error":{"code":"x"}`, absent: validate.UncheckedNotRecorded},
	{reason: "no error", text: `"content":{"text":"x"},"_error":null,"_failureText":""`, want: "x"},

	{reason: "text empty", text: `"content":{"text":"","size":0}`},
	{reason: "text empty, size unknown", text: `"content":{"text":"","size":-1}`},
	{reason: "text empty, size no number", text: `"content":{"text":"","size":"?"}`},
	{reason: "text empty, the length that of a coding's frame", text: `"content":{"text":"","size":0},"headers":[{"name":"Content-Length","value":"20"},{"name":"Content-Encoding","value":"gzip"}]`},
	{reason: "text missing, all sizes 0: a browser's cache, too", text: `"content":{"size":0},"bodySize":0`, absent: validate.UncheckedNotRecorded},
	{reason: "text missing, the server announced none", text: `"content":{},"headers":[{"name":"Content-Length","value":"0"}]`},
	{reason: "text missing, but its encoding is named: Martian", text: `"content":{"size":0,"encoding":"base64"}`},
	{reason: "HEAD has none", method: "HEAD", text: `"content":{"size":10},"headers":[{"name":"Content-Length","value":"10"}]`},
	{reason: "204 has none", status: 204, text: `"content":null`},
	{reason: "304 has none", status: 304, text: `"content":{"size":10}`},
	{reason: "204 with content", status: 204, text: `"content":{"text":"x"}`, want: "x"},

	{reason: "base64", text: `"content":{"encoding":" Base64 ","text":"eyJhIjoiw6kifQ=="}`, want: `{"a":"é"}`},
	{reason: "base64 in lines, without padding", text: `"content":{"encoding":"base64","text":"eyJhIjo\r\niw6kifQ\n"}`, want: `{"a":"é"}`},
	{reason: "base64 for URLs", text: `"content":{"encoding":"base64","text":"-_8"}`, want: "\xfb\xff"},
	{reason: "invalid base64", text: `"content":{"encoding":"base64","text":"MANUALLY REMOVED"}`, absent: validate.UncheckedUndecodable},
	{reason: "chunks of Polly.js", text: `"content":{"_isBinary":true,"text":"[\"7b2261\",\"223A317d\"]"}`, want: `{"a":1}`},
	{reason: "chunks in a real array", text: `"content":{"text":["7b22","61223a317d"]}`, want: `{"a":1}`},
	{reason: "chunks that are no digits", text: `"content":{"text":["{}"]}`, absent: validate.UncheckedUndecodable},
	{reason: "chunks that are no strings", text: `"content":{"text":[12]}`, absent: validate.UncheckedUndecodable},
	{reason: "chunks of Polly.js 6: base64, each piece padded", text: coded("gzip", `"encoding":"base64","text":`+pieces(gzipped(plainJSON))), want: plainJSON},
	{reason: "no chunks of Polly.js 6", text: coded("gzip", `"encoding":"base64","text":"[]"`)},
	{reason: "pieces of base64 in a real array", text: `"content":{"encoding":"base64","text":["eyI=","YSI6","MX0="]}`, want: `{"a":1}`},
	{reason: "chunks of Polly.js before _isBinary", text: coded("gzip", `"text":"[\"`+hex.EncodeToString([]byte(gzipped(plainJSON)))+`\"]"`), want: plainJSON},
	{reason: "an array of numbers in hexadecimal digits is JSON", text: coded("gzip", `"text":"[\"1f\"]"`), want: `["1f"]`},
	{reason: "half of a byte", text: `"content":{"_isBinary":true,"text":"7b2"}`, absent: validate.UncheckedUndecodable},

	{reason: "the coding is named, but removed", text: coded("gzip", `"text":"x"`), want: "x"},
	{reason: "the coding is named, but removed: base64", text: coded("br", base64Of(plainJSON)), want: plainJSON},
	{reason: "gzip left in", text: coded("GZIP", base64Of(gzipped(plainJSON))), want: plainJSON},
	{reason: "gzip left in, in chunks", text: coded("gzip", `"_isBinary":true,"text":"[\"`+hex.EncodeToString([]byte(gzipped(plainJSON)))+`\"]"`), want: plainJSON},
	{reason: "zstd left in", text: coded("zstd", base64Of(zstandard(plainJSON))), want: plainJSON},
	{reason: "deflate left in", text: coded("deflate", base64Of(deflated(plainJSON))), want: plainJSON},
	{reason: "deflate without its frame", text: coded("deflate", base64Of(rawDeflated(plainJSON))), want: plainJSON},
	{reason: "two codings", text: coded("deflate, gzip", base64Of(gzipped(deflated(plainJSON)))), want: plainJSON},
	{reason: "gzip with a small window", text: coded("deflate", base64Of("\x18\x95"+deflated(plainJSON)[2:])), want: plainJSON},
	{reason: "a coding that was removed among others", text: coded("gzip, identity, gzip", base64Of(gzipped(gzipped(plainJSON)))), want: plainJSON},
	{reason: "very many codings", text: coded(strings.Repeat(",", 100_000)+"gzip", base64Of(gzipped(plainJSON))), want: plainJSON},
	{reason: "gzip left in JSON without a word", text: `"content":{"mimeType":"application/json",` + base64Of(gzipped(plainJSON)) + `}`, want: plainJSON},
	{reason: "gzip that is the content", text: `"content":{` + base64Of(gzipped("x")) + `}`, want: gzipped("x")},
	{reason: "gzip cut off", text: coded("gzip", base64Of(gzipped(plainJSON)[:20])), absent: validate.UncheckedUndecodable},
	{reason: "gzip broken", text: coded("gzip", base64Of("\x1f\x8b??????????")), absent: validate.UncheckedUndecodable},
	{reason: "zstd broken", text: coded("zstd", base64Of("\x28\xb5\x2f\xfd??????????")), absent: validate.UncheckedUndecodable},
	{reason: "Brotli left in", text: coded("br", base64Of(brotlied(plainJSON))), want: plainJSON},
	{reason: "Brotli of nothing", text: coded("br", base64Of(brotlied("")))},
	{reason: "Brotli broken", text: coded("br", base64Of("\x1b\x51\x01\x20\x1c\x05\xee\xd6\x18")), absent: validate.UncheckedUndecodable},
	{reason: "gzip as text, a character a byte", text: `"content":{"mimeType":"application/json","text":"\u001f\u008b\b\u0000"}`, absent: validate.UncheckedUndecodable},
	{reason: "gzip as text, without a word", text: `"content":{"mimeType":"application/json","text":"\u001f\ufffd\b\u0000"}`, absent: validate.UncheckedUndecodable},
	{reason: "compressed bytes as text", text: coded("gzip", `"text":"\u001f\ufffd\b\u0000"`), absent: validate.UncheckedUndecodable},
	{reason: "a replacement character in a text", text: coded("gzip", `"text":"\ufffd\n"`), want: "\uFFFD\n"},
}

func coded(coding, content string) string {
	return fmt.Sprintf(`"content":{%s},"headers":[{"name":"content-encoding","value":%q}]`, content, coding)
}

func base64Of(s string) string {
	return `"encoding":"base64","text":"` + base64.StdEncoding.EncodeToString([]byte(s)) + `"`
}

// pieces returns content as Polly.js 6 writes it: an array of chunks, as a string.
func pieces(s string) string {
	list, err := json.Marshal([][]byte{[]byte(s[:10]), []byte(s[10:])})
	if err != nil {
		panic(err)
	}
	text, err := json.Marshal(string(list))
	if err != nil {
		panic(err)
	}
	return string(text)
}

func brotlied(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) })
}

func gzipped(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func deflated(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func rawDeflated(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return must(flate.NewWriter(w, 9)) })
}

func zstandard(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return must(zstd.NewWriter(w)) })
}

func compressed(s string, coder func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := coder(&b)
	_, err := io.WriteString(w, s)
	if err = firstOf(err, w.Close()); err != nil {
		panic(err)
	}
	return b.String()
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestContents(t *testing.T) {
	for _, c := range contents {
		t.Run(c.reason, func(t *testing.T) {
			x := one(t, answer(c.method, c.status, c.text), format.Options{})
			assert.Empty(t, x.Skip)
			assert.Equal(t, c.absent, x.Response.BodyMissing)
			assert.Equal(t, c.want, string(x.Response.Body))
			if c.media != "" || strings.HasPrefix(c.reason, "type") {
				assert.Equal(t, c.media, x.Response.MediaType)
			}
		})
	}
}

// answer returns an entry with the response text.
func answer(method string, status int, text string) string {
	if method == "" {
		method = "GET"
	}
	if status == 0 {
		status = 200
	}
	return pair(fmt.Sprintf(`{"method":%q,"url":"https://h/"}`, method), fmt.Sprintf(`{"status":%d,%s}`, status, text))
}

func TestContentLimit(t *testing.T) {
	const limit = 100
	for _, c := range []struct {
		reason  string
		content string
		length  int
		absent  validate.UncheckedReason
	}{
		{reason: "just short enough", content: `"text":"` + strings.Repeat("a", limit) + `"`, length: limit},
		{reason: "just too long", content: `"text":"` + strings.Repeat("a", limit+1) + `"`, absent: validate.UncheckedTooLarge},
		{reason: "escapes do not count", content: `"text":"` + strings.Repeat(`\u0041`, limit) + `"`, length: limit},
		{reason: "base64 does not count", content: base64Of(strings.Repeat("a", limit)), length: limit},
		{reason: "decoded it is too long", content: base64Of(strings.Repeat("a", limit+1)), absent: validate.UncheckedTooLarge},
		{reason: "a bomb", content: base64Of(gzipped(strings.Repeat("a", 1<<20))), absent: validate.UncheckedTooLarge},
		{reason: "just short enough, compressed", content: base64Of(gzipped(strings.Repeat("a", limit))), length: limit},
		{reason: "so long that it is not even kept", content: `"text":"` + strings.Repeat("a", 1<<20) + `"`, absent: validate.UncheckedTooLarge},
		{reason: "a chunk that is not kept", content: `"text":["00","` + strings.Repeat("a", 1<<20) + `"]`, absent: validate.UncheckedTooLarge},
	} {
		t.Run(c.reason, func(t *testing.T) {
			x := one(t, answer("", 404, coded("gzip", c.content)), format.Options{MaxBody: limit})
			assert.Empty(t, x.Skip, "status and header can be checked")
			assert.Equal(t, 404, x.Response.Status)
			assert.Equal(t, c.absent, x.Response.BodyMissing)
			assert.Len(t, x.Response.Body, c.length)
			assert.Len(t, x.Response.Header, 1, "the text after the content is read")
		})
	}
}

func TestContentOfOneEntryOnly(t *testing.T) {
	got := read(t, log(answer("", 0, `"content":{"text":"long content"}`), answer("", 0, `"content":{"size":1}`), answer("", 0, `"content":{"text":"x"}`)), format.Options{})
	require.Len(t, got.Exchanges, 3)
	assert.Empty(t, got.Exchanges[1].Response.Body, "nothing of the previous entry remains")
	assert.Equal(t, "x", string(got.Exchanges[2].Response.Body))
}
