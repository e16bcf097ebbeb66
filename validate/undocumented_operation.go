package validate

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/spec"
)

// reportUndocumentedOperation says that the contract lacks the operation of a request, and
// which one was probably meant.
func (c *exchangeCheck) reportUndocumentedOperation() {
	path := c.v.contract.pathText(c.match.Path)
	f := violationDetails{
		location: c.v.contract.doc.Root().Location().Child("paths"),
		message:  "the contract documents no operation for this method and path",
		expected: anOperation,
		actual:   c.requestMethod() + " " + path,
	}
	if near := c.v.nearest().find(path); near != "" {
		f.expected += nearOperation + near
	}
	method, uri := c.x.Request.Method, c.x.Request.URL
	if c.x.isHead() {
		method = http.MethodGet // HEAD is GET without content (RFC 9110, section 9.3.2)
	}
	if op, difference, found := c.v.routes.Nearest(method, uri); found {
		f.message = fmt.Sprintf("the contract documents the path %s, but the request's path has %s", op.PathTemplate, difference)
		f.expected = anOperation + nearOperation + op.PathTemplate
		f.location = op.source.Node.Location()
		c.meant = op
	} else if op := c.v.operationElsewhere(method, c.match.Path); op != nil {
		f.message = fmt.Sprintf("the contract documents this method and path at another server: %s", strings.Join(op.ownServers(), ", "))
		f.expected = anOperation + nearOperation + op.PathTemplate
		f.location = op.source.Node.Location()
	} else if len(c.match.Allowed) > 0 {
		f.message = "the contract documents this path, but only with " + strings.Join(c.match.Allowed, ", ")
	}
	c.addViolation(OperationUndocumented, f)
}

// checkMeantEnvelope checks an error envelope as that of the operation that was probably
// meant, if there is one.
func (c *exchangeCheck) checkMeantEnvelope() {
	if c.meant == nil || c.Status < 400 || c.x.Response.BodyMissing != "" || c.withoutBody() {
		return
	}
	c.meant.loadResponses()
	if value, code, ok := c.unexpectedEnvelope(); ok {
		c.checkEnvelope(c.meant.envelopeOf(c.findCode(code)), value, c.meant.findResponse(c.Status) != nil)
	}
}

// errorSource returns the operation whose errors are checked.
func (c *exchangeCheck) errorSource() *spec.Operation {
	if c.op == nil {
		return c.meant.source
	}
	return c.op.source
}
