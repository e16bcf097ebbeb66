package trailers

import (
	"crypto/subtle"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"

	"github.com/apicontract/apicontract/api"
)

// NewGateway returns a server for a team's own programs, which have its token instead of the API
// key. It offers two operations of the API at server, creating a video and looking at one, and
// forwards the responses, including errors. Its own errors have the form of the API's.
func NewGateway(server *url.URL, key, token string) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(server)
			r.Out.Header.Del("Authorization") // the token is for the gateway only
			r.Out.Header.Set("X-Api-Key", key)
		},
		// The default is an empty 502.
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			writeError(w, api.ErrGatewayTimeout, "The HeyGen API gave no answer.")
		},
	}
	mux := http.NewServeMux()
	mux.Handle("POST /v3/videos", proxy)
	mux.Handle("GET /v3/videos/{id}", proxy)
	return requireToken(mux, "Bearer "+token)
}

// requireToken rejects requests without the right Authorization header.
func requireToken(next http.Handler, want string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := r.Header.Get("Authorization")
		if subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 0 {
			writeError(w, api.ErrUnauthorized, "The gateway's token is missing or wrong.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// An errorEnvelope is the error envelope of the contract.
type errorEnvelope struct {
	Error struct {
		Code    api.Code `json:"code"`
		Message string   `json:"message"`
		DocURL  string   `json:"doc_url"`
	} `json:"error"`
}

// writeError sends an error of the contract.
func writeError(w http.ResponseWriter, code api.Code, message string) {
	var e errorEnvelope
	e.Error.Code = code
	e.Error.Message = message
	e.Error.DocURL = code.DocURL()

	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code.Status())
	if err := json.NewEncoder(w).Encode(e); err != nil {
		slog.Warn("an error could not be sent", "code", code, "err", err)
	}
}
