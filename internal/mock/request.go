package mock

import (
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/requestcheck"
	"github.com/apicontract/apicontract/internal/mock/security"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// A receivedRequest is a request whose body was read.
type receivedRequest struct {
	*http.Request
	foundOperation
	start          time.Time
	body           []byte
	tooLarge       bool
	bodyIncomplete bool     // the body ended early
	unknownCoding  bool     // the body has a coding that cannot be decoded
	unchecked      []string // parts of the request that no rule looked at
	refusal        string   // why the mock refuses the request, as a sentence; empty: it does not
	isOwn          bool     // the response is the mock's own, and not one that the API sends
	replayed       bool     // the response was kept for the Idempotency-Key
	context        responseContext
}

// readRequest reads a request's body and finds its operation.
func (s *Server) readRequest(r *http.Request) *receivedRequest {
	c := &receivedRequest{Request: r, start: s.clock(), foundOperation: s.findOperation(r.Method, r.URL.EscapedPath())}
	c.readBody(s.maxBody)
	if c.ok {
		c.context = responseContext{op: c.op, target: c.serverURL(), params: c.params, requestValues: c.requestValues(), url: c.clientURL(s.Model),
			accept: strings.Join(r.Header.Values("Accept"), ",")}
	}
	return c
}

func (c *receivedRequest) readBody(most int64) {
	if c.Body == nil {
		return
	}
	body, err := io.ReadAll(io.LimitReader(c.Body, most+1))
	c.tooLarge = int64(len(body)) > most
	c.body, c.bodyIncomplete = body[:min(int64(len(body)), most)], err != nil
	c.decodeBody(most)
}

// decodeBody removes the content codings of a complete body (RFC 9110, section 8.4). The decoded
// body too may have at most most bytes.
func (c *receivedRequest) decodeBody(most int64) {
	codings := c.Header.Values("Content-Encoding")
	if len(codings) == 0 || len(c.body) == 0 || c.tooLarge || c.bodyIncomplete {
		return
	}
	plain, ok := contentcoding.DecodeBody(c.body, codings, int(most))
	c.unknownCoding = !ok
	if ok {
		c.tooLarge = int64(len(plain)) > most
		c.body = plain[:min(int64(len(plain)), most)]
	}
}

// checkerRequest returns the request for its check against the document.
func (c *receivedRequest) checkerRequest() *requestcheck.Request {
	return &requestcheck.Request{Request: c.Request, PathParams: c.params, Body: c.body, BodyIncomplete: c.bodyIncomplete, UnknownCoding: c.unknownCoding}
}

// serverURL returns the request's URL at the contract's server, without its query.
func (c *receivedRequest) serverURL() string {
	origin := c.origin
	if origin == "" {
		origin = "http://" + c.Host
	}
	return origin + c.path
}

// clientURL returns the request's URL as the client sent it, without the keys in its query.
func (c *receivedRequest) clientURL(m *Model) *url.URL {
	u := *c.URL
	u.Scheme, u.Host, u.User = "http", c.Host, nil
	if c.TLS != nil {
		u.Scheme = "https"
	}
	query := u.Query()
	for name := range query {
		if security.IsKey(m.doc.Spec, "query", name) {
			query.Del(name)
		}
	}
	u.RawQuery = query.Encode()
	return &u
}

// requestValues returns values of the request by name, which the response repeats. Parameters of
// the query and the path override members of the body.
func (c *receivedRequest) requestValues() map[string]any {
	known := make(map[string]any)
	if object, ok := decodeJSON(c.body).(map[string]any); ok && c.hasSubtype("json") {
		maps.Copy(known, object)
	}
	query := c.URL.Query()
	for _, p := range c.op.params {
		switch name := p.Value.Name; {
		case p.Value.In == openapi3.ParameterInQuery && query.Has(name):
			known[name] = parseTyped(p.Value.Schema, query.Get(name))
		case p.Value.In == openapi3.ParameterInPath && c.params[name] != "":
			known[name] = parseTyped(p.Value.Schema, c.params[name])
		}
	}
	if id := c.op.resourceIDParam(); c.params[id] != "" && !c.op.createsOther {
		known["id"] = known[id]
	}
	return known
}

// resourceIDParam returns the parameter that identifies the operation's resource: the one in
// the last segment of the path, if its name ends with id.
func (op *operation) resourceIDParam() string {
	last := op.PathTemplate[strings.LastIndexByte(op.PathTemplate, '/')+1:]
	for _, p := range op.params {
		name := p.Value.Name
		if p.Value.In == openapi3.ParameterInPath && strings.Contains(last, "{"+name+"}") && strings.HasSuffix(strings.ToLower(name), "id") {
			return name
		}
	}
	return ""
}

func (c *receivedRequest) hasSubtype(subtype string) bool {
	return strings.HasSuffix(mediatype.Essence(c.Header.Get("Content-Type")), subtype)
}

// parseTyped parses the text of a parameter by the type of its schema.
func parseTyped(ref *openapi3.SchemaRef, text string) any {
	if ref == nil || ref.Value == nil || ref.Value.Type == nil || ref.Value.Type.Includes("string") {
		return text
	}
	for _, kind := range []string{"integer", "number", "boolean"} {
		if value := decodeJSON([]byte(text)); ref.Value.Type.Includes(kind) && value != nil {
			return value
		}
	}
	return text
}

// decodeJSON decodes JSON. It returns nil for invalid JSON.
func decodeJSON(content []byte) any {
	value, err := schemaerror.Decode(content)
	if err != nil {
		return nil
	}
	return value
}

// sortedEntries yields a map in the order of its keys.
func sortedEntries[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
