// Package cors lets web pages of any origin call the mock (Fetch Standard, CORS
// protocol).
package cors

import (
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/mock/response"
)

// AllowOrigin allows pages of any origin to read a response. This is safe, because a mock has no
// secrets and uses no cookies.
func AllowOrigin(r *http.Request, resp *response.Response) {
	if r.Header.Get("Origin") == "" || resp.Header.Get("Access-Control-Allow-Origin") != "" {
		return
	}
	*resp = resp.Clone()
	resp.Header.Set("Access-Control-Allow-Origin", "*")
	resp.Header.Set("Access-Control-Expose-Headers", "*")
}

// ServePreflight allows the request that a browser asks about, and reports whether
// r was such a preflight request. Preflight requests are not in the document, so
// rules and the recording skip them.
func ServePreflight(w http.ResponseWriter, r *http.Request) bool {
	method := r.Header.Get("Access-Control-Request-Method")
	if r.Method != http.MethodOptions || method == "" || r.Header.Get("Origin") == "" {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", method)
	if names := strings.Join(r.Header.Values("Access-Control-Request-Headers"), ", "); names != "" {
		h.Set("Access-Control-Allow-Headers", names)
	}
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return true
}
