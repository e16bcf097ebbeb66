// Package har writes HAR 1.2 in the form of Chrome's developer tools, entry by entry.
package har

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/apicontract/apicontract/bench/internal/traffic"
	"github.com/apicontract/apicontract/validate"
)

const (
	logHead = `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},` +
		`"pages":[{"startedDateTime":"2026-08-03T09:30:00.000Z","id":"page_1","title":"https://app.example.com/",` +
		`"pageTimings":{"onContentLoad":301.5,"onLoad":648.25}}],"entries":[`
	logFoot = "]}}\n"
)

// A Writer writes one log: call Begin, then Write for each exchange, then End.
type Writer struct {
	// Pretty indents the log by two spaces, as the developer tools do.
	Pretty bool
	// Minimal writes only the members that HAR requires.
	Minimal bool

	w       io.Writer
	size    int64
	entries int
	buffer  bytes.Buffer
	pretty  bytes.Buffer
	encoder *json.Encoder
}

// New returns a writer to w, which should be buffered.
func New(w io.Writer) *Writer {
	h := &Writer{w: w}
	h.encoder = json.NewEncoder(&h.buffer)
	h.encoder.SetEscapeHTML(false)
	return h
}

// Size returns the number of bytes written so far, including those that End will write.
func (h *Writer) Size() int64 { return h.size + int64(len(logFoot)) }

// Begin writes the part before the entries.
func (h *Writer) Begin() error { return h.writeBytes([]byte(logHead)) }

// End writes the part after the entries.
func (h *Writer) End() error { return h.writeBytes([]byte(logFoot)) }

// Write writes an entry.
func (h *Writer) Write(x *traffic.Exchange) error {
	h.buffer.Reset()
	if h.entries++; h.entries > 1 {
		h.buffer.WriteByte(',')
	}
	if h.Pretty {
		h.buffer.WriteByte('\n')
	}
	start := h.buffer.Len()
	if err := h.encoder.Encode(h.entryOf(x)); err != nil {
		return err
	}
	h.buffer.Truncate(h.buffer.Len() - 1) // the encoder's newline
	if !h.Pretty {
		return h.writeBytes(h.buffer.Bytes())
	}
	h.pretty.Reset()
	h.pretty.Write(h.buffer.Bytes()[:start])
	if err := json.Indent(&h.pretty, h.buffer.Bytes()[start:], "      ", "  "); err != nil {
		return err
	}
	return h.writeBytes(h.pretty.Bytes())
}

func (h *Writer) writeBytes(b []byte) error {
	n, err := h.w.Write(b)
	h.size += int64(n)
	return err
}

func (h *Writer) entryOf(x *traffic.Exchange) any {
	if h.Minimal {
		return minimalOf(x)
	}
	return entryOf(x)
}

func entryOf(x *traffic.Exchange) harEntry {
	total := milliseconds(x.Elapsed)
	return harEntry{
		Connection: "443", Initiator: map[string]any{"type": "script"}, Priority: "High", Resource: x.Resource,
		Request: requestOf(x), Response: responseOf(x), Server: "203.0.113.7", Page: "page_1",
		Started: x.Started.Format("2006-01-02T15:04:05.000Z"), Time: total,
		Timings: entryTimings{Blocked: 1.25, DNS: -1, SSL: -1, Connect: -1, Send: 0.5, Wait: total - 2.5, Receive: 0.75, Queueing: 0.875},
	}
}

func requestOf(x *traffic.Exchange) harRequest {
	r := harRequest{
		Method: x.Request.Method, URL: x.Request.URL, Version: "http/2.0", Headers: headerPairs(x.Request.Header),
		Query: queryPairs(x.Request.URL), Cookies: []nameValue{}, HeadersSize: -1, BodySize: len(x.PostData),
	}
	if len(x.PostData) > 0 {
		r.PostData = &postData{"application/json", string(x.PostData)}
	}
	return r
}

func responseOf(x *traffic.Exchange) harResponse {
	r := harResponse{
		Status: x.Response.Status, StatusText: http.StatusText(x.Response.Status), Version: "http/2.0",
		Headers: headerPairs(x.Response.Header), Cookies: []nameValue{}, HeadersSize: -1, BodySize: -1,
		TransferSize: x.Size + 300, Content: harContent{Size: x.Size, Type: x.Response.MediaType},
	}
	switch {
	case x.Response.Status == 0:
		r.Version, r.Error, r.TransferSize, r.Content.Type = "", "net::ERR_ABORTED", 0, "x-unknown"
	case x.Response.BodyMissing != "":
	case x.Base64:
		r.Content.Text, r.Content.Encoding = new(base64.StdEncoding.EncodeToString(x.Response.Body)), "base64"
	default:
		r.Content.Text = new(string(x.Response.Body))
	}
	return r
}

func headerPairs(fields validate.Header) []nameValue {
	list := make([]nameValue, len(fields))
	for i, f := range fields {
		list[i] = nameValue(f)
	}
	return list
}

func queryPairs(target string) []nameValue {
	list := []nameValue{}
	_, text, _ := strings.Cut(target, "?")
	for part := range strings.SplitSeq(text, "&") {
		if name, value, found := strings.Cut(part, "="); found {
			value, _ = url.QueryUnescape(value)
			list = append(list, nameValue{name, value})
		}
	}
	return list
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
