package validate

import (
	"slices"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemamatch"
)

// A bodyMatcher tells JSON bodies of one media type that surely conform.
type bodyMatcher struct {
	program *schemamatch.Program
	// envelope: the members of the error object are captured, and the error
	// table has to agree with them. Otherwise only the code is, and must not be
	// there.
	envelope bool
}

// The strings that a program captures.
const (
	codeCapture = iota
	messageCapture
	paramCapture
	docURLCapture
)

// newBodyMatcher returns the matcher of a media type, nil if there can be none.
func (e *schemaEngine) newBodyMatcher(m *compiledMedia, table *errorTable) *bodyMatcher {
	s := m.schema()
	matcher := &bodyMatcher{}
	switch {
	case table == nil:
		matcher.program = e.compiler.Compile(s)
	case table.hasList: // no program captures every item
	case !m.envelope:
		matcher.program = e.compiler.Compile(s, table.envelope.Code)
	case table.codeIsInErrorObject() && table.excludesLegacyFormats(s):
		p := table.envelope
		matcher.program, matcher.envelope = e.compiler.Compile(s, p.Code, p.Message, p.Param, p.DocURL), true
		e.compiler.Close(matcher.program, nil, p.Error)
	}
	if matcher.program == nil || !matcher.program.Decides() {
		return nil
	}
	return matcher
}

// itemProgram returns the program of a schema, nil if it decides nothing.
func (e *schemaEngine) itemProgram(s *schema.Schema) *schemamatch.Program {
	if p := e.compiler.Compile(s); p.Decides() {
		return p
	}
	return nil
}

// excludesLegacyFormats reports whether a body that conforms to a schema, and has none
// but the members that it names, surely has none of the table's legacy formats: each
// requires another member.
func (t *errorTable) excludesLegacyFormats(s *schema.Schema) bool {
	o := s.Keywords().Object
	closed := o != nil && len(o.PatternProperties) == 0 &&
		(o.AdditionalProperties == nil || o.AdditionalProperties.Keywords().False)
	for _, format := range t.legacyFormats {
		if !closed || !slices.ContainsFunc(format.required, func(name string) bool { return o.Property(name) == nil }) {
			return false
		}
	}
	return true
}

// codeIsInErrorObject reports whether the code is a member of the error object, so
// that a body with a code has the object.
func (t *errorTable) codeIsInErrorObject() bool {
	last := len(t.envelope.Code) - 1
	return last >= 0 && slices.Equal(t.envelope.Code[:last], t.envelope.Error)
}
