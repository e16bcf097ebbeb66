package fault

import (
	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/spec"
)

// legacyBody returns the error as another version of the API sends it: in the usual
// format of that version, unless the document describes a different one.
func (e *errorResponse) legacyBody(version string) any {
	usual := e.defaultBody(version)
	format := e.legacyFormat(version)
	switch {
	case format == nil && len(e.Envelope.Error) > 0 && e.hasErrorObject(usual):
		// The usual body matches today's envelope. Many APIs send only this.
		return map[string]any{"data": nil, "error": e.messageText()}
	case format == nil || format.accepts(usual) || e.Generate == nil:
		return usual
	}
	if generated, err := e.Generate(format.Schema); err == nil && format.accepts(generated) {
		return generated
	}
	return usual
}

func (e *errorResponse) defaultBody(version string) any {
	if version == "v1" {
		return map[string]any{"code": e.Status * 1000, "message": e.messageText(), "data": nil}
	}
	return map[string]any{"data": nil, "error": map[string]any{"code": e.code.Name, "message": e.messageText()}}
}

// hasErrorObject reports whether a body has an error object where the envelope has
// it.
func (e *errorResponse) hasErrorObject(body any) bool {
	found, _ := spec.ValueAt(body, e.Envelope.Error)
	_, ok := found.(map[string]any)
	return ok
}

// accepts reports whether a body conforms to the format's schema.
func (f *LegacyFormat) accepts(body any) bool {
	// The schema only knows the types that JSON decodes into.
	decoded, ok := jsonvalue.Decode(jsonvalue.Encode(body))
	return ok && f.Schema.Value.VisitJSON(decoded, openapi3.VisitAsResponse()) == nil
}
