package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// checkErrorBody checks a body under a status whose schema m is the envelope's.
func (c *exchangeCheck) checkErrorBody(r *compiledResponse, m *compiledMedia) {
	t := c.contentType
	content := c.x.Response.Body
	switch {
	case len(content) == 0:
		c.reportEnvelopeMissing(m.schemaLocation(), "an empty body")
		return
	case t.declared && !mediatype.IsJSON(t.essence):
		c.reportEnvelopeMissing(m.schemaLocation(), describeBody(content, printableMediaType(t.essence)))
		return
	}
	value, err := c.decodeBody()
	switch {
	case err != nil && !t.declared && !beginsJSON(content):
		c.reportEnvelopeMissing(m.schemaLocation(), describeBody(content, "text that is not JSON"))
		return
	case err != nil:
		c.reportUnreadable(m, err)
		return
	}
	if came := c.v.contract.describeNonEnvelope(c.ctx, value); came != "" {
		c.reportEnvelopeMissing(m.schemaLocation(), came)
		return
	}
	if r.mediaOf(t) == nil && (t.declared || len(c.x.Response.Header) > 0) {
		c.reportUndocumentedType(r)
	}
	c.checkEnvelope(m, value, true)
}

func (c *exchangeCheck) reportEnvelopeMissing(location spec.Location, came string) {
	c.addViolation(EnvelopeMissing, violationDetails{location: location,
		message:  fmt.Sprintf("status %s came with %s instead of the error envelope", statusText(c.Status), came),
		expected: "the error envelope", actual: came})
}

// reportErrorInSuccess says that a 2xx response carries the error envelope. Nothing
// further is said of it.
func (c *exchangeCheck) reportErrorInSuccess(code string, location spec.Location) {
	c.setCode(code, c.findCode(code))
	first := c.v.contract.table.envelope.Item(0)
	c.addViolation(ErrorInSuccess, violationDetails{location: location,
		instance: errorObjectOf(&first),
		message:  fmt.Sprintf("status %s carries an error: %q", statusText(c.Status), sanitize(code)),
		expected: "no error envelope under " + statusText(c.Status), actual: sanitize(code)})
	c.setViolationCodes()
}

// An envelopeCheck is the check of one error object.
type envelopeCheck struct {
	*exchangeCheck
	table    *errorTable
	value    any           // the whole body
	envelope spec.Envelope // of this error, without [spec.EveryItem]
	index    int           // in the list of errors
	entry    *codeEntry    // of the code; nil: the table does not have it
	code     string
	hasCode  bool
	// statusFits: the code stands under its own status, or under one that the
	// operation does not document, so that all that is promised can be asked.
	statusFits bool
	// nullParam: the schema does not allow the null that param is.
	nullParam bool
}

// checkEnvelope checks a body that has an error object, or a list of them. m is nil where
// no schema is known for it. documented says whether the operation documents the status.
func (c *exchangeCheck) checkEnvelope(m *compiledMedia, value any, documented bool) {
	table := c.v.contract.table
	var all []*envelopeCheck
	for i, envelope := range table.items(value) {
		e := &envelopeCheck{exchangeCheck: c, table: table, value: value, envelope: envelope, index: i}
		all = append(all, e)
		if e.readCode(); e.hasCode {
			c.setCode(e.code, e.entry)
			e.checkCode(documented)
		}
	}
	if m != nil && m.schema != nil {
		c.checkEnvelopeSchema(m, value, all)
	}
	for _, e := range all {
		if e.hasCode {
			c.errorCode = e.shownCode()
			e.unknownMembers(m)
			e.checkMembers()
		}
	}
	c.errorCode = ""
	c.setViolationCodes()
}

// readCode reads the code, and finds its row. The type of a problem that has none is
// about:blank (RFC 9457, section 3.1.1).
func (e *envelopeCheck) readCode() {
	e.code, e.hasCode = valueAt(e.value, e.envelope.Code).(string)
	if !e.hasCode && e.isProblem() {
		e.code, e.hasCode = spec.AboutBlank, true
	}
	e.entry = e.findCode(e.code)
}

// shownCode is the code as findings show it: by the name that the table has.
func (e *envelopeCheck) shownCode() string {
	if e.entry != nil {
		return e.entry.Name
	}
	return sanitizeClone(e.code)
}

// setCode notes the code of the error that is checked. That of the first is the
// exchange's.
func (c *exchangeCheck) setCode(code string, entry *codeEntry) {
	if entry != nil {
		code = entry.Name
	} else {
		code = sanitizeClone(code)
	}
	c.errorCode = code
	if c.Code == "" {
		c.Code, c.codeInTable = code, entry != nil
	}
}

