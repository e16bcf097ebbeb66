package mock

import (
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/mock/response"
)

// allowOrigin lets pages of other origins read an answer (Fetch Standard, CORS
// protocol), as they may read that of an API made for them. A mock has nothing to
// hide, and no cookies are asked for.
func allowOrigin(r *http.Request, a *response.Response) {
	if r.Header.Get("Origin") == "" || a.Header.Get("Access-Control-Allow-Origin") != "" {
		return
	}
	*a = a.Clone()
	a.Header.Set("Access-Control-Allow-Origin", "*")
	a.Header.Set("Access-Control-Expose-Headers", "*")
}

// preflight answers a browser's question whether a page may send what it is about
// to, and reports whether it was one. The document knows nothing of it: neither
// rules nor the recording see it.
func preflight(w http.ResponseWriter, r *http.Request) bool {
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
