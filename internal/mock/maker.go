package mock

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/paging"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/synth"
	"github.com/apicontract/apicontract/validate"
)

// A maker makes answers. It is immutable and safe for concurrent use.
type maker struct {
	*Model
	synth *synth.Maker
	wait  time.Duration // what Retry-After says where nothing else does
	items int           // of a list; 0: as many as the Pager has it
}

// A subject is what an answer is made for: the operation and what the request says.
type subject struct {
	op      *operation
	target  string // URL at the contract's server
	params  map[string]string
	known   map[string]any // of the request, by name
	accept  string
	dynamic bool // no example of the document

	url     *url.URL               // of the request, for links to other pages; nil: no page is asked for
	pageErr *paging.ParameterError // why there is no such page
}

// key names what is made: for the same parameters of the path, it is the same.
func (about *subject) key(status int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d", about.op.name(), status)
	for _, name := range slices.Sorted(maps.Keys(about.params)) {
		fmt.Fprintf(&b, " %s=%s", name, about.params[name])
	}
	return b.String()
}

// respond answers with a status as the document has it: by the example called
// name, by any other if it is empty, or by a value that fits the schema. False:
// there is no such example, or the status is not documented.
func (mk *maker) respond(about *subject, status int, name string) (*response.Response, bool) {
	r := about.op.response(status)
	if r == nil {
		return nil, false
	}
	mediaType, mt, ok := response.ChooseMediaType(r.Content, about.accept)
	if !ok {
		return mk.answer(about, r, status, "", nil), name == ""
	}
	if name != "" {
		value, ok := mk.synth.Example(mt, name, synth.Options{Key: about.key(status), Known: about.known})
		return mk.answer(about, r, status, mediaType, value), ok
	}
	return mk.first(about, r, status, mediaType, mk.values(about, mt, status), func(*response.Response) {}), true
}

// values yields what could be the content, the best first: the document's
// example, made values, each with what the request says and without.
func (mk *maker) values(about *subject, mt *openapi3.MediaType, status int) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, known := range []map[string]any{about.known, nil} {
			o := synth.Options{Key: about.key(status), Known: known}
			if value, ok := mk.synth.Example(mt, "", o); ok && !about.dynamic && !mk.paged(about, mt, value, o, yield) {
				return
			}
			if value, err := mk.synth.Value(mt.Schema, o); err == nil && !mk.paged(about, mt, value, o, yield) {
				return
			}
		}
	}
}

// paged yields the page of a value that the request asks for, if the value is a
// list, and then the value itself.
func (mk *maker) paged(about *subject, mt *openapi3.MediaType, value any, o synth.Options, yield func(any) bool) bool {
	if about.url == nil {
		return yield(value)
	}
	pager := *about.op.pager
	pager.Items = mk.items
	page, err := pager.Page(value, mt.Schema, about.url, mk.listItems(mt, value, o))
	if e, ok := errors.AsType[*paging.ParameterError](err); ok {
		about.pageErr = e
		return yield(value)
	}
	return yield(page) && yield(value)
}

// listItems returns the items of a list: those that it has, then generated ones.
func (mk *maker) listItems(mt *openapi3.MediaType, value any, o synth.Options) func(int) any {
	return paging.Items(value, mt.Schema, func(schema *openapi3.SchemaRef, i int) (any, error) {
		item := o
		item.Key = fmt.Sprintf("%s item %d", o.Key, i)
		return mk.synth.Value(schema, item)
	})
}

// first returns the first answer that keeps the contract, once it is finished;
// if none does, the first one.
func (mk *maker) first(about *subject, r *openapi3.Response, status int, mediaType string, values iter.Seq[any], finish func(*response.Response)) *response.Response {
	var first *response.Response
	for value := range values {
		a := mk.answer(about, r, status, mediaType, value)
		finish(a)
		if mk.conforms(about, a) {
			return a
		}
		if first == nil {
			first = a
		}
	}
	if first == nil {
		first = mk.answer(about, r, status, mediaType, map[string]any{})
		finish(first)
	}
	return first
}

// answer writes a value as the content of a response. An empty media type: it
// has none.
func (mk *maker) answer(about *subject, r *openapi3.Response, status int, mediaType string, value any) *response.Response {
	a := &response.Response{Status: status, Header: mk.fields(about, r, status)}
	if mediaType == "" {
		return a
	}
	mediaType = response.ConcreteMediaType(mediaType)
	a.Header.Set("Content-Type", mediaType)
	a.Body = encode(mediaType, value)
	return a
}

// encode writes a value as content of a media type. What is no JSON is text: a
// string as it is, anything else as JSON.
func encode(mediaType string, value any) []byte {
	if text, ok := value.(string); ok && !mediatype.IsJSON(mediatype.Essence(mediaType)) {
		return []byte(text)
	}
	return jsonvalue.Encode(value)
}

// conforms asks the judge: the mock must not lie.
func (mk *maker) conforms(about *subject, a *response.Response) bool {
	verdict := mk.validator.Check(exchangeOf(about.op.Method, about.target, a))
	return verdict.Conforms()
}

func exchangeOf(method, url string, a *response.Response) *validate.Exchange {
	x := &validate.Exchange{
		Request:  validate.Request{Method: method, URL: url, Fields: validate.Fields{}},
		Response: validate.Response{Status: a.Status, Content: a.Body, Fields: validate.Fields{}},
	}
	for name, values := range a.Header {
		for _, value := range values {
			x.Response.Fields = append(x.Response.Fields, validate.Field{Name: name, Value: value})
		}
	}
	return x
}

// fields are the documented fields of a response that are required or have an
// example. Content-Type is not the document's to give, and where there is an
// error table, Retry-After is the code's.
func (mk *maker) fields(about *subject, r *openapi3.Response, status int) http.Header {
	h := make(http.Header)
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		ref := r.Headers[name]
		switch {
		case ref.Value == nil || strings.EqualFold(name, "Content-Type"):
			continue
		case strings.EqualFold(name, "Retry-After"):
			if !mk.table && tellsToWait(status) {
				h.Set(name, seconds(mk.wait))
			}
			continue
		}
		if text, ok := mk.field(about, ref.Value, name, status); ok {
			h.Set(name, text)
		}
	}
	return h
}

// tellsToWait reports whether a status goes with Retry-After by itself (RFC 9110,
// section 10.2.3; RFC 6585, section 4).
func tellsToWait(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

func (mk *maker) field(about *subject, header *openapi3.Header, name string, status int) (string, bool) {
	mt := &openapi3.MediaType{Schema: header.Schema, Example: header.Example, Examples: header.Examples}
	o := synth.Options{Key: about.key(status) + " " + name}
	value, ok := mk.synth.Example(mt, "", o)
	if !ok && header.Required && header.Schema != nil {
		made, err := mk.synth.Value(header.Schema, o)
		value, ok = made, err == nil
	}
	if !ok {
		return "", header.Required
	}
	return simple(value), true
}

// simple writes a value in OpenAPI's style of that name, without explode.
func simple(value any) string {
	var parts []string
	switch v := value.(type) {
	case string:
		return v
	case []any:
		for _, item := range v {
			parts = append(parts, simple(item))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name, simple(v[name]))
		}
	default:
		return string(encode("application/json", value))
	}
	return strings.Join(parts, ",")
}

// own is an answer of the mock itself, not of the API that it plays: RFC
// 9457, section 3.
func own(status int, detail string) *response.Response {
	return &response.Response{Status: status, Header: http.Header{"Content-Type": {"application/problem+json"}},
		Body: encode("application/problem+json", map[string]any{
			"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": cmp.Or(detail, http.StatusText(status)+".")})}
}
