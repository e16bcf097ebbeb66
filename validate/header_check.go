package validate

import "slices"

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
