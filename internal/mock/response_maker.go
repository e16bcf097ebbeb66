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

// A responseMaker generates responses. It is immutable and safe for concurrent use.
type responseMaker struct {
	*Model
	synth *synth.Generator
	seed  uint64
	wait  time.Duration // Retry-After if nothing else sets it
	items int           // number of items of a list; 0 means the default of the Pager
	clock func() time.Time
}

// A responseContext is what a response depends on: the operation and the request.
type responseContext struct {
	op            *operation
	target        string // URL at the contract's server
	params        map[string]string
	requestValues map[string]any // values of the request by name, which the response repeats
	accept        string
	dynamic       bool   // generated values only, no examples
	creation      string // distinguishes requests that create something; empty if the request does not
	shown         shownState

	url     *url.URL               // URL of the request, for links to other pages; nil if no page is requested
	pageErr *paging.ParameterError // why there is no such page

	unwritten []string // documented media types that the mock cannot write
}

// key seeds the generated values: the same path parameters give the same response, unless the
// request creates something.
func (about *responseContext) key(status int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d", about.op.displayName(), status)
	for _, name := range slices.Sorted(maps.Keys(about.params)) {
		fmt.Fprintf(&b, " %s=%s", name, about.params[name])
	}
	b.WriteString(about.creation)
	return b.String()
}

// documentedResponse returns a response with a documented status. Its body is the example
// called name, or if name is empty, any example or a value of the schema. It reports
// false if the example or the status is not documented.
func (mk *responseMaker) documentedResponse(about *responseContext, status int, name string) (*response.Response, bool) {
	r := about.op.responseFor(status)
	if r == nil {
		return nil, false
	}
	if len(r.Content) == 0 {
		return mk.newResponse(about, r, status, "", nil), name == ""
	}
	for _, mediaType := range response.RankMediaTypes(r.Content, about.accept) {
		if a, ok := mk.responseInMediaType(about, r, status, mediaType, name); ok {
			return a, true
		}
		about.unwritten = append(about.unwritten, mediaType)
	}
	return nil, false
}

// responseInMediaType returns a response with a body in a documented media type. It reports
// false if the mock has no example in it and cannot write it, as XML.
func (mk *responseMaker) responseInMediaType(about *responseContext, r *openapi3.Response, status int, mediaType, name string) (*response.Response, bool) {
	mt := r.Content[mediaType]
	if name != "" {
		value, ok := mk.synth.FirstExample(exampleSchema(mediaType, mt), mk.documentedExamples(about.op, status, mediaType, name), synth.Options{Key: about.key(status), MemberValues: about.requestValues})
		if !ok || !isWritable(mediaType, value) {
			return nil, false
		}
		return mk.newResponse(about, r, status, mediaType, value), true
	}
	accepts := func(value any) bool { return mk.conforms(about, mk.newResponse(about, r, status, mediaType, value)) }
	values := func(yield func(any) bool) {
		for value := range mk.successBodies(about, mediaType, mt, status) {
			if isWritable(response.ConcreteMediaType(mediaType), value) && !about.shown.yieldBodies(value, mt.Schema, accepts, yield) {
				return
			}
		}
	}
	return mk.firstConforming(about, r, status, mediaType, values, func(*response.Response) {})
}

// successBodies yields candidates for the body, the best first: the document's
// example and a generated value, with values of the request and then without.
func (mk *responseMaker) successBodies(about *responseContext, mediaType string, mt *openapi3.MediaType, status int) iter.Seq[any] {
	examples := mk.documentedExamples(about.op, status, mediaType, "")
	return func(yield func(any) bool) {
		for _, known := range []map[string]any{about.requestValues, nil} {
			o := synth.Options{Key: about.key(status), MemberValues: known}
			if value, ok := mk.synth.FirstExample(exampleSchema(mediaType, mt), examples, o); ok && !about.dynamic && !mk.yieldPage(about, mt, mk.withNewIDs(about, value, o.Key), o, yield) {
				return
			}
			if value, err := mk.synth.Value(mt.Schema, o); err == nil && !mk.yieldPage(about, mt, value, o, yield) {
				return
			}
		}
	}
}

// exampleSchema returns the schema that an example must conform to, nil for any. An example in XML
// is a text, but the schema describes the content of the text.
func exampleSchema(mediaType string, mt *openapi3.MediaType) *openapi3.SchemaRef {
	if mediatype.KindOf(mediatype.Essence(mediaType)) == mediatype.Structured {
		return nil
	}
	return mt.Schema
}

// yieldPage yields the page of a value that the request asks for, if the value is a
// list, and then the value itself.
func (mk *responseMaker) yieldPage(about *responseContext, mt *openapi3.MediaType, value any, o synth.Options, yield func(any) bool) bool {
	if about.url == nil {
		return yield(value)
	}
	pager := *about.op.pager
	pager.Items = cmp.Or(mk.items, pager.Items)
	items := mk.listItems(mt, value, o)
	if about.shown.isList {
		pager.Items, pager.Exact = len(about.shown.items), true
		items = mk.shownItems(about, mt, value, o)
	}
	page, err := pager.Page(value, mt.Schema, about.url, items)
	if e, ok := errors.AsType[*paging.ParameterError](err); ok {
		about.pageErr = e
		return yield(value)
	}
	return yield(page) && yield(value)
}

