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

// A body is the body of an override. It is never changed.
type body struct {
	raw  []byte // what is sent; of text, if the media type is not JSON
	text []byte // the text as a JSON string; nil: the body is not text
	free bool   // it may have any media type
}

// newBody returns the body for a value: bytes as they are, a string as text, and
// anything else as JSON. It returns nil for nil.
func newBody(value any) (*body, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case []byte:
		return &body{raw: bytes.Clone(v), free: true}, nil
	case json.RawMessage:
		return &body{raw: bytes.Clone(v)}, nil
	case string:
		return &body{raw: []byte(v), text: jsonvalue.Encode(v), free: true}, nil
	}
	raw := jsonvalue.Encode(value)
	if raw == nil {
		return nil, fmt.Errorf("body: a %T cannot be written as JSON", value)
	}
	return &body{raw: raw}, nil
}

// serveBody returns a response with the body of an override. The error says in which
// way the response would break the contract.
func (mk *maker) serveBody(about *responseContext, o override) (*response.Response, error) {
	status := cmp.Or(o.Status, about.op.success())
	r := about.op.response(status)
	if r == nil {
		return nil, noStatus(about.op, status)
	}
	accept := about.accept
	if !o.Body.free || status >= http.StatusBadRequest {
		accept = acceptJSON
	}
	mediaType, _, ok := response.ChooseMediaType(r.Content, accept)
	mediaType = response.ConcreteMediaType(mediaType)
	switch {
	case !ok:
		return nil, fmt.Errorf("%s documents no content for status %d, and a body was ordered", about.op.name(), status)
	case !o.Body.free && !mediatype.IsJSON(mediatype.Essence(mediaType)):
		return nil, fmt.Errorf("%s documents no JSON for status %d, but %s: order a string, or bytes", about.op.name(), status, mediaType)
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
func (mk *maker) checkConforms(about *responseContext, a *response.Response) error {
	verdict := mk.validator.Check(exchangeOf(about.op.Method, about.target, a))
	switch {
	case verdict.Skipped != "":
		return fmt.Errorf("whether the body keeps the contract cannot be judged: %s", verdict.Skipped)
	case len(verdict.Violations) == 0:
		return nil
	}
	found := make([]string, len(verdict.Violations))
	for i := range verdict.Violations {
		found[i] = describeViolation(&verdict.Violations[i])
	}
	return fmt.Errorf("for %s with status %d, the body does not match the contract: %s", about.op.name(), a.Status, strings.Join(found, "; "))
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
	mk := &maker{Model: m, synth: synth.NewFor(m.doc.T, 0), wait: time.Second}
	var first error
	for _, op := range operations {
		about := responseContext{op: op, target: m.urlOf(op)}
		for _, about.accept = range op.accepts(cmp.Or(o.Status, op.success())) {
			_, err := mk.serveBody(&about, o)
			if err == nil {
				return nil
			}
			first = cmp.Or(first, err)
		}
	}
	return first
}

// accepts returns Accept headers that choose each media type of a response, the empty
// header first.
func (op *operation) accepts(status int) []string {
	headers := []string{""}
	if r := op.response(status); r != nil {
		for key := range sorted(r.Content) {
			headers = append(headers, response.ConcreteMediaType(mediatype.Essence(key)))
		}
	}
	return headers
}
