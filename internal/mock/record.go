package mock

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/har"
	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/spec"
)

// An Exchange is what a server was asked, and what it answers. It is told just
// before the answer is sent, so that whoever has read the answer finds it told.
type Exchange struct {
	Start, End time.Time // by the server's clock
	Method     string
	Path       string // at the contract's server, escaped, without the query
	Operation  string // operationId, or method and template; empty: none
	Status     int    // 0: nothing is sent
	Code       string // of the error, if it has one
	Fault      Fault
	Faulty     bool // the fault was done: it applies to the answer
	call       *call
	answer     *Answer
	server     *Server
}

func (s *Server) record(c *call, r *reply) {
	if s.Record == nil {
		return
	}
	x := &Exchange{Start: c.start, End: s.clock(), Method: c.Method, Path: c.path, Status: r.answer.Status,
		Code: s.codeIn(r.answer), Fault: r.fault, Faulty: r.done && r.fault != "", call: c, answer: r.answer, server: s}
	if c.ok {
		x.Operation = c.op.name()
	}
	if r.fault == FaultReset {
		x.Status = 0
	}
	s.Record(x)
}

// maxRecorded bounds, in bytes, the content of a request that is recorded.
const maxRecorded = 1 << 20

// Entry returns the exchange as an entry of a HAR: under the host of the
// contract, so that a check knows it, and without keys and cookies.
func (x *Exchange) Entry() *har.Entry {
	ms := float64(x.End.Sub(x.Start).Microseconds()) / 1000
	return &har.Entry{
		StartedDateTime: x.Start.UTC().Format(time.RFC3339Nano),
		Time:            ms,
		Request:         x.request(),
		Response:        x.response(),
		Timings:         har.Timings{Wait: ms},
	}
}

func (x *Exchange) request() har.Request {
	c := x.call
	r := har.Request{
		Method: c.Method, URL: c.url() + x.query(), HTTPVersion: c.Proto, Cookies: []har.Pair{},
		Headers: cutURLs(x.server.fieldPairs(c.Header)), QueryString: x.queryPairs(), HeadersSize: -1, BodySize: len(c.body),
	}
	if len(c.body) > 0 {
		r.PostData = postData(c)
	}
	return r
}

func postData(c *call) *har.PostData {
	data := &har.PostData{MimeType: c.Header.Get("Content-Type"), Params: []har.Pair{}}
	switch {
	case len(c.body) > maxRecorded:
		data.Comment = "too large to be recorded"
	case !utf8.Valid(c.body):
		data.Comment = "no text"
	default:
		data.Text, data.Comment = textOf(c)
	}
	return data
}

// textOf is a request's content without the secrets that its names tell of, or why it
// is not recorded.
func textOf(c *call) (text, comment string) {
	switch essence(c.Header.Get("Content-Type")) {
	case "application/x-www-form-urlencoded":
		return pairsWithoutSecrets(string(c.body), sensitive), ""
	default:
		if !c.sends("json") {
			return string(c.body), ""
		}
	}
	plain, ok := withoutSecrets(c.body)
	if !ok {
		return "", "no JSON"
	}
	return string(plain), ""
}

func (x *Exchange) response() har.Response {
	r := har.Response{HTTPVersion: x.call.Proto, Cookies: []har.Pair{}, Headers: []har.Pair{}, HeadersSize: -1, BodySize: -1}
	if x.Status == 0 {
		r.Error = "net::ERR_CONNECTION_RESET"
		r.Content.MimeType = "x-unknown"
		return r
	}
	r.Status, r.StatusText = x.Status, http.StatusText(x.Status)
	header := x.answer.Header.Clone()
	if header == nil {
		header = make(http.Header)
	}
	body := x.answer.Body
	if hasContent(x.Status) {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	r.Headers = x.server.fieldPairs(header)
	r.RedirectURL = header.Get("Location")
	if x.call.Method == http.MethodHead || !hasContent(x.Status) {
		body = nil
	}
	if x.Fault == FaultTruncated && len(body) > 0 {
		body = body[:len(body)/2]
		r.Error = "net::ERR_CONTENT_LENGTH_MISMATCH"
	}
	r.BodySize = len(body)
	r.Content = contentOf(header.Get("Content-Type"), body)
	return r
}

func contentOf(mediaType string, body []byte) har.Content {
	if mediaType == "" {
		mediaType = "x-unknown"
	}
	c := har.Content{Size: len(body), MimeType: mediaType, Text: string(body)}
	if !utf8.Valid(body) {
		c.Text, c.Encoding = base64.StdEncoding.EncodeToString(body), "base64"
	}
	return c
}

// fieldPairs are header fields in the order of their names, secrets redacted.
func (m *Model) fieldPairs(header http.Header) []har.Pair {
	pairs := []har.Pair{}
	for name, values := range sorted(header) {
		for _, value := range values {
			if m.secretField(name) {
				value = redacted
			}
			pairs = append(pairs, har.Pair{Name: name, Value: value})
		}
	}
	return pairs
}

// cutURLs takes the queries out of URLs in fields, such as Referer.
func cutURLs(pairs []har.Pair) []har.Pair {
	for i := range pairs {
		pairs[i].Value = redact.URLs(pairs[i].Value)
	}
	return pairs
}

// secretField reports whether a header field holds credentials: one that sounds like
// it, or the document's own.
func (m *Model) secretField(name string) bool {
	return sensitive(name) || m.isKey("header", name)
}

// isKey reports whether a security scheme keeps its key in a parameter.
func (m *Model) isKey(in, name string) bool {
	return slices.ContainsFunc(m.doc.Spec.SecuritySchemes(), func(s spec.SecurityScheme) bool {
		return s.Type == "apiKey" && s.In == in && strings.EqualFold(s.Parameter, name)
	})
}

// secretQuery reports whether a parameter of the query holds credentials.
func (x *Exchange) secretQuery(name string) bool {
	if x.server.isKey("query", name) {
		return true
	}
	if x.call.ok && x.call.op.params.GetByInAndName("query", name) != nil {
		return false // the document says what it is
	}
	return sensitive(name) || x.server.isKey("header", name) || x.server.isKey("cookie", name) // in the wrong place
}

// query is the request's query, its secrets redacted; empty without one.
func (x *Exchange) query() string {
	raw := x.call.URL.RawQuery
	if raw == "" {
		return ""
	}
	return "?" + pairsWithoutSecrets(raw, x.secretQuery)
}

func (x *Exchange) queryPairs() []har.Pair {
	pairs := []har.Pair{}
	for name, values := range sorted(x.call.URL.Query()) {
		for _, value := range values {
			if x.secretQuery(name) {
				value = redacted
			}
			pairs = append(pairs, har.Pair{Name: name, Value: value})
		}
	}
	return pairs
}
