package har

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// browserHAR returns a HAR like a browser's, of about size bytes: mostly bodies and headers, some
// of them in members that are not read.
func browserHAR(size int) string {
	var b strings.Builder
	b.WriteString(`{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteString(",\n")
		}
		items := strings.Repeat(`{\"id\":\"a1b2c3\",\"title\":\"Überblick \u2014 a \\\"quoted\\\" word\",\"url\":\"https://example.com/x\"},`, 10+i%40)
		fmt.Fprintf(&b, `      {"_initiator":{"type":"script","stack":{"callFrames":[{"functionName":"send","url":"https://example.com/app.js","lineNumber":1}]}},
        "startedDateTime":"2026-01-01T00:00:00.000Z","time":12.5,
        "request":{"method":"GET","url":"https://api.example.com/v3/videos/%d","httpVersion":"http/2.0","headers":[
          {"name":":authority","value":"api.example.com"},{"name":"accept","value":"application/json"},
          {"name":"user-agent","value":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}],
          "queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
        "response":{"status":200,"statusText":"","httpVersion":"http/2.0","headers":[
          {"name":"content-type","value":"application/json"},{"name":"date","value":"Thu, 01 Jan 2026 00:00:00 GMT"},
          {"name":"content-encoding","value":"br"},{"name":"x-request-id","value":"0123456789abcdef"}],
          "cookies":[],"content":{"size":%d,"mimeType":"application/json","text":"{\"data\":[%snull]}"},
          "redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":512,"_error":null},
        "cache":{},"timings":{"blocked":1,"dns":-1,"connect":-1,"send":0.1,"wait":10,"receive":1}}`, i, len(items), items)
	}
	b.WriteString(`]}}`)
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	capture := browserHAR(16 << 20)
	b.SetBytes(int64(len(capture)))
	b.ReportAllocs()
	for b.Loop() {
		info, err := readEach(context.Background(), strings.NewReader(capture), format.Options{}, ignore)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Entries), "entries/op")
	}
}

// BenchmarkSkip reads entries whose body is too large to keep.
func BenchmarkSkip(b *testing.B) {
	const size = 64 << 20
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readEach(context.Background(), longContent(size), format.Options{MaxBody: 1 << 20}, ignore); err != nil {
			b.Fatal(err)
		}
	}
}

func ignore(*validate.Exchange) error { return nil }

// longContent returns a HAR with one entry and a text of size bytes, generated as it is read.
func longContent(size int64) io.Reader {
	return io.MultiReader(
		strings.NewReader(`{"log":{"entries":[{"request":{"method":"GET","url":"https://api.example.com/v3/long"},"response":{"status":404,"content":{"text":"`),
		io.LimitReader(letters{}, size),
		strings.NewReader(`","mimeType":"text/plain"},"headers":[{"name":"X-After","value":"yes"}]}}]}}`),
	)
}

type letters struct{}

var block = []byte(strings.Repeat("a", 256<<10))

func (letters) Read(p []byte) (int, error) { return copy(p, block), nil }
