package mock

import (
	"iter"
	"strconv"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/synth"
	"github.com/apicontract/apicontract/validate"
)

// A failing is what there is to say of an error beside its code.
type failing struct {
	status  int           // 0: the code's own
	param   string        // the request field at fault; empty: none, or any
	message string        // empty: the document's, or one of our own
	wait    time.Duration // what Retry-After says; 0: the default
}

// fail answers with an error code. False: the operation documents no status that
// the code could have.
func (mk *maker) fail(about *subject, c validate.Code, f failing) (*response.Response, bool) {
	status, ok := about.op.statusOf(c)
	if !ok {
		return nil, false
	}
	if f.status != 0 {
		status = f.status
	}
	r := about.op.response(status)
	if r == nil {
		return nil, false
	}
	mediaType, mt, ok := response.ChooseMediaType(r.Content, jsonOnly)
	if !ok || !mediatype.MayBeJSON(mediatype.Essence(mediaType)) {
		return nil, false // no place for a code
	}
	return mk.first(about, r, status, mediaType, mk.errors(about, c, f, mt, status), func(a *response.Response) {
		mk.setRetryAfter(a, r, c, f.wait)
	}), true
}

// jsonOnly is the Accept field of an error's content.
const jsonOnly = "application/json, application/*;q=0.9, */*;q=0.1"

// errors yields what could be the content of an error, the best first: the
// document's example of the code, then made ones.
func (mk *maker) errors(about *subject, c validate.Code, f failing, mt *openapi3.MediaType, status int) iter.Seq[any] {
	return func(yield func(any) bool) {
		if example, ok := mk.exampleOf(c, mt); ok && !about.dynamic && !yield(mk.adapt(example, f)) {
			return
		}
		for _, param := range mk.paramsFor(about, c, f) {
			for value := range mk.skeletons(about, c, mt.Schema, status) {
				if !yield(mk.dress(value, c, param, f.message)) {
					return
				}
			}
		}
	}
}

// exampleOf finds the document's example of an error code.
func (mk *maker) exampleOf(c validate.Code, mt *openapi3.MediaType) (any, bool) {
	if value, ok := mk.synth.Example(mt, c.Name, synth.Options{}); ok && jsonvalue.Get(value, mk.envelope.Code) == c.Name {
		return jsonvalue.Clone(value), true
	}
	for name := range mt.Examples {
		if value, ok := mk.synth.Example(mt, name, synth.Options{}); ok && jsonvalue.Get(value, mk.envelope.Code) == c.Name {
			return jsonvalue.Clone(value), true
		}
	}
	if value, ok := mk.synth.Example(mt, "", synth.Options{}); ok && jsonvalue.Get(value, mk.envelope.Code) == c.Name {
		return jsonvalue.Clone(value), true
	}
	return nil, false
}

// adapt gives an example the message and the field that are to be told.
func (mk *maker) adapt(value any, f failing) any {
	if f.message == "" {
		return value
	}
	value = jsonvalue.Set(value, mk.envelope.Message, f.message)
	jsonvalue.Delete(value, mk.envelope.Param)
	if f.param != "" {
		value = jsonvalue.Set(value, mk.envelope.Param, f.param)
	}
	return value
}

// skeletons yields values of an error's schema that await their code: of the
// schema as a whole, and of each of its alternatives.
func (mk *maker) skeletons(about *subject, c validate.Code, schema *openapi3.SchemaRef, status int) iter.Seq[any] {
	return func(yield func(any) bool) {
		o := synth.Options{Key: about.key(status) + " " + c.Name, Minimal: true, Known: map[string]any{"status": status}}
		if tokens := mk.envelope.Code; len(tokens) > 0 {
			o.Known[tokens[len(tokens)-1]] = c.Name
		}
		for _, s := range alternatives(schema) {
			if value, err := mk.synth.Value(s, o); err == nil && !yield(jsonvalue.Clone(value)) {
				return
			}
		}
		yield(map[string]any{})
	}
}

// alternatives are a schema and the branches of its oneOf and anyOf.
func alternatives(schema *openapi3.SchemaRef) []*openapi3.SchemaRef {
	if schema == nil || schema.Value == nil {
		return nil
	}
	all := []*openapi3.SchemaRef{schema}
	all = append(all, schema.Value.OneOf...)
	return append(all, schema.Value.AnyOf...)
}

// dress puts the error into a value.
func (mk *maker) dress(value any, c validate.Code, param, message string) any {
	value = jsonvalue.Set(value, mk.envelope.Code, c.Name)
	if message == "" {
		message = errorcode.Message(c, param)
	}
	value = jsonvalue.Set(value, mk.envelope.Message, message)
	if c.DocURL != "" {
		value = jsonvalue.Set(value, mk.envelope.DocURL, c.DocURL)
	}
	jsonvalue.Delete(value, mk.envelope.Param)
	if param != "" {
		value = jsonvalue.Set(value, mk.envelope.Param, param)
	}
	return value
}

// paramsFor are the fields that an error may name: the one at fault, or none, or
// if the schema insists on one, any of the operation.
func (mk *maker) paramsFor(about *subject, c validate.Code, f failing) []string {
	switch {
	case c.Param == validate.Forbidden || mk.envelope.Param == nil:
		return []string{""}
	case f.param != "":
		return []string{f.param, ""}
	case f.message != "":
		return []string{""}
	}
	return []string{"", about.op.anyParam()}
}

// anyParam is the name of something that a request of the operation has.
func (op *operation) anyParam() string {
	for _, p := range op.params {
		if p.Value.In != openapi3.ParameterInHeader {
			return p.Value.Name
		}
	}
	return "body"
}

// setRetryAfter gives an error its Retry-After field, where table or response
// require it or a time is known that may be told.
func (mk *maker) setRetryAfter(a *response.Response, r *openapi3.Response, c validate.Code, wait time.Duration) {
	field := r.Headers["Retry-After"]
	required := c.RetryAfter == validate.Required || field != nil && field.Value != nil && field.Value.Required
	switch {
	case c.RetryAfter == validate.Forbidden, wait <= 0 && !required:
		return
	case wait <= 0:
		wait = mk.wait
	}
	a.Header.Set("Retry-After", seconds(wait))
}

// seconds rounds up: whoever waits less comes too early.
func seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
