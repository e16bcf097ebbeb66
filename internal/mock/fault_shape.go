package mock

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// shaped is the error in the shape of another version: the usual one, unless
// the document says that the version's was different.
func (e *errorAnswer) shaped(version string) any {
	usual := e.usual(version)
	shape := e.Envelope.shape(version)
	switch {
	case shape == nil && e.Envelope.Error != "" && e.Envelope.isError(usual):
		// It would pass for the envelope of today: many APIs say only this.
		return map[string]any{"data": nil, "error": e.message()}
	case shape == nil || shape.accepts(usual) || e.Envelope.Make == nil:
		return usual
	}
	if made, err := e.Envelope.Make(shape.Schema); err == nil && shape.accepts(made) {
		return made
	}
	return usual
}

func (e *errorAnswer) usual(version string) any {
	if version == "v1" {
		return map[string]any{"code": e.Status * 1000, "message": e.message(), "data": nil}
	}
	return map[string]any{"data": nil, "error": map[string]any{"code": e.code.Name, "message": e.message()}}
}

func (e *errorAnswer) message() string {
	if text := e.Envelope.text(e.value, e.Envelope.Message); text != "" {
		return text
	}
	return http.StatusText(e.Status)
}

func (s *Shape) accepts(value any) bool {
	// Through text, for the schema knows only what JSON decodes into.
	decoded, ok := jsonvalue.Decode(jsonvalue.Encode(value))
	return ok && s.Schema.Value.VisitJSON(decoded, openapi3.VisitAsResponse()) == nil
}
