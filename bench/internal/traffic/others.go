package traffic

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// What stands in a capture and is not judged.

func (g *Generator) preflight(x *Exchange) {
	op := pick(g, g.singles)
	g.request(x, http.MethodOptions, op.template)
	x.Request.Fields = append(x.Request.Fields,
		validate.Field{Name: "access-control-request-method", Value: op.method},
		validate.Field{Name: "access-control-request-headers", Value: "content-type,x-api-key"})
	g.respond(x, http.StatusNoContent, "")
	x.Response.Fields = append(x.Response.Fields,
		validate.Field{Name: "access-control-allow-methods", Value: "GET,POST,PUT,PATCH,DELETE"})
	x.Resource, x.Skip = "preflight", validate.SkipPreflight
}

func (g *Generator) aborted(x *Exchange) {
	g.anyRequest(x)
	x.Skip = validate.SkipNoResponse
}

func (g *Generator) evicted(x *Exchange) {
	g.single(x)
	x.Size, x.Response.Content = len(x.Response.Content), nil
	x.Response.Absent, x.Skip = validate.SkipNotRecorded, validate.SkipNotRecorded
}

func (g *Generator) notModified(x *Exchange) {
	op := pick(g, g.pages)
	g.request(x, op.method, op.template)
	g.respond(x, http.StatusNotModified, "")
	x.Skip = validate.SkipNotModified
}

// A source is a sort of file that a page loads from another host.
type source struct {
	host, suffix, mediaType, resource string
	base64                            bool
	size                              int // at most
}

var sources = []source{
	{"app.example.com", "/", "text/html; charset=utf-8", "document", false, 30 << 10},
	{"app.example.com", ".js", "text/javascript; charset=utf-8", "script", false, 40 << 10},
	{"cdn.example.net", ".css", "text/css", "stylesheet", false, 20 << 10},
	{"cdn.example.net", ".png", "image/png", "image", true, 12 << 10},
	{"cdn.example.net", ".woff2", "font/woff2", "font", true, 20 << 10},
	{"events.example.org", "/batch", "application/json", "xhr", false, 300},
}

// text is what asset texts repeat: markup and code, with what JSON escapes.
const text = "<div class=\"card\" data-id='7'>\n\t<p>Grüße &amp; more</p>\n</div>\n" +
	"function add(a, b) {\r\n\treturn a < b ? \"a\\n\" : `${b}`; // \u2028\n}\n.card > p { margin: 0 4px }\n"

func (g *Generator) asset(x *Exchange) {
	s := pick(g, sources)
	g.foreign(x, s)
	size := s.size/4 + g.rnd.IntN(3*s.size/4)
	if s.base64 {
		x.Response.Content = append(x.Response.Content, g.cut(size)...)
		return
	}
	for len(x.Response.Content) < size {
		x.Response.Content = append(x.Response.Content, text...)
		x.Response.Content = fmt.Appendf(x.Response.Content, "/* %x */\n", g.rnd.Uint64())
	}
}

const mediaSize, blobSize = 1 << 20, 12 << 20

func (g *Generator) media(x *Exchange) {
	g.foreign(x, source{"media.example.net", ".jpg", "image/jpeg", "image", true, 0})
	x.Response.Content = append(x.Response.Content, g.cut(mediaSize/2+g.rnd.IntN(mediaSize))...)
}

func (g *Generator) blob(x *Exchange) {
	g.foreign(x, source{"media.example.net", ".mp4", "video/mp4", "media", true, 0})
	for len(x.Response.Content) < blobSize {
		x.Response.Content = append(x.Response.Content, g.cut(mediaSize)...)
	}
}

// cut returns size random bytes.
func (g *Generator) cut(size int) []byte {
	at := g.rnd.IntN(len(g.noise) - size)
	return g.noise[at : at+size]
}

// foreign fills in an exchange with another host.
func (g *Generator) foreign(x *Exchange, s source) {
	path := "/assets/" + g.identifier() + s.suffix
	x.Request.Method, x.Request.URL = http.MethodGet, "https://"+s.host+path
	x.Request.Fields = append(x.Request.Fields,
		validate.Field{Name: ":authority", Value: s.host},
		validate.Field{Name: ":method", Value: http.MethodGet},
		validate.Field{Name: ":path", Value: path},
		validate.Field{Name: ":scheme", Value: "https"})
	g.browser(x, strings.TrimSuffix(s.mediaType, "; charset=utf-8")+",*/*;q=0.1")
	g.respond(x, http.StatusOK, s.mediaType)
	x.Resource, x.Base64, x.Skip = s.resource, s.base64, validate.SkipOtherHost
}
