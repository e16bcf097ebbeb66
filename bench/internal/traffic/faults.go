package traffic

import (
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/instance"
	"github.com/apicontract/apicontract/validate"
)

// spoil makes a response with one fault, all faults alike often.
func (g *Generator) spoil(x *Exchange) {
	if len(g.ways) > 0 {
		w := pick(g, g.ways)
		g.surface, x.Fault = w.surface, w.fault
		w.fault.make(g, x)
		return
	}
	x.Fault = &Faults[g.rnd.IntN(len(Faults))]
	x.Fault.make(g, x)
}

// Faults are the ways in which generated responses drift: at least one for
// each rule that the contract gives occasion for.
var Faults = []Fault{
	{"operation-removed", validate.OperationUndocumented, removed},
	{"status-from-edge", validate.StatusUndocumented, gateway},
	{"status-teapot", validate.StatusUndocumented, teapot},
	{"type-text", validate.ContentTypeUndocumented, plainText},
	{"body-cut", validate.BodyUnreadable, content(func(b []byte) []byte { return b[:len(b)/2] })},
	{"body-trailing", validate.BodyUnreadable, content(func(b []byte) []byte { return append(b, "{}"...) })},
	{"body-duplicate", validate.BodyUnreadable, duplicate},
	{"body-surrogate", validate.BodyUnreadable, surrogate},
	{"body-utf8", validate.BodyUnreadable, badUTF8},
	{"member-type", validate.BodySchema, inSuccess(instance.WrongType)},
	{"member-missing", validate.BodySchema, inSuccess(instance.Missing)},
	{"envelope-member", validate.BodySchema, inFailure(func(f *failure) { f.member("details").value = "[]" })},
	{"code-numeric", validate.BodySchema, inFailure(func(f *failure) { f.member("code").value = "404" })},
	{"envelope-v1", validate.EnvelopeMissing, instead(`{"code":400543,"message":"Not found","data":null}`, "application/json")},
	{"envelope-v2", validate.EnvelopeMissing, instead(`{"data":null,"error":{"code":"not_found","message":"Not found"}}`, "application/json")},
	{"envelope-html", validate.EnvelopeMissing, instead("<html><body>Not found</body></html>", "text/html")},
	{"envelope-empty", validate.EnvelopeMissing, instead("", "application/json")},
	{"code-unknown", validate.CodeUnknown, unknownCode},
	{"code-status", validate.CodeStatus, otherStatus},
	{"message-empty", validate.MessageEmpty, inFailure(func(f *failure) { f.member("message").value = `""` })},
	{"message-blank", validate.MessageEmpty, inFailure(func(f *failure) { f.member("message").value = `" \n "` })},
	{"message-numbers", validate.MessageIncomplete, inCode("insufficient_credit", vague)},
	{"message-url", validate.MessageIncomplete, inCode("download_failed", vague)},
	{"doc-url-missing", validate.DocURL, inFailure(func(f *failure) { f.remove("doc_url") })},
	{"doc-url-null", validate.DocURL, inFailure(func(f *failure) { f.member("doc_url").value = "null" })},
	{"doc-url-sibling", validate.DocURL, siblingURL},
	{"param-unexpected", validate.ParamUnexpected, inCode("unauthorized", func(f *failure) { f.member("param").value = `"title"` })},
	{"retry-after-missing", validate.RetryAfterMissing, inCode("rate_limit_exceeded", func(f *failure) { f.retryAfter = "" })},
	{"retry-after-text", validate.RetryAfterInvalid, inCode("rate_limit_exceeded", func(f *failure) { f.retryAfter = "soon" })},
	{"retry-after-fraction", validate.RetryAfterInvalid, inCode("internal_error", func(f *failure) { f.retryAfter = "1.5" })},
	{"retry-after-unexpected", validate.RetryAfterUnexpected, inCode("video_not_found", func(f *failure) { f.retryAfter = "5" })},
	{"error-in-success", validate.ErrorInSuccess, errorInSuccess},
}

type maker = func(*Generator, *Exchange)

func inFailure(change func(*failure)) maker {
	return func(g *Generator, x *Exchange) { g.failWith(x, pick(g, g.codes), change) }
}

