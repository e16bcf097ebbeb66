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

// A body is content on order. It is only read.
type body struct {
	raw  []byte // what is sent; of text: where it is no JSON
	text []byte // the text as a JSON string; nil: it is none
	free bool   // it may have any media type
}

// newBody takes bytes as they are and a string as text; anything else is written as
// JSON, as package encoding/json does. nil is none.
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

// serveBody answers with content on order, as a status of the operation. The mock
// must not lie: the error says in which way the answer would break the contract.
func (mk *maker) serveBody(about *responseContext, o order) (*response.Response, error) {
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
	return a, mk.truth(about, a)
}

// truth says in which way an answer on order breaks the contract, as a finding does;
// nil if it keeps it.
func (mk *maker) truth(about *responseContext, a *response.Response) error {
	verdict := mk.validator.Check(exchangeOf(about.op.Method, about.target, a))
	switch {
	case verdict.Skipped != "":
		return fmt.Errorf("whether the body keeps the contract cannot be judged: %s", verdict.Skipped)
	case len(verdict.Violations) == 0:
		return nil
	}
	found := make([]string, len(verdict.Violations))
	for i := range verdict.Violations {
		found[i] = finding(&verdict.Violations[i])
	}
	return fmt.Errorf("for %s with status %d, the body on order breaks the contract: %s", about.op.name(), a.Status, strings.Join(found, "; "))
}

// finding is a violation in a line, without what was found instead.
func finding(v *validate.Violation) string {
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

// checkBody says why content on order breaks the contract for each operation that
// it is meant for; nil if for one it does not.
func (m *Model) checkBody(operations []*operation, o order) error {
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

// accepts are the Accept fields that lead to each content of a response, that of
// somebody who names none first.
func (op *operation) accepts(status int) []string {
	fields := []string{""}
	if r := op.response(status); r != nil {
		for key := range sorted(r.Content) {
			fields = append(fields, response.ConcreteMediaType(mediatype.Essence(key)))
		}
	}
	return fields
}