// setViolationCodes writes the code into the violations that are not about another
// error, once it is known.
func (c *exchangeCheck) setViolationCodes() {
	for i := range c.Violations {
		if c.Violations[i].Code == "" {
			c.Violations[i].Code = c.Code
		}
	}
}

// checkCode checks the code itself.
func (e *envelopeCheck) checkCode(documented bool) {
	f := violationDetails{instance: e.envelope.Code, actual: e.shownCode()}
	switch u := e.table.undocumented[e.code]; {
	case e.entry == nil && u != nil:
		e.undocumented(u, f)
	case e.entry == nil && e.isBlankProblem():
	case e.entry == nil:
		f.location = e.table.node.Location().Child("codes")
		f.message = fmt.Sprintf("the error table has no code %q", sanitize(e.code))
		f.expected = "a code of the error table"
		if near := e.table.nearestCode(e.code, e.errorSource(), e.Status); near != "" {
			f.expected += ", such as " + near
		}
		e.addViolation(CodeUnknown, f)
	case documented && !e.entry.allowsStatus(e.errorSource(), e.Status):
		statuses := spec.StatusList(e.entry.row.StatusesOn(e.errorSource()))
		f.location = e.entry.enum
		if f.location == (spec.Location{}) {
			f.location = e.entry.location
		}
		f.message = fmt.Sprintf("the code %q belongs to status %s, not to %d", e.entry.Name, statuses, e.Status)
		f.expected = "status " + statuses
		e.addViolation(CodeStatus, f)
	default:
		e.statusFits = true
		e.checkOperation()
	}
}

// undocumented says that a code is known to occur though the table lacks it.
func (e *envelopeCheck) undocumented(u *spec.UndocumentedCode, f violationDetails) {
	f.location = u.Location
	if len(u.Statuses) > 0 && !slices.Contains(u.Statuses, e.Status) {
		f.message = fmt.Sprintf("the undocumented code %q is known under status %s, not under %d", u.Name, spec.StatusList(u.Statuses), e.Status)
		f.expected = "status " + spec.StatusList(u.Statuses)
		e.addViolation(CodeStatus, f)
		return
	}
	f.message = fmt.Sprintf("the code %q is known to occur, but the error table does not document it", u.Name)
	f.expected = "a code of the error table"
	e.addViolation(CodeUndocumented, f)
}

// checkOperation checks that the operation may answer with the code.
func (e *envelopeCheck) checkOperation() {
	if e.entry.belongsTo(e.errorSource()) {
		return
	}
	e.addViolation(CodeMisplaced, violationDetails{location: e.entry.location.Child("operations"), instance: e.envelope.Code,
		message:  fmt.Sprintf("the code %q does not belong to this operation", e.entry.Name),
		expected: "another code, or one of the operations " + firstNames(e.entry.Operations), actual: sanitize(e.code)})
}

// firstNames lists the first names of a list.
func firstNames(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// checkEnvelopeSchema enters the schema's errors, less those that another rule says better.
func (c *exchangeCheck) checkEnvelopeSchema(m *compiledMedia, value any, all []*envelopeCheck) {
	c.errorCode = ""
	said := false
	for _, schemaError := range c.schemaErrors(m.schema(), value) {
		covered := slices.ContainsFunc(all, func(e *envelopeCheck) bool { return e.coveredByOtherRule(&schemaError) })
		if covered {
			continue
		}
		said = true
		c.errorCode = codeAt(all, schemaError.Instance)
		c.addSchemaError(&schemaError)
	}
	c.errorCode = ""
	for _, e := range all {
		if !e.hasCode && !said {
			// The schema allows what the table cannot read.
			e.addViolation(BodySchema, violationDetails{location: m.schemaLocation(), instance: errorObjectOf(&e.envelope),
				message: "the error object has no code", expected: "a string code", actual: "absent"})
		}
	}
}

// codeAt returns the code of the error that holds a part of the body; empty if none does.
func codeAt(all []*envelopeCheck, instance []string) string {
	for _, e := range all {
		object := e.envelope.Error
		if len(all) > 1 && e.hasCode && len(instance) >= len(object) && slices.Equal(instance[:len(object)], object) {
			return e.shownCode()
		}
	}
	return ""
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
	value := valueAt(e.value, member)
	text, isText := value.(string)
	absent := value == nil
	p := e.envelope
	switch {
	case slices.Equal(member, p.Code):
		return isText && !e.statusFits
	case slices.Equal(member, p.DocURL):
		return absent || isText && e.decidesDocURL()
	case slices.Equal(member, p.Message):
		return absent || isText && strings.TrimSpace(text) == ""
	case slices.Equal(member, p.Param):
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
func (e *envelopeCheck) allowsParam() bool { return e.statusFits && e.entry.Param != Forbidden }