func inCode(name string, change func(*failure)) maker {
	return func(g *Generator, x *Exchange) { g.failWith(x, g.byName[name], change) }
}

// inSuccess tries operations until one has a place for the fault.
func inSuccess(fault instance.Fault) maker {
	return func(g *Generator, x *Exchange) {
		for faulty := false; !faulty; {
			*x = Exchange{Kind: x.Kind, Fault: x.Fault, Started: x.Started, Elapsed: x.Elapsed}
			faulty = g.succeed(x, pick(g, slices.Concat(g.singles, g.pages)), fault)
		}
	}
}

// content changes the content of an error response.
func content(change func([]byte) []byte) maker {
	return func(g *Generator, x *Exchange) {
		g.fail(x)
		x.Response.Content = change(x.Response.Content)
	}
}

func instead(text, mediaType string) maker {
	return func(g *Generator, x *Exchange) {
		g.anyRequest(x)
		g.respond(x, pick(g, []int{400, 401, 403, 404, 500}), mediaType)
		x.Response.Content = append(x.Response.Content, text...)
	}
}

func vague(f *failure) { f.member("message").value = `"No."` }

func removed(g *Generator, x *Exchange) {
	g.request(x, http.MethodGet, pick(g, []string{"/v1/video.list", "/v2/avatars", "/v3/videos/{video_id}/share"}))
	g.respond(x, http.StatusOK, g.json())
	x.Response.Content = append(x.Response.Content, `{"data":[]}`...)
}

func gateway(g *Generator, x *Exchange) {
	g.anyRequest(x)
	g.respond(x, pick(g, []int{502, 503}), "text/html")
	x.Response.Content = append(x.Response.Content, "<html><body><h1>Bad gateway</h1></body></html>"...)
}

func teapot(g *Generator, x *Exchange) {
	g.failWith(x, pick(g, g.codes), func(f *failure) { f.status = http.StatusTeapot })
}

func plainText(g *Generator, x *Exchange) {
	g.single(x)
	x.Response.MediaType = "text/plain"
	for i := range x.Response.Fields {
		if strings.EqualFold(x.Response.Fields[i].Name, "content-type") {
			x.Response.Fields[i].Value = "text/plain"
		}
	}
}

func duplicate(g *Generator, x *Exchange) {
	g.failWith(x, pick(g, g.codes), func(f *failure) { f.members = append(f.members, f.members[0]) })
}

func surrogate(g *Generator, x *Exchange) {
	g.failWith(x, g.byName["forbidden"], func(f *failure) { f.member("message").value = `"No \ud83d."` })
}

// badUTF8 is recorded in base64, since a HAR is UTF-8 itself.
func badUTF8(g *Generator, x *Exchange) {
	g.failWith(x, g.byName["forbidden"], func(f *failure) { f.member("message").value = "\"No \xff.\"" })
	x.Base64 = true
}

func unknownCode(g *Generator, x *Exchange) {
	g.failWith(x, g.byName["resource_not_found"], func(f *failure) { f.member("code").value = `"not_found"` })
}

// otherStatus sends a code with a documented status that is not its own.
func otherStatus(g *Generator, x *Exchange) {
	code := pick(g, g.codes)
	g.failWith(x, code, func(f *failure) {
		for slices.Contains(code.Statuses, f.status) {
			f.status = pick(g, g.codes).Statuses[0]
		}
	})
}

// siblingURL sends the doc URL of another code of the same status.
func siblingURL(g *Generator, x *Exchange) {
	g.failWith(x, g.byName["voice_not_found"], func(f *failure) {
		f.member("doc_url").value = quoted(g.byName["avatar_not_found"].DocURL)
	})
}

func errorInSuccess(g *Generator, x *Exchange) {
	op := pick(g, g.singles)
	for op.status != http.StatusOK || op.ownError {
		op = pick(g, g.singles)
	}
	f := g.failure(pick(g, g.codes))
	g.request(x, op.method, op.template)
	g.respond(x, op.status, g.json())
	x.Response.Content = f.append(x.Response.Content)
}
