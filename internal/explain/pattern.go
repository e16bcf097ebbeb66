package explain

import (
	"regexp"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// maxMatching bounds a match by a pattern that needs backtracking: its time may
// grow exponentially with text that the traffic chooses.
const maxMatching = 100 * time.Millisecond

// A Pattern is a compiled `pattern` keyword. It is safe for concurrent use.
type Pattern struct {
	source    string
	linear    *regexp.Regexp  // nil: Go's syntax has it not
	backtrack *regexp2.Regexp // nil: no syntax that we know has it
}

// NewPattern compiles a regular expression of ECMA-262, which is what patterns
// are written in (JSON Schema 2020-12, section 6.4). One that not even its own
// language knows matches everything: that is a fault of the document, and no
// reason to refuse traffic.
func NewPattern(source string) *Pattern {
	p := &Pattern{source: source}
	var err error
	if p.linear, err = regexp.Compile(codePoints.ReplaceAllString(source, `\x{$1}`)); err == nil {
		return p
	}
	p.linear = nil
	if p.backtrack, err = regexp2.Compile(source, regexp2.ECMAScript|regexp2.Unicode); err != nil {
		p.backtrack = nil
		return p
	}
	p.backtrack.MatchTimeout = maxMatching
	return p
}

// codePoints are ECMA-262's escapes that Go writes in another way.
var codePoints = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// MatchString reports whether the pattern matches anywhere in s. Where that
// cannot be told, it does.
func (p *Pattern) MatchString(s string) bool {
	switch {
	case p.linear != nil:
		return p.linear.MatchString(s)
	case p.backtrack != nil:
		ok, err := p.backtrack.MatchString(s)
		return ok || err != nil
	}
	return true
}

// String returns the pattern as the document has it.
func (p *Pattern) String() string { return p.source }

func compile30(source string) (openapi3.RegexMatcher, error) { return NewPattern(source), nil }

func compile31(source string) (jsonschema.Regexp, error) { return NewPattern(source), nil }
