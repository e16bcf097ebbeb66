package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// errorBody checks a body under a status whose schema m is the envelope's.
func (c *exchangeCheck) errorBody(r *response, m *media) {
	t := c.contentType
	content := c.x.Response.Content
	switch {
	case len(content) == 0:
		c.envelopeMissing(m.location(), "an empty body")
		return
	case t.declared && !mediatype.IsJSON(t.essence):
		c.envelopeMissing(m.location(), looks(content, printable(t.essence)))
		return
	}
	value, err := c.decode()
	switch {
	case err != nil && !t.declared && !beginsJSON(content):
		c.envelopeMissing(m.location(), looks(content, "text that is not JSON"))
		return
	case err != nil:
		c.unreadable(m, err)
		return
	}
	if came := c.v.contract.otherThanEnvelope(c.ctx, value); came != "" {
		c.envelopeMissing(m.location(), came)
		return
	}
	if r.mediaOf(t) == nil && (t.declared || len(c.x.Response.Fields) > 0) {
		c.undocumentedType(r)
	}
	c.envelope(m, value, true)
}

func (c *exchangeCheck) envelopeMissing(location spec.Location, came string) {
	c.find(EnvelopeMissing, finding{location: location,
		message:  fmt.Sprintf("status %s came with %s instead of the error envelope", statusText(c.Status), came),
		expected: "the error envelope", actual: came})
}

// errorInSuccess says that a 2xx response carries the error envelope. Nothing
// further is said of it.
func (c *exchangeCheck) errorInSuccess(code string, location spec.Location) {
	c.setCode(code)
	c.find(ErrorInSuccess, finding{location: location,
		instance: c.v.contract.table.errorObject(),
		message:  fmt.Sprintf("status %s carries an error: %q", statusText(c.Status), clean(code)),
		expected: "no error envelope under " + statusText(c.Status), actual: clean(code)})
	c.addCode()
}

// An envelopeCheck is the check of one error object.
type envelopeCheck struct {
	*exchangeCheck
	table *errorTable
	value any        // the whole body
	entry *codeEntry // of the code; nil: the table does not have it
	code  string     // empty: there is none
	// fits: the code stands under its own status, or under one that the
	// operation does not document, so that all that is promised can be asked.
	fits bool
	// nullParam: the schema does not allow the null that param is.
	nullParam bool
}

// envelope checks a body that has an error object. m is nil where no schema is
// known for it. documented says whether the operation documents the status.
func (c *exchangeCheck) envelope(m *media, value any, documented bool) {
	e := envelopeCheck{exchangeCheck: c, table: c.v.contract.table, value: value}
	code, ok := at(value, e.table.envelope.code).(string)
	if ok {
		e.code = code
		c.setCode(code)
		e.checkCode(documented)
	}
	if m != nil && m.schema != nil {
		e.schema(m, ok)
	}
	if ok {
		e.unknownMembers(m)
		e.members()
	}
	c.addCode()
}

// setCode notes the code for the verdict.
func (c *exchangeCheck) setCode(code string) {
	c.Code = clean(code)
	_, c.known = c.v.contract.LookupCode(code)
}

// addCode writes the code into the violations, once it is known.
func (c *exchangeCheck) addCode() {
	for i := range c.Violations {
		c.Violations[i].Code = c.Code
	}
}

// checkCode checks the code itself.
func (e *envelopeCheck) checkCode(documented bool) {
	e.entry = e.table.codes[e.code]
	f := finding{instance: e.table.envelope.code, actual: clean(e.code)}
	switch {
	case e.entry == nil:
		f.location = e.table.node.Location().Child("codes")
		f.message = fmt.Sprintf("the error table has no code %q", clean(e.code))
		f.expected = "a code of the error table"
		if near := e.table.nearest(e.code, e.Status); near != "" {
			f.expected += ", such as " + near
		}
		e.find(CodeUnknown, f)
	case documented && !e.entry.allows(e.Status):
		f.location = e.entry.enum
		if f.location == (spec.Location{}) {
			f.location = e.entry.location
		}
		f.message = fmt.Sprintf("the code %q belongs to status %s, not to %d", e.entry.Name, spec.StatusList(e.entry.Statuses), e.Status)
		f.expected = "status " + spec.StatusList(e.entry.Statuses)
		e.find(CodeStatus, f)
	default:
		e.fits = true
	}
}

// schema enters the schema's errors, less those that another rule says better.
func (e *envelopeCheck) schema(m *media, hasCode bool) {
	said := false
	for _, schemaError := range e.schemaErrors(m.schema(), e.value) {
		if e.coveredByOtherRule(&schemaError) {
			continue
		}
		said = true
		e.schemaError(&schemaError)
	}
	if !hasCode && !said {
		// The schema allows what the table cannot read.
		e.find(BodySchema, finding{location: m.location(), instance: e.table.errorObject(),
			message: "the error object has no code", expected: "a string code", actual: "absent"})
	}
}

// coveredByOtherRule reports whether a schema error is left to another rule.
func (e *envelopeCheck) coveredByOtherRule(schemaError *schemaerror.Error) bool {
	member := schemaError.Instance
	if schemaError.Property != "" {
		member = append(slices.Clone(member), schemaError.Property)
	}
	if len(member) == 0 {
		return false
	}
	value := at(e.value, member)
	text, isText := value.(string)
	absent := value == nil
	p := e.table.envelope
	switch {
	case slices.Equal(member, p.code):
		return isText && !e.fits
	case slices.Equal(member, p.docURL):
		return absent || isText && e.decidesDocURL()
	case slices.Equal(member, p.message):
		return absent || isText && strings.TrimSpace(text) == ""
	case slices.Equal(member, p.param):
		e.nullParam = e.nullParam || absent
		return absent || isText && !e.allowsParam()
	}
	return false
}

// decidesDocURL reports whether the table says where the link must lead, or the
// code is not known and nothing is said of it.
func (e *envelopeCheck) decidesDocURL() bool { return e.entry == nil || e.entry.DocURL != "" }

// allowsParam reports whether it matters what param is: the code is right, and
// not one that has none.
func (e *envelopeCheck) allowsParam() bool { return e.fits && e.entry.Param != Forbidden }
