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

// A call is a request whose body was read.
type call struct {
	*http.Request
	found
	start    time.Time
	body     []byte
	tooLarge bool
	broken   bool // the body ended early
	coded    bool // the body has a coding that cannot be decoded
	subject  responseContext
}

// read reads a request's body and finds its operation.
func (s *Server) read(r *http.Request) *call {
	c := &call{Request: r, start: s.clock(), found: s.find(r.Method, r.URL.EscapedPath())}
	c.readBody(s.maxBody)
	if c.ok {
		c.subject = responseContext{op: c.op, target: c.url(), params: c.params, known: c.known(), url: c.clientURL(s.Model),
			accept: strings.Join(r.Header.Values("Accept"), ",")}
	}
	return c
}

func (c *call) readBody(most int64) {
	if c.Body == nil {
		return
	}
	body, err := io.ReadAll(io.LimitReader(c.Body, most+1))
	c.tooLarge = int64(len(body)) > most
	c.body, c.broken = body[:min(int64(len(body)), most)], err != nil
	c.decodeBody(most)
}

// decodeBody removes the content codings of a complete body (RFC 9110, section 8.4),
// again up to most bytes.
func (c *call) decodeBody(most int64) {
	codings := c.Header.Values("Content-Encoding")
	if len(codings) == 0 || len(c.body) == 0 || c.tooLarge || c.broken {
		return
	}
	plain, ok := contentcoding.Decode(c.body, codings, int(most))
	c.coded = !ok
	if ok {
		c.tooLarge = int64(len(plain)) > most
		c.body = plain[:min(int64(len(plain)), most)]
	}
}

// checkable returns the request for its check against the document.
func (c *call) checkable() *requestcheck.Request {
	return &requestcheck.Request{Request: c.Request, PathParams: c.params, Body: c.body, BodyIncomplete: c.broken, UnknownCoding: c.coded}
}

// url returns the request's URL at the contract's server, without its query.
func (c *call) url() string {
	origin := c.origin
	if origin == "" {
		origin = "http://" + c.Host
	}
	return origin + c.path
}

// clientURL returns the request's URL as the client wrote it, without the keys in
// its query.
func (c *call) clientURL(m *Model) *url.URL {
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

// known returns values of the request by name, which the response repeats: members
// of the body, which parameters of the query and the path override.
func (c *call) known() map[string]any {
	known := make(map[string]any)
	if object, ok := decode(c.body).(map[string]any); ok && c.sends("json") {
		maps.Copy(known, object)
	}
	query := c.URL.Query()
	for _, p := range c.op.params {
		switch name := p.Value.Name; {
		case p.Value.In == openapi3.ParameterInQuery && query.Has(name):
			known[name] = typed(p.Value.Schema, query.Get(name))
		case p.Value.In == openapi3.ParameterInPath && c.params[name] != "":
			known[name] = typed(p.Value.Schema, c.params[name])
		}
	}
	if id := c.op.ownID(); c.params[id] != "" {
		known["id"] = known[id]
	}
	return known
}

// ownID returns the parameter that identifies the operation's resource: the one in
// the last segment of the path, if its name ends with id.
func (op *operation) ownID() string {
	last := op.PathTemplate[strings.LastIndexByte(op.PathTemplate, '/')+1:]
	for _, p := range op.params {
		name := p.Value.Name
		if p.Value.In == openapi3.ParameterInPath && strings.Contains(last, "{"+name+"}") && strings.HasSuffix(strings.ToLower(name), "id") {
			return name
		}
	}
	return ""
}

func (c *call) sends(subtype string) bool {
	return strings.HasSuffix(mediatype.Essence(c.Header.Get("Content-Type")), subtype)
}

// typed parses the text of a parameter by the type of its schema.
func typed(ref *openapi3.SchemaRef, text string) any {
	if ref == nil || ref.Value == nil || ref.Value.Type == nil || ref.Value.Type.Includes("string") {
		return text
	}
	for _, kind := range []string{"integer", "number", "boolean"} {
		if value := decode([]byte(text)); ref.Value.Type.Includes(kind) && value != nil {
			return value
		}
	}
	return text
}

// decode decodes JSON. It returns nil for invalid JSON.
func decode(content []byte) any {
	value, err := schemaerror.Decode(content)
	if err != nil {
		return nil
	}
	return value
}

// sorted yields a map in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
