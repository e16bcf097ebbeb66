package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// contentTypeConflict reports several Content-Type headers that contradict each other.
func (c *exchangeCheck) contentTypeConflict() {
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
	values := c.x.Response.Header.Values(h.name)
	if len(values) == 0 {
		if h.required {
			c.addViolation(HeaderSchema, violationDetails{location: h.node.Location(),
				message:  "the required response header " + h.name + " is missing",
				expected: "the header " + h.name, actual: "absent"})
		}
		return
	}
	if h.schema == nil {
		return
	}
	readings := headerReadings(h.schema(), values)
	if len(readings) == 0 || slices.ContainsFunc(readings[1:], func(value any) bool { return c.v.model.engine.conformsToSchema(c.ctx, h.schema(), value) }) {
		return
	}
	for _, e := range c.schemaErrors(h.schema(), readings[0]) {
		c.addViolation(HeaderSchema, violationDetails{location: e.Location,
			message:  "the response header " + h.name + " " + e.Message,
			expected: e.Expected, actual: e.Actual})
	}
}
