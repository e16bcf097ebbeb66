package validate

import "slices"

// header checks one documented header of the response.
func (c *exchangeCheck) header(h *header) {
	values := c.x.Response.Fields.Values(h.name)
	if len(values) == 0 {
		if h.required {
			c.find(HeaderSchema, finding{location: h.node.Location(),
				message:  "the required response header " + h.name + " is missing",
				expected: "the header " + h.name, actual: "absent"})
		}
		return
	}
	if h.schema == nil {
		return
	}
	readings := headerReadings(h.schema(), values)
	if len(readings) == 0 || slices.ContainsFunc(readings[1:], func(value any) bool { return c.v.model.engine.conforms(c.ctx, h.schema(), value) }) {
		return
	}
	for _, e := range c.schemaErrors(h.schema(), readings[0]) {
		c.find(HeaderSchema, finding{location: e.Location,
			message:  "the response header " + h.name + " " + e.Message,
			expected: e.Expected, actual: e.Actual})
	}
}
