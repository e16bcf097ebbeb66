package mock

import (
	"strings"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/mock/response"
)

// Header fields of the mock itself. The API does not have them.
const (
	// reasonHeader says why the mock rejects a request.
	reasonHeader = "Mock-Reason"
	// uncheckedHeader lists the parts of a request that no rule checked.
	uncheckedHeader = "Mock-Unchecked"
	// replayedHeader marks a response that was kept for an Idempotency-Key.
	replayedHeader = "Idempotent-Replayed"
)

// maxHeaderText is the maximum length of a header of the mock, in bytes.
const maxHeaderText = 500

// addOwnHeaders adds the headers of the mock itself to a response.
func (c *receivedRequest) addOwnHeaders(r *response.Response) {
	if c.refusal != "" {
		r.Header.Set(reasonHeader, headerText(c.refusal))
	}
	if len(c.unchecked) > 0 {
		r.Header.Set(uncheckedHeader, headerText(strings.Join(c.unchecked, ", ")))
	}
	if c.replayed {
		r.Header.Set(replayedHeader, "true")
	}
}

// headerText returns a text in the form that a header may have: printable ASCII (RFC 9110, section
// 5.5).
func headerText(text string) string {
	text = text[:min(len(text), maxHeaderText)]
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text))
}

// messagePlaces are the usual places of the message in error bodies, the most specific ones first.
var messagePlaces = [][]string{{"detail"}, {"error", "message"}, {"message"}, {"error_description"}, {"errors", "0", "message"},
	{"errors", "0", "detail"}, {"description"}, {"msg"}, {"error"}, {"reason"}}

// withReason sets the message in the body of a documented error response without an error code, if
// it has one, to the reason for the rejection. A body of text is the message.
func (s *Server) withReason(about *responseContext, r *response.Response, reason string) *response.Response {
	if mediatype.KindOf(mediatype.Essence(r.Header.Get("Content-Type"))) == mediatype.Text && len(r.Body) > 0 && reason != "" {
		explained := r.Clone()
		explained.Body = []byte(reason)
		if s.conforms(about, &explained) {
			return &explained
		}
	}
	value, ok := jsonvalue.Decode(r.Body)
	if !ok || reason == "" {
		return r
	}
	for _, place := range messagePlaces {
		if _, isText := jsonvalue.Get(value, place).(string); !isText {
			continue
		}
		explained := r.Clone()
		explained.Body = jsonvalue.Encode(jsonvalue.Set(jsonvalue.Clone(value), place, reason))
		if s.conforms(about, &explained) {
			return &explained
		}
	}
	return r
}
