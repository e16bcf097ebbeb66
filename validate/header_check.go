package validate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// headerSubject tells the errors of one header apart, whose places are in the header.
func (c *exchangeCheck) headerSubject(e *schemaerror.Error) string {
	return strings.TrimSpace(placeOf(c.memberNames(e.Instance)) + " " + e.Subject)
}

// reportContentTypeConflict reports several Content-Type headers that contradict each other.
func (c *exchangeCheck) reportContentTypeConflict() {
	if c.contentType.conflict == nil {
		return
	}
	var names []string
	for _, value := range c.contentType.conflict {
		if name := printableMediaType(newContentType(value).essence); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	actual := strings.Join(names, " and ")
	if len(names) == 1 {
		actual += " with different parameters"
	}
	c.addViolation(ContentTypeConflict, violationDetails{location: c.responseLocation(),
		message:  fmt.Sprintf("the response has %d Content-Types that contradict each other: %s", len(c.contentType.conflict), actual),
		expected: "one Content-Type", actual: actual})
}

// responseLocation returns where the response is documented, or the responses of the
// operation if it is not.
func (c *exchangeCheck) responseLocation() spec.Location {
	if r := c.op.findResponse(c.Status); r != nil {
		return r.location()
	}
	return c.op.responsesLocation()
}

// checkHeader checks one documented header of the response.
func (c *exchangeCheck) checkHeader(h *documentedHeader) {
	c.checkHeaderLines(h, c.x.Response.Header.Values(h.name), "the response header "+h.name, nil)
}

// checkHeaderLines checks the lines of a documented header, which findings call by a title.
// instance is the part of the body that the header belongs to, if it belongs to one.
func (c *exchangeCheck) checkHeaderLines(h *documentedHeader, lines []string, title string, instance []string) {
	if len(lines) == 0 {
		if h.required {
			c.addViolation(HeaderSchema, violationDetails{location: h.node.Location(), instance: instance,
				message: "the required " + strings.TrimPrefix(title, "the ") + " is missing", expected: "the header " + h.name, actual: "absent"})
		}
		return
	}
	if h.value == nil || h.value().any {
		return
	}
	v := h.value()
	readings, err := c.serializedReader().Header(v.Header, lines)
	if syntax, ok := errors.AsType[*schemaerror.SyntaxError](err); ok {
		c.addViolation(HeaderSchema, violationDetails{location: v.schema.Location(""), instance: instance, message: title + " " + syntax.Reason,
			expected: v.Form(), actual: "a value that " + syntax.Reason, subject: syntax.Reason})
		return
	}
	if len(readings) == 0 {
		c.addUnchecked(UncheckedMediaType)
		return
	}
	found, _ := c.errorsOfAny(v.schema, readings)
	for _, e := range found {
		at := title
		if len(e.Instance) > 0 {
			at += ": " + nameOf(c.memberNames(e.Instance))
		}
		c.addViolation(HeaderSchema, violationDetails{location: e.Location, instance: instance, message: at + " " + e.Message,
			expected: e.Expected, actual: e.Actual, subject: c.headerSubject(&e)})
	}
}
