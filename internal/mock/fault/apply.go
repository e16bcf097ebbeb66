package fault

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/mock/response"
)

// Apply changes a conforming response as the fault says. A fault that [SendResponse]
// simulates leaves the response as it is. Apply reports whether the fault applies
// to the response at all, as [Info] says; if not, the response is unchanged.
//
// Two results depend on the contract. If the operation has a default response,
// every status is documented, and [HTML502] is found as envelope-missing. If the
// body itself is the error object, a legacy format that the document does not
// describe is found as body-schema.
func (f Fault) Apply(r *response.Response, c Context) bool {
	switch f {
	case "", Reset:
		return true
	case Truncated, Slow:
		return len(r.Body) > 0
	case ContentType:
		return setContentType(r, "text/html; charset=utf-8")
	case EmptyBody:
		return removeBody(r)
	case HTML502:
		proxyError(r, c.proxyStatus())
		return true
	}
	e, ok := parseErrorResponse(r, &c)
	return ok && e.applyFault(f)
}

func setContentType(r *response.Response, mediaType string) bool {
	if len(r.Body) == 0 {
		return false
	}
	*r = r.Clone()
	r.Header.Set("Content-Type", mediaType)
	return true
}

func removeBody(r *response.Response) bool {
	if len(r.Body) == 0 {
		return false
	}
	*r = r.Clone()
	r.Header.Del("Content-Type")
	r.Body = nil
	return true
}

// proxyError replaces the response by one of a proxy that does not know the
// contract.
func proxyError(r *response.Response, status int) {
	title := strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	r.Status = status
	r.Header = http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	r.Body = fmt.Appendf(nil, "<html>\n<head><title>%[1]s</title></head>\n<body>\n<center><h1>%[1]s</h1></center>\n</body>\n</html>\n", title)
}

// proxyStatuses are the statuses that proxies and content delivery networks send
// themselves.
var proxyStatuses = []int{502, 503, 504, 520, 521, 522, 523, 524, 525, 530, 500, 408, 421, 431, 403, 404, 414, 451}

// proxyStatus returns the first status of a proxy that the operation does not
// document, 502 if it documents all.
func (c *Context) proxyStatus() int {
	for _, status := range proxyStatuses {
		if !c.documentsStatus(status) {
			return status
		}
	}
	return http.StatusBadGateway
}
