package traffic

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// The functions below generate exchanges that a check skips.

func (g *Generator) makePreflight(x *Exchange) {
	op := pickOne(g, g.singles)
	g.fillRequest(x, http.MethodOptions, op.template)
	x.Request.Header = append(x.Request.Header,
		validate.HeaderLine{Name: "access-control-request-method", Value: op.method},
		validate.HeaderLine{Name: "access-control-request-headers", Value: "content-type,x-api-key"})
	g.fillResponse(x, http.StatusNoContent, "")
	x.Response.Header = append(x.Response.Header,
		validate.HeaderLine{Name: "access-control-allow-methods", Value: "GET,POST,PUT,PATCH,DELETE"})
	x.Resource, x.Skip = "preflight", validate.SkipPreflight
}

func (g *Generator) makeAborted(x *Exchange) {
	g.anyRequest(x)
	x.Skip = validate.SkipNoResponse
}

func (g *Generator) makeEvicted(x *Exchange) {
	g.makeSingle(x)
	x.Size, x.Response.Body = len(x.Response.Body), nil
	x.Response.BodyMissing = validate.UncheckedNotRecorded
}

func (g *Generator) makeNotModified(x *Exchange) {
	op := pickOne(g, g.pages)
	g.fillRequest(x, op.method, op.template)
	g.fillResponse(x, http.StatusNotModified, "")
	x.Skip = validate.SkipNotModified
}

// An assetSource is a kind of file that a page loads from another host.
type assetSource struct {
	host, suffix, mediaType, resource string
	base64                            bool
	size                              int // maximum size
}

var assetSources = []assetSource{
	{"app.example.com", "/", "text/html; charset=utf-8", "document", false, 30 << 10},
	{"app.example.com", ".js", "text/javascript; charset=utf-8", "script", false, 40 << 10},
	{"cdn.example.net", ".css", "text/css", "stylesheet", false, 20 << 10},
	{"cdn.example.net", ".png", "image/png", "image", true, 12 << 10},
	{"cdn.example.net", ".woff2", "font/woff2", "font", true, 20 << 10},
	{"events.example.org", "/batch", "application/json", "xhr", false, 300},
}

// assetText is the text that assets repeat: markup and code, with characters that JSON escapes.
const assetText = "<div class=\"card\" data-id='7'>\n\t<p>Grüße &amp; more</p>\n</div>\n" +
	"function add(a, b) {\r\n\treturn a < b ? \"a\\n\" : `${b}`; // \u2028\n}\n.card > p { margin: 0 4px }\n"

func (g *Generator) makeAsset(x *Exchange) {
	s := pickOne(g, assetSources)
	g.fillOtherHost(x, s)
	size := s.size/4 + g.rnd.IntN(3*s.size/4)
	if s.base64 {
		x.Response.Body = append(x.Response.Body, g.randomBytes(size)...)
		return
	}
	for len(x.Response.Body) < size {
		x.Response.Body = append(x.Response.Body, assetText...)
		x.Response.Body = fmt.Appendf(x.Response.Body, "/* %x */\n", g.rnd.Uint64())
	}
}

const mediaSize, blobSize = 1 << 20, 12 << 20

func (g *Generator) makeMedia(x *Exchange) {
	g.fillOtherHost(x, assetSource{"media.example.net", ".jpg", "image/jpeg", "image", true, 0})
	x.Response.Body = append(x.Response.Body, g.randomBytes(mediaSize/2+g.rnd.IntN(mediaSize))...)
}

func (g *Generator) makeBlob(x *Exchange) {
	g.fillOtherHost(x, assetSource{"media.example.net", ".mp4", "video/mp4", "media", true, 0})
	for len(x.Response.Body) < blobSize {
		x.Response.Body = append(x.Response.Body, g.randomBytes(mediaSize)...)
	}
}

// randomBytes returns size random bytes.
func (g *Generator) randomBytes(size int) []byte {
	at := g.rnd.IntN(len(g.noise) - size)
	return g.noise[at : at+size]
}

// fillOtherHost fills an exchange with another host.
func (g *Generator) fillOtherHost(x *Exchange, s assetSource) {
	path := "/assets/" + g.newID() + s.suffix
	x.Request.Method, x.Request.URL = http.MethodGet, "https://"+s.host+path
	x.Request.Header = append(x.Request.Header,
		validate.HeaderLine{Name: ":authority", Value: s.host},
		validate.HeaderLine{Name: ":method", Value: http.MethodGet},
		validate.HeaderLine{Name: ":path", Value: path},
		validate.HeaderLine{Name: ":scheme", Value: "https"})
	g.addBrowserHeaders(x, strings.TrimSuffix(s.mediaType, "; charset=utf-8")+",*/*;q=0.1")
	g.fillResponse(x, http.StatusOK, s.mediaType)
	x.Resource, x.Base64, x.Skip = s.resource, s.base64, validate.SkipOtherHost
}
