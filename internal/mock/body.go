package mock

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/synth"
	"github.com/apicontract/apicontract/validate"
)

// An overrideBody is the body of an override. It is never changed.
type overrideBody struct {
	raw          []byte // bytes to send; for text, if the media type is not JSON
	text         []byte // the text as a JSON string; nil if the body is not text
	anyMediaType bool   // any media type fits the body
}

// newBody returns the body for a value: bytes as they are, a string as text, and
// anything else as JSON. It returns nil for nil.
func newBody(value any) (*overrideBody, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case []byte:
		return &overrideBody{raw: bytes.Clone(v), anyMediaType: true}, nil
	case json.RawMessage:
		return &overrideBody{raw: bytes.Clone(v)}, nil
	case string:
		return &overrideBody{raw: []byte(v), text: jsonvalue.Encode(v), anyMediaType: true}, nil
	}
	raw := jsonvalue.Encode(value)
	if raw == nil {
		return nil, fmt.Errorf("body: a %T cannot be written as JSON", value)
	}
	return &overrideBody{raw: raw}, nil
}

// serveBody returns a response with the body of an override. The error says how the response would
// break the contract.
func (mk *responseMaker) serveBody(about *responseContext, o override) (*response.Response, error) {
	status := cmp.Or(o.Status, about.op.successStatus())
	r := about.op.responseFor(status)
	if r == nil {
		return nil, unknownStatusError(about.op, status)
	}
	accept := about.accept
	if !o.Body.anyMediaType || status >= http.StatusBadRequest {
		accept = acceptJSON
	}
	mediaType, _, ok := response.ChooseMediaType(r.Content, accept)
	mediaType = response.ConcreteMediaType(mediaType)
	switch {
	case !ok:
		return nil, fmt.Errorf("%s documents no body for status %d", about.op.displayName(), status)
	case !o.Body.anyMediaType && !mediatype.IsJSON(mediatype.Essence(mediaType)):
		return nil, fmt.Errorf("%s documents no JSON for status %d, but %s: use a string, or bytes", about.op.displayName(), status, mediaType)
	}
	a := mk.newResponse(about, r, status, "", nil)
	a.Header.Set("Content-Type", mediaType)
	a.Body = o.Body.raw
	if o.Body.text != nil && mediatype.IsJSON(mediatype.Essence(mediaType)) {
		a.Body = o.Body.text
	}
	if c, ok := mk.contract.LookupCode(mk.codeIn(a)); ok {
		mk.setRetryAfter(a, r, c, 0)
	}
	return a, mk.checkConforms(about, a)
}

// checkConforms returns an error that lists the violations of a response, nil if it
// conforms to the contract.
func (mk *responseMaker) checkConforms(about *responseContext, a *response.Response) error {
	verdict := mk.validator.Check(exchangeOf(about.op.Method, about.target, a))
	switch {
	case verdict.Skipped != "":
		return fmt.Errorf("it cannot be checked whether the body conforms to the contract: %s", verdict.Skipped)
	case len(verdict.Violations) == 0:
		return nil
	}
	found := make([]string, len(verdict.Violations))
	for i := range verdict.Violations {
		found[i] = describeViolation(&verdict.Violations[i])
	}
	return fmt.Errorf("for %s with status %d, the body does not match the contract: %s", about.op.displayName(), a.Status, strings.Join(found, "; "))
}

// describeViolation describes a violation in one line, without the actual value.
func describeViolation(v *validate.Violation) string {
	text := string(v.Rule)
	if v.InstanceLocation != "" {
		text += " at " + v.InstanceLocation
	}
	text += ": " + v.Message
	if v.Expected != "" && !strings.Contains(v.Message, v.Expected) {
		text += " (expected " + v.Expected + ")"
	}
	return text
}

// checkBody returns an error if the body of an override breaks the contract for each
// of the operations.
func (m *Model) checkBody(operations []*operation, o override) error {
	mk := &responseMaker{Model: m, synth: synth.NewForDocument(m.doc.T, 0), wait: time.Second}
	var first error
	for _, op := range operations {
		about := responseContext{op: op, target: m.urlOf(op)}
		for _, about.accept = range op.acceptHeaders(cmp.Or(o.Status, op.successStatus())) {
			_, err := mk.serveBody(&about, o)
			if err == nil {
				return nil
			}
			first = cmp.Or(first, err)
		}
	}
	return first
}

// acceptHeaders returns Accept headers that choose each media type of a response, the empty
// header first.
func (op *operation) acceptHeaders(status int) []string {
	headers := []string{""}
	if r := op.responseFor(status); r != nil {
		for key := range sortedEntries(r.Content) {
			headers = append(headers, response.ConcreteMediaType(mediatype.Essence(key)))
		}
	}
	return headers
}
