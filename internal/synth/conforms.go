package synth

import "github.com/getkin/kin-openapi/openapi3"

// CheckInstance returns an error if v is not an instance of the schema, in a request if write is
// set and else in a response. A nil schema allows everything.
func (m *Generator) CheckInstance(s *openapi3.SchemaRef, v any, write bool) error {
	if s == nil || s.Value == nil {
		return nil
	}
	return m.newAttempt(Options{Write: write}, 0).checkValue(s.Value, v)
}
