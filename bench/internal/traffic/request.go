package traffic

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

var parameter = regexp.MustCompile(`\{[^{}]*\}`)

// request fills in the request of an operation.
func (g *Generator) request(x *Exchange, method, template string) {
	path := parameter.ReplaceAllStringFunc(template, func(string) string { return g.identifier() })
	x.Request.Method, x.Resource = method, "fetch"
	x.Request.URL = API + path
	if g.mix.Lean {
		return
	}
	if method == http.MethodGet && !strings.HasSuffix(template, "}") && g.chance(70) {
		x.Request.URL += fmt.Sprintf("?limit=%d&token=%s", 10+g.rnd.IntN(90), g.identifier())
	}
	x.Request.Fields = append(x.Request.Fields,
		validate.Field{Name: ":authority", Value: "api.heygen.com"},
		validate.Field{Name: ":method", Value: method},
		validate.Field{Name: ":path", Value: strings.TrimPrefix(x.Request.URL, API)},
		validate.Field{Name: ":scheme", Value: "https"},
		validate.Field{Name: "x-api-key", Value: "not-a-key-" + g.identifier()})
	g.browser(x, "application/json, text/plain, */*")
	if method == http.MethodPost || method == http.MethodPatch || method == http.MethodPut {
		g.post(x)
	}
}

func (g *Generator) post(x *Exchange) {
	x.Request.Fields = append(x.Request.Fields,
		validate.Field{Name: "content-type", Value: "application/json"},
		validate.Field{Name: "idempotency-key", Value: g.identifier()})
	x.PostData = fmt.Appendf(x.PostData, `{"title":"Take %d","avatar_id":%q,"voice_id":%q,"script":%q,"dimension":{"width":1280,"height":720}}`,
		g.rnd.IntN(100), g.identifier(), g.identifier(), strings.Repeat("Welcome to the tour. ", 1+g.rnd.IntN(20)))
}

// browser adds what a browser sends with every request.
func (g *Generator) browser(x *Exchange, accept string) {
	x.Request.Fields = append(x.Request.Fields,
		validate.Field{Name: "accept", Value: accept},
		validate.Field{Name: "accept-encoding", Value: "gzip, deflate, br, zstd"},
		validate.Field{Name: "accept-language", Value: "en-US,en;q=0.9,de;q=0.8"},
		validate.Field{Name: "origin", Value: "https://app.example.com"},
		validate.Field{Name: "priority", Value: "u=1, i"},
		validate.Field{Name: "referer", Value: "https://app.example.com/"},
		validate.Field{Name: "sec-ch-ua", Value: `"Chromium";v="150", "Not:A-Brand";v="24"`},
		validate.Field{Name: "sec-ch-ua-mobile", Value: "?0"},
		validate.Field{Name: "sec-ch-ua-platform", Value: `"macOS"`},
		validate.Field{Name: "sec-fetch-dest", Value: "empty"},
		validate.Field{Name: "sec-fetch-mode", Value: "cors"},
		validate.Field{Name: "sec-fetch-site", Value: "cross-site"},
		validate.Field{Name: "user-agent", Value: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"})
}

// respond fills in the head of a response. The content is the caller's.
func (g *Generator) respond(x *Exchange, status int, mediaType string) {
	x.Response.Status, x.Response.MediaType = status, mediaType
	if !g.mix.Lean {
		g.edge(x)
	}
	if mediaType != "" {
		x.Response.Fields = append(x.Response.Fields, validate.Field{Name: g.contentType(), Value: mediaType})
	}
}

// edge adds what the servers in between send with every response.
func (g *Generator) edge(x *Exchange) {
	x.Response.Fields = append(x.Response.Fields,
		validate.Field{Name: "access-control-allow-origin", Value: "*"},
		validate.Field{Name: "cache-control", Value: "no-store"},
		validate.Field{Name: "cf-ray", Value: g.identifier()[:16] + "-FRA"},
		validate.Field{Name: "date", Value: x.Started.Format(http.TimeFormat)},
		validate.Field{Name: "server", Value: "cloudflare"},
		validate.Field{Name: "strict-transport-security", Value: "max-age=63072000; includeSubDomains"},
		validate.Field{Name: "vary", Value: "Accept-Encoding, Origin"})
}

// contentType is the field's name over HTTP/2, and sometimes over HTTP/1.1.
func (g *Generator) contentType() string {
	if g.chance(10) {
		return "Content-Type"
	}
	return "content-type"
}

// json is the media type as servers write it.
func (g *Generator) json() string {
	return pick(g, []string{"application/json", "application/json", "application/json; charset=utf-8"})
}

func (g *Generator) identifier() string {
	return fmt.Sprintf("%016x%016x", g.rnd.Uint64(), g.rnd.Uint64())
}
