package validate

import (
	"cmp"
	"net/http"
	"strings"
)

// skipReason finds the reason not to check an exchange, if there is one.
func (c *exchangeCheck) skipReason() SkipReason {
	if reason := c.notHTTPReason(); reason != "" {
		return reason
	}
	if !c.match.HostMatched {
		return SkipOtherHost
	}
	return c.skipReasonOfContract()
}

// skipReasonOfContract finds the reason not to check an exchange with a server of the
// contract, if there is one.
func (c *exchangeCheck) skipReasonOfContract() SkipReason {
	switch {
	case !c.v.isSelected(c.x.Request.Method, c.match):
		return SkipExcluded
	case c.x.Skip != "":
		return c.x.Skip
	case !c.match.Found && c.isPreflight():
		return cmp.Or(interimReason(c.x.Response.Status), SkipPreflight)
	}
	return interimReason(c.x.Response.Status)
}

// notHTTPReason finds the reasons that hold whatever the host is.
func (c *exchangeCheck) notHTTPReason() SkipReason {
	switch c.x.Skip {
	case SkipMalformed, SkipNotHTTP, SkipWebSocket:
		return c.x.Skip
	}
	switch c.match.Scheme {
	case "ws", "wss":
		return SkipWebSocket
	case "", "http", "https":
		return ""
	}
	return SkipNotHTTP
}

// interimReason says why a status code is none of a final response (RFC 9110,
// section 15); empty if it is one.
func interimReason(status int) SkipReason {
	switch {
	case status == http.StatusSwitchingProtocols:
		return SkipWebSocket
	case status < 100:
		return SkipNoResponse
	case status > 999:
		return SkipMalformed
	case status < 200:
		return SkipInterim
	}
	return ""
}

// isPreflight recognises the question that a browser asks before a request to
// another origin (Fetch Standard, CORS-preflight request), by the headers of either
// side: some recorders keep only one.
func (c *exchangeCheck) isPreflight() bool {
	return strings.EqualFold(c.x.Request.Method, http.MethodOptions) &&
		(c.x.Request.Header.Has("Access-Control-Request-Method") ||
			c.x.Response.Header.Has("Access-Control-Allow-Methods"))
}

// nothingToCheck finds the reason why the contract has nothing to check an exchange
// by.
func (c *exchangeCheck) nothingToCheck() SkipReason {
	if c.op == nil {
		if c.retired != nil {
			return ""
		}
		if c.v.isUnreadablePath(c.x) {
			return SkipUnusable
		}
		if c.v.levels[OperationUndocumented] == LevelOff {
			return SkipNoOperation
		}
		return ""
	}
	if c.op.unusable {
		return SkipUnusable
	}
	if c.Status == http.StatusNotModified && c.op.findResponse(c.Status) == nil {
		return SkipNotModified
	}
	return ""
}
