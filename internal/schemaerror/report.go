package schemaerror

import (
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

const (
	// MaxErrors is the maximum number of errors of one value. A report has as many distinct
	// findings.
	MaxErrors = 10_000
	// maxRepeated is the number of errors from which only new kinds are reported, so that many
	// equal ones do not hide others.
	maxRepeated = 900

	maxUnchecked = 100
)

// An errorKey is the same for errors of one kind.
type errorKey struct {
	location spec.Location
	subject  string
	place    string // place in the value, array indexes folded
}

// noteViolation records that a keyword is broken. It reports whether to add an error for it.
func (c *valueCheck) noteViolation(s *schema.Schema, keyword, subject string) bool {
	return c.memberViolation(s, keyword, subject, "")
}

// noteWrongType is noteViolation for an error whose subject is the type of the value.
func (c *valueCheck) noteWrongType(s *schema.Schema, keyword string, value any) bool {
	subject := ""
	if c.mode == modeReport && len(c.result.Errors) >= maxRepeated { // else nothing asks for it
		subject = typeName(value)
	}
	return c.noteViolation(s, keyword, subject)
}

// memberViolation is noteViolation for a keyword that a member of the current value breaks.
func (c *valueCheck) memberViolation(s *schema.Schema, keyword, subject, member string) bool {
	switch c.mode {
	case modeDecide:
		return false
	case modeMeasure:
		c.distance.addError(keyword, len(c.path))
		return false
	}
	c.noted++
	if len(c.result.Errors) < maxRepeated {
		return true
	}
	c.indexErrors()
	key := errorKey{s.Location(keyword), subject, placeOf(c.instanceTokens(nil))}
	if member != "" {
		key.place += placeOf([]string{member})
	}
	if first, seen := c.seen[key]; seen {
		c.result.Errors[first].More++
		return false
	}
	if len(c.result.Errors) == MaxErrors {
		c.result.More++
		return false
	}
	c.seen[key] = len(c.result.Errors)
	return true
}

// indexErrors collects the kinds of the errors so far.
func (c *valueCheck) indexErrors() {
	if c.seen != nil {
		return
	}
	c.seen = make(map[errorKey]int)
	for i, e := range slices.Backward(c.result.Errors) {
		c.seen[errorKey{e.Location, e.Subject, placeOf(e.Instance)}] = i
	}
}

// placeOf returns a place in a value, with tokens that may be array indexes folded.
func placeOf(instance []string) string {
	var b strings.Builder
	for _, token := range instance {
		if strings.Trim(token, "0123456789") == "" && token != "" {
			token = "*"
		}
		b.WriteString("/" + token)
	}
	return b.String()
}

// addError adds an error of a keyword at the current value. It sets the fields that are common to
// all errors.
func (c *valueCheck) addError(s *schema.Schema, keyword string, e Error) {
	e.Keyword, e.Location, e.Branch = keyword, s.Location(keyword), c.branch
	e.Instance = c.instanceTokens(e.Instance)
	if c.checksName {
		e.Message = "has the name " + quoteShort(c.path[len(c.path)-1].name) + ", which " + e.Message
	}
	if c.note != schema.NullableEffective {
		e.Message += "; " + nullableNotes[c.note] + "; " + lenientNullableNote
	}
	if c.branch != "" {
		e.Message += " (" + c.branch + ")"
	}
	if e.Subject == "" {
		e.Subject = e.Property
	}
	if !c.isRepeated(&e) {
		c.result.Errors = append(c.result.Errors, e)
	}
}

// isRepeated reports whether the same error was already added, because a schema may apply to a
// value in several ways. Only the last few errors can be the same.
func (c *valueCheck) isRepeated(e *Error) bool {
	const few = 16
	last := c.result.Errors[max(0, len(c.result.Errors)-few):]
	return slices.ContainsFunc(last, func(o Error) bool {
		return o.Property == e.Property && o.Location == e.Location && o.Kind == e.Kind && slices.Equal(o.Instance, e.Instance)
	})
}

// quoteShort quotes a name and shortens a long one.
func quoteShort(name string) string {
	const most = 60
	if r := []rune(name); len(r) > most {
		return strconv.Quote(string(r[:most]) + "…")
	}
	return strconv.Quote(name)
}

// instanceTokens returns the reference tokens of the current value, followed by further ones.
func (c *valueCheck) instanceTokens(further []string) []string {
	if len(c.path)+len(further) == 0 {
		return nil
	}
	tokens := make([]string, 0, len(c.path)+len(further))
	for _, s := range c.path {
		if s.index >= 0 {
			tokens = append(tokens, strconv.Itoa(s.index))
		} else {
			tokens = append(tokens, s.name)
		}
	}
	return append(tokens, further...)
}

// addUnchecked adds a keyword that cannot be evaluated, once.
func (c *valueCheck) addUnchecked(why *unknownCause) {
	u := Unchecked{Reason: why.reason, Instance: c.instanceTokens(nil)}
	if why.schema != nil {
		u.Location = why.schema.Location(why.keyword)
	}
	if slices.ContainsFunc(c.result.Unchecked, func(o Unchecked) bool {
		return o.Reason == u.Reason && o.Location == u.Location
	}) {
		return
	}
	if len(c.result.Unchecked) >= maxUnchecked && slices.ContainsFunc(c.result.Unchecked, func(o Unchecked) bool { return o.Reason == u.Reason }) {
		return
	}
	c.result.Unchecked = append(c.result.Unchecked, u)
}
