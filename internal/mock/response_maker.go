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
	wait  time.Duration // of Retry-After where nothing else sets it
	items int           // of a list; 0: the default of the Pager
	clock func() time.Time
}

// A responseContext is what a response depends on: the operation and the request.
type responseContext struct {
	op            *operation
	target        string // URL at the contract's server
	params        map[string]string
	requestValues map[string]any // values of the request by name, which the response repeats
	accept        string
	dynamic       bool // generated values only, no examples

	url     *url.URL               // of the request, for links to other pages; nil: no page is asked for
	pageErr *paging.ParameterError // why there is no such page
}

// key seeds the generated values: the same path parameters give the same response.
func (about *responseContext) key(status int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d", about.op.displayName(), status)
	for _, name := range slices.Sorted(maps.Keys(about.params)) {
		fmt.Fprintf(&b, " %s=%s", name, about.params[name])
	}
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
	mediaType, mt, ok := response.ChooseMediaType(r.Content, about.accept)
	if !ok {
		return mk.newResponse(about, r, status, "", nil), name == ""
	}
	if name != "" {
		value, ok := mk.synth.Example(mt, name, synth.Options{Key: about.key(status), MemberValues: about.requestValues})
		return mk.newResponse(about, r, status, mediaType, value), ok
	}
	return mk.firstConforming(about, r, status, mediaType, mk.successBodies(about, mt, status), func(*response.Response) {}), true
}

// successBodies yields candidates for the body, the best first: the document's
// example and a generated value, with values of the request and then without.
func (mk *responseMaker) successBodies(about *responseContext, mt *openapi3.MediaType, status int) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, known := range []map[string]any{about.requestValues, nil} {
			o := synth.Options{Key: about.key(status), MemberValues: known}
			if value, ok := mk.synth.Example(mt, "", o); ok && !about.dynamic && !mk.yieldPage(about, mt, value, o, yield) {
				return
			}
			if value, err := mk.synth.Value(mt.Schema, o); err == nil && !mk.yieldPage(about, mt, value, o, yield) {
				return
			}
		}
	}
}

// yieldPage yields the page of a value that the request asks for, if the value is a
// list, and then the value itself.
func (mk *responseMaker) yieldPage(about *responseContext, mt *openapi3.MediaType, value any, o synth.Options, yield func(any) bool) bool {
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
func (mk *responseMaker) listItems(mt *openapi3.MediaType, value any, o synth.Options) func(int) any {
	return paging.Items(value, mt.Schema, func(schema *openapi3.SchemaRef, i int) (any, error) {
		item := o
		item.Key = fmt.Sprintf("%s item %d", o.Key, i)
		return mk.synth.Value(schema, item)
	})
}

// firstConforming returns the response for the first body that conforms to the
// contract, or if none does, for the first body. It calls finish on each response
// before it is checked.
func (mk *responseMaker) firstConforming(about *responseContext, r *openapi3.Response, status int, mediaType string, values iter.Seq[any], finish func(*response.Response)) *response.Response {
	var first *response.Response
	for value := range values {
		a := mk.newResponse(about, r, status, mediaType, value)
		finish(a)
		if mk.conforms(about, a) {
			return a
		}
		if first == nil {
			first = a
		}
	}
	if first == nil {
		first = mk.newResponse(about, r, status, mediaType, map[string]any{})
		finish(first)
	}
	return first
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

// withProblemStatus gives problem details the status of the response (RFC 9457, section
// 3.1.2), if they have one.
func withProblemStatus(mediaType string, value any, status int) any {
	problem, isObject := value.(map[string]any)
	if !isObject || problem["status"] == nil || mediatype.Essence(mediaType) != problemJSON {
		return value
	}
	problem = maps.Clone(problem)
	problem["status"] = status
	return problem
}

// encodeBody encodes a value in a media type. If that is not JSON, strings are written
// as they are, and other values as JSON.
func encodeBody(mediaType string, value any) []byte {
	if text, ok := value.(string); ok && !mediatype.IsJSON(mediatype.Essence(mediaType)) {
		return []byte(text)
	}
	return jsonvalue.Encode(value)
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
		return string(encodeBody("application/json", value))
	}
	return strings.Join(parts, ",")
}

// problemJSON is the media type of problem details (RFC 9457, section 3).
const problemJSON = "application/problem+json"

// problemDetails returns a response of the mock itself, not of the API: problem details (RFC
// 9457, section 3).
func problemDetails(status int, detail string) *response.Response {
	return &response.Response{Status: status, Header: http.Header{"Content-Type": {problemJSON}},
		Body: encodeBody(problemJSON, map[string]any{
			"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": cmp.Or(detail, http.StatusText(status)+".")})}
}
