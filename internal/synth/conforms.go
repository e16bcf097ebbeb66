package synth

import "github.com/getkin/kin-openapi/openapi3"

// CheckInstance returns nil if v is an instance of the schema, in a request if write is
// set and else in a response, and otherwise what is wrong with it. A schema that is
// nil allows everything.
func (m *Generator) CheckInstance(s *openapi3.SchemaRef, v any, write bool) error {
	if s == nil || s.Value == nil {
		return nil
	}
	return m.newAttempt(Options{Write: write}, 0).checkValue(s.Value, v)
}
