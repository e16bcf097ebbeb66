package validate

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/apicontract/apicontract/internal/spec"
)

// isProblem reports whether the response is problem details whose type is the code.
func (c *exchangeCheck) isProblem() bool {
	return c.contentType.essence == problemJSON && c.v.contract.table.envelope.IsProblemDetails()
}

// isBlankProblem reports whether the problem says no more than its status.
func (e *envelopeCheck) isBlankProblem() bool { return e.code == spec.AboutBlank && e.isProblem() }

// findCode returns the row of a code, nil if there is none. Types of problems that are
// relative references are resolved against the request's URL (RFC 9457, section 3.1.1).
func (c *exchangeCheck) findCode(code string) *codeEntry {
	table := c.v.contract.table
	if entry := table.codes[code]; entry != nil || code == "" || !c.isProblem() {
		return entry
	}
	base, err := url.Parse(c.x.Request.URL)
	if err != nil {
		return nil
	}
	resolved := resolveReference(base, code)
	if entry := table.codes[resolved]; entry != nil {
		return entry
	}
	for _, entry := range table.relative {
		if resolveReference(base, entry.Name) == resolved {
			return entry
		}
	}
	return nil
}

// resolvesTypes reports whether the result of an exchange may depend on its URL.
func (v *Validator) resolvesTypes(x *Exchange) bool {
	table := v.contract.table
	return table != nil && table.envelope.IsProblemDetails() && x.Response.contentType().essence == problemJSON
}

// resolveReference resolves a URI reference (RFC 3986, section 5). One that cannot be read
// stays as it is.
func resolveReference(base *url.URL, reference string) string {
	ref, err := url.Parse(reference)
	if err != nil {
		return reference
	}
	resolved := base.ResolveReference(ref)
	resolved.User = nil
	return resolved.String()
}

// checkProblemStatus checks that the status of problem details is that of the response
// (RFC 9457, section 3.1.2). One that is no number is for the schema to refuse.
func (c *exchangeCheck) checkProblemStatus() {
	if c.x.Response.BodyMissing != "" || c.withoutBody() || !hasProblemStatus(c.contentType.essence, c.x.Response.Body) {
		return
	}
	value, err := c.decodeBody()
	object, isObject := value.(map[string]any)
	if err != nil || !isObject {
		return
	}
	status, isNumber := object["status"].(json.Number)
	if !isNumber || isStatus(status, c.Status) {
		return
	}
	shown := "another number"
	if _, err := strconv.Atoi(status.String()); err == nil && len(status) <= 3 {
		shown = status.String()
	}
	c.addViolation(ProblemStatus, violationDetails{location: c.op.responsesLocation(), instance: []string{"status"},
		message:  fmt.Sprintf("`status` of the problem details is not the status of the response, %d", c.Status),
		expected: fmt.Sprint(c.Status), actual: shown})
	c.setViolationCodes()
}

// isStatus reports whether a number is a status, in any spelling that JSON has for it.
func isStatus(number json.Number, status int) bool {
	value, err := number.Float64()
	return err == nil && value == float64(status)
}