// listItems returns the items of a list: its own, then generated ones.
func (mk *responseMaker) listItems(mt *openapi3.MediaType, value any, o synth.Options) func(int) any {
	return paging.Items(value, mt.Schema, func(schema *openapi3.SchemaRef, i int) (any, error) {
		item := o
		item.Key = fmt.Sprintf("%s item %d", o.Key, i)
		return mk.synth.Value(schema, item)
	})
}

// shownItems returns the items of a list that shows the state.
func (mk *responseMaker) shownItems(about *responseContext, mt *openapi3.MediaType, value any, o synth.Options) func(int) any {
	schema := paging.ItemSchema(value, mt.Schema)
	accepts := func(value any) bool { return mk.synth.CheckInstance(schema, value, false) == nil }
	return func(i int) any {
		if i >= len(about.shown.items) {
			return nil // the list is empty
		}
		item, own := about.shown.items[i], o
		own.Key = o.Key + " " + item.key.ID
		generated, err := mk.synth.Value(schema, own)
		if err != nil {
			return nil
		}
		shown := item.showIn(generated, schema, accepts)
		if object, ok := shown.(map[string]any); ok {
			about.shown.keep(item, object)
		}
		return shown
	}
}

// firstConforming returns the response for the first body that conforms to the
// contract, or if none does, for the first body. It calls finish on each response
// before it is checked. It reports false if there is no body.
func (mk *responseMaker) firstConforming(about *responseContext, r *openapi3.Response, status int, mediaType string, values iter.Seq[any], finish func(*response.Response)) (*response.Response, bool) {
	var first *response.Response
	for value := range values {
		a := mk.newResponse(about, r, status, mediaType, value)
		finish(a)
		if mk.conforms(about, a) {
			return a, true
		}
		if first == nil {
			first = a
		}
	}
	return first, first != nil
}

// newResponse returns a response with a value as its body. An empty media type means
// no body.
func (mk *responseMaker) newResponse(about *responseContext, r *openapi3.Response, status int, mediaType string, value any) *response.Response {
	a := &response.Response{Status: status, Header: mk.headerFor(about, r, status)}
	if mediaType == "" {
		return a
	}
	mediaType = response.ConcreteMediaType(mediaType)
	a.Header.Set("Content-Type", mediaType)
	a.Body = encodeBody(mediaType, withProblemStatus(mediaType, value, status))
	return a
}

// withProblemStatus sets the status member of problem details, if they have one, to the response's
// status (RFC 9457, section 3.1.2).
func withProblemStatus(mediaType string, value any, status int) any {
	problem, isObject := value.(map[string]any)
	if !isObject || problem["status"] == nil || mediatype.Essence(mediaType) != problemJSON {
		return value
	}
	problem = maps.Clone(problem)
	problem["status"] = status
	return problem
}

// conforms reports whether a response conforms to the contract.
func (mk *responseMaker) conforms(about *responseContext, a *response.Response) bool {
	verdict := mk.validator.Check(exchangeOf(about.op.Method, about.target, a))
	return verdict.Skipped == "" && len(verdict.Violations) == 0
}

func exchangeOf(method, url string, a *response.Response) *validate.Exchange {
	x := &validate.Exchange{
		Request:  validate.Request{Method: method, URL: url, Header: validate.Header{}},
		Response: validate.Response{Status: a.Status, Body: a.Body, Header: validate.Header{}},
	}
	for name, values := range a.Header {
		for _, value := range values {
			x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: value})
		}
	}
	return x
}

// headerFor returns the documented headers of a response that are required or have
// an example. Content-Type follows from the body, and with an error table,
// Retry-After follows from the code.
func (mk *responseMaker) headerFor(about *responseContext, r *openapi3.Response, status int) http.Header {
	h := make(http.Header)
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		ref := r.Headers[name]
		switch {
		case ref.Value == nil || strings.EqualFold(name, "Content-Type"):
			continue
		case strings.EqualFold(name, "Retry-After"):
			if !mk.table && usesRetryAfter(status) {
				h.Set(name, roundUpSeconds(mk.wait))
			}
			continue
		}
		if text, ok := mk.headerValue(about, ref.Value, name, status); ok {
			h.Set(name, text)
		}
	}
	return h
}

// usesRetryAfter reports whether responses with a status usually have Retry-After
// (RFC 9110, section 10.2.3; RFC 6585, section 4).
func usesRetryAfter(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

func (mk *responseMaker) headerValue(about *responseContext, header *openapi3.Header, name string, status int) (string, bool) {
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
	return simpleStyle(value), true
}

// simpleStyle writes a value in OpenAPI's style "simple", without explode.
func simpleStyle(value any) string {
	var parts []string
	switch v := value.(type) {
	case string:
		return v
	case []any:
		for _, item := range v {
			parts = append(parts, simpleStyle(item))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name, simpleStyle(v[name]))
		}
	default:
		return string(jsonvalue.Encode(value))
	}
	return strings.Join(parts, ",")
}

// problemJSON is the media type of problem details (RFC 9457, section 3).
const problemJSON = "application/problem+json"

// problemDetails returns a response of the mock itself, not of the API: problem details (RFC
// 9457, section 3).
func problemDetails(status int, detail string) *response.Response {
	return &response.Response{Status: status, Header: http.Header{"Content-Type": {problemJSON}},
		Body: jsonvalue.Encode(map[string]any{
			"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": cmp.Or(detail, http.StatusText(status)+".")})}
}
