package traffic

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

var parameter = regexp.MustCompile(`\{[^{}]*\}`)

// fillRequest sets the request to one of an operation.
func (g *Generator) fillRequest(x *Exchange, method, template string) {
	path := parameter.ReplaceAllStringFunc(template, func(string) string { return g.newID() })
	x.Request.Method, x.Resource = method, "fetch"
	x.Request.URL = API + path
	if g.mix.Minimal {
		return
	}
	if method == http.MethodGet && !strings.HasSuffix(template, "}") && g.chance(70) {
		x.Request.URL += fmt.Sprintf("?limit=%d&token=%s", 10+g.rnd.IntN(90), g.newID())
	}
	x.Request.Header = append(x.Request.Header,
		validate.HeaderLine{Name: ":authority", Value: "api.heygen.com"},
		validate.HeaderLine{Name: ":method", Value: method},
		validate.HeaderLine{Name: ":path", Value: strings.TrimPrefix(x.Request.URL, API)},
		validate.HeaderLine{Name: ":scheme", Value: "https"},
		validate.HeaderLine{Name: "x-api-key", Value: "not-a-key-" + g.newID()})
	g.addBrowserHeaders(x, "application/json, text/plain, */*")
	if method == http.MethodPost || method == http.MethodPatch || method == http.MethodPut {
		g.addPost(x)
	}
}

func (g *Generator) addPost(x *Exchange) {
	x.Request.Header = append(x.Request.Header,
		validate.HeaderLine{Name: "content-type", Value: "application/json"},
		validate.HeaderLine{Name: "idempotency-key", Value: g.newID()})
	x.PostData = fmt.Appendf(x.PostData, `{"title":"Take %d","avatar_id":%q,"voice_id":%q,"script":%q,"dimension":{"width":1280,"height":720}}`,
		g.rnd.IntN(100), g.newID(), g.newID(), strings.Repeat("Welcome to the tour. ", 1+g.rnd.IntN(20)))
}

// addBrowserHeaders adds the headers that a browser sends with every request.
func (g *Generator) addBrowserHeaders(x *Exchange, accept string) {
	x.Request.Header = append(x.Request.Header,
		validate.HeaderLine{Name: "accept", Value: accept},
		validate.HeaderLine{Name: "accept-encoding", Value: "gzip, deflate, br, zstd"},
		validate.HeaderLine{Name: "accept-language", Value: "en-US,en;q=0.9,de;q=0.8"},
		validate.HeaderLine{Name: "origin", Value: "https://app.example.com"},
		validate.HeaderLine{Name: "priority", Value: "u=1, i"},
		validate.HeaderLine{Name: "referer", Value: "https://app.example.com/"},
		validate.HeaderLine{Name: "sec-ch-ua", Value: `"Chromium";v="150", "Not:A-Brand";v="24"`},
		validate.HeaderLine{Name: "sec-ch-ua-mobile", Value: "?0"},
		validate.HeaderLine{Name: "sec-ch-ua-platform", Value: `"macOS"`},
		validate.HeaderLine{Name: "sec-fetch-dest", Value: "empty"},
		validate.HeaderLine{Name: "sec-fetch-mode", Value: "cors"},
		validate.HeaderLine{Name: "sec-fetch-site", Value: "cross-site"},
		validate.HeaderLine{Name: "user-agent", Value: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"})
}

// fillResponse sets the status and headers of a response. The caller sets the body.
func (g *Generator) fillResponse(x *Exchange, status int, mediaType string) {
	x.Response.Status, x.Response.MediaType = status, mediaType
	if !g.mix.Minimal {
		g.addEdgeHeaders(x)
	}
	if mediaType != "" {
		x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: g.contentType(), Value: mediaType})
	}
}

// addEdgeHeaders adds the headers that proxies send with every response.
func (g *Generator) addEdgeHeaders(x *Exchange) {
	x.Response.Header = append(x.Response.Header,
		validate.HeaderLine{Name: "access-control-allow-origin", Value: "*"},
		validate.HeaderLine{Name: "cache-control", Value: "no-store"},
		validate.HeaderLine{Name: "cf-ray", Value: g.newID()[:16] + "-FRA"},
		validate.HeaderLine{Name: "date", Value: x.Started.Format(http.TimeFormat)},
		validate.HeaderLine{Name: "server", Value: "cloudflare"},
		validate.HeaderLine{Name: "strict-transport-security", Value: "max-age=63072000; includeSubDomains"},
		validate.HeaderLine{Name: "vary", Value: "Accept-Encoding, Origin"})
}

// contentType returns the header's name: in lower case, as over HTTP/2, or sometimes as over
// HTTP/1.1.
func (g *Generator) contentType() string {
	if g.chance(10) {
		return "Content-Type"
	}
	return "content-type"
}

// jsonType returns the media type in one of the forms that servers send.
func (g *Generator) jsonType() string {
	return pickOne(g, []string{"application/json", "application/json", "application/json; charset=utf-8"})
}

func (g *Generator) newID() string {
	return fmt.Sprintf("%016x%016x", g.rnd.Uint64(), g.rnd.Uint64())
}
