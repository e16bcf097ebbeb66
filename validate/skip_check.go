package validate

import (
	"cmp"
	"net/http"
	"strings"
)

// skipReason finds the reason not to check an exchange, if there is one.
func (c *exchangeCheck) skipReason() SkipReason {
	if reason := c.notHTTP(); reason != "" {
		return reason
	}
	switch {
	case !c.match.Known:
		return SkipOtherHost
	case !c.v.selected(c.x.Request.Method, c.match):
		return SkipExcluded
	case c.x.Skip != "":
		return c.x.Skip
	case !c.match.Found && c.isPreflight():
		return cmp.Or(notFinal(c.x.Response.Status), SkipPreflight)
	}
	return notFinal(c.x.Response.Status)
}

// notHTTP finds the reasons that hold whatever the host is.
func (c *exchangeCheck) notHTTP() SkipReason {
	switch c.x.Skip {
	case SkipMalformed, SkipNotHTTP, SkipWebSocket:
		return c.x.Skip
	case SkipTooLarge:
		if c.match.Host == "" {
			return c.x.Skip // its URL is among what was too large
		}
	}
	switch c.match.Scheme {
	case "ws", "wss":
		return SkipWebSocket
	case "", "http", "https":
		return ""
	}
	return SkipNotHTTP
}

// notFinal says why a status code is none of a final response (RFC 9110,
// section 15); empty if it is one.
func notFinal(status int) SkipReason {
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
		(c.x.Request.Fields.Has("Access-Control-Request-Method") ||
			c.x.Response.Fields.Has("Access-Control-Allow-Methods"))
}

// nothingToCheck finds the reason why the contract has nothing to check an exchange
// by.
func (c *exchangeCheck) nothingToCheck() SkipReason {
	if c.op == nil {
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
	response := c.op.response(c.Status)
	switch {
	case response == nil && c.Status == http.StatusNotModified:
		return SkipNotModified
	case response == nil && c.v.levels[StatusUndocumented] == LevelOff:
		return c.x.Response.Absent // the status alone is no finding
	case response != nil && len(response.media) > 0 && !c.withoutBody():
		return c.x.Response.Absent
	}
	return ""
}
