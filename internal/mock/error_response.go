package mock

import (
	"iter"
	"net/http"
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

// errorDetails are the parts of an error other than its code.
type errorDetails struct {
	status     int           // 0 means that of the code
	param      string        // the invalid parameter or member; empty means none, or any
	message    string        // empty means that of an example, or a generated one
	retryAfter time.Duration // 0 means the default
}

// errorResponse returns a response with an error code. It reports false if the operation
// documents no JSON body for a status of the code.
func (mk *responseMaker) errorResponse(about *responseContext, c validate.ErrorCode, details errorDetails) (*response.Response, bool) {
	status, ok := about.op.statusOf(c)
	if !ok {
		return nil, false
	}
	if details.status != 0 {
		status = details.status
	}
	r := about.op.responseFor(status)
	if r == nil {
		return nil, false
	}
	mediaType, mt, ok := response.ChooseMediaType(r.Content, acceptJSON)
	if !ok || !mediatype.MayBeJSON(mediatype.Essence(mediaType)) {
		return nil, false // the body has no place for a code
	}
	return mk.firstConforming(about, r, status, mediaType, mk.errorBodies(about, c, details, mediaType, mt, status), func(a *response.Response) {
		mk.setRetryAfter(a, r, c, details.retryAfter)
	})
}

// acceptJSON is the Accept header that chooses the media type of an error.
const acceptJSON = "application/json, application/*;q=0.9, */*;q=0.1"

// errorBodies yields candidates for the body of an error, the best first: the
// document's example of the code, then generated ones.
func (mk *responseMaker) errorBodies(about *responseContext, c validate.ErrorCode, details errorDetails, mediaType string, mt *openapi3.MediaType, status int) iter.Seq[any] {
	return func(yield func(any) bool) {
		if example, ok := mk.exampleFor(about.op, c, status, mediaType, mt); ok && !about.dynamic && !yield(mk.adaptExample(example, details)) {
			return
		}
		for _, param := range mk.paramCandidates(about, c, details) {
			for value := range mk.errorTemplates(about, c, mt.Schema, status) {
				if !yield(mk.setError(value, c, param, details.message)) {
					return
				}
			}
		}
	}
}

// exampleFor returns a copy of the document's example of an error code: the one
// whose name is the code, else any other with the code.
func (mk *responseMaker) exampleFor(op *operation, c validate.ErrorCode, status int, mediaType string, mt *openapi3.MediaType) (any, bool) {
	named := mk.documentedExamples(op, status, mediaType, c.Name)
	for _, example := range append(named, mk.documentedExamples(op, status, mediaType, "")...) {
		if jsonvalue.Get(example, mk.envelope.Code) != c.Name {
			continue
		}
		if value, ok := mk.synth.FirstExample(mt.Schema, []any{example}, synth.Options{}); ok && jsonvalue.Get(value, mk.envelope.Code) == c.Name {
			return jsonvalue.Clone(value), true
		}
	}
	return nil, false
}

// adaptExample sets the message and the parameter of an example.
func (mk *responseMaker) adaptExample(value any, details errorDetails) any {
	if details.message == "" {
		return value
	}
	value = jsonvalue.Set(value, mk.envelope.Message, details.message)
	jsonvalue.Delete(value, mk.envelope.Param)
	if details.param != "" {
		value = jsonvalue.Set(value, mk.envelope.Param, details.param)
	}
	return value
}

// errorTemplates yields values of an error's schema without the error's members: of
// the whole schema, then of each branch of its oneOf and anyOf.
func (mk *responseMaker) errorTemplates(about *responseContext, c validate.ErrorCode, schema *openapi3.SchemaRef, status int) iter.Seq[any] {
	return func(yield func(any) bool) {
		o := synth.Options{Key: about.key(status) + " " + c.Name, Minimal: true, MemberValues: map[string]any{"status": status}}
		if tokens := mk.envelope.Code; len(tokens) > 0 {
			o.MemberValues[tokens[len(tokens)-1]] = c.Name
		}
		for _, s := range schemaBranches(schema) {
			if value, err := mk.synth.Value(s, o); err == nil && !yield(jsonvalue.Clone(value)) {
				return
			}
		}
		yield(map[string]any{})
	}
}

// schemaBranches returns a schema and the branches of its oneOf and anyOf.
func schemaBranches(schema *openapi3.SchemaRef) []*openapi3.SchemaRef {
	if schema == nil || schema.Value == nil {
		return nil
	}
	all := []*openapi3.SchemaRef{schema}
	all = append(all, schema.Value.OneOf...)
	return append(all, schema.Value.AnyOf...)
}

// setError sets the members of the error in a body.
func (mk *responseMaker) setError(value any, c validate.ErrorCode, param, message string) any {
	value = jsonvalue.Set(value, mk.envelope.Code, c.Name)
	if message == "" {
		message = errorcode.MessageFor(c, param)
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

// paramCandidates returns the parameters that an error may name, empty for none. Any
// parameter of the operation is a candidate, because a schema may require one.
func (mk *responseMaker) paramCandidates(about *responseContext, c validate.ErrorCode, details errorDetails) []string {
	switch {
	case c.Param == validate.Forbidden || mk.envelope.Param == nil:
		return []string{""}
	case details.param != "":
		return []string{details.param, ""}
	case details.message != "":
		return []string{""}
	}
	return []string{"", about.op.anyParam()}
}

// anyParam returns the name of a parameter of the operation, or else "body".
func (op *operation) anyParam() string {
	for _, p := range op.params {
		if p.Value.In != openapi3.ParameterInHeader {
			return p.Value.Name
		}
	}
	return "body"
}

// setRetryAfter sets Retry-After where the error table or the response requires it,
// or where a time is known and the table does not forbid it.
func (mk *responseMaker) setRetryAfter(a *response.Response, r *openapi3.Response, c validate.ErrorCode, wait time.Duration) {
	field := r.Headers["Retry-After"]
	required := c.RetryAfter == validate.Required || field != nil && field.Value != nil && field.Value.Required
	switch {
	case c.RetryAfter == validate.Forbidden, wait <= 0 && !required:
		return
	case wait <= 0:
		wait = mk.wait
	}
	if c.DelayForm == validate.DelayDate {
		a.Header.Set("Retry-After", mk.clock().Add(wait+time.Second-1).UTC().Format(http.TimeFormat))
		return
	}
	a.Header.Set("Retry-After", roundUpSeconds(wait))
}

// roundUpSeconds formats a duration as whole seconds. It rounds up, because a client that waits
// less would be rejected again.
func roundUpSeconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
