package traffic

import (
	"net/http"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/instance"
	"github.com/apicontract/apicontract/validate"
)

// makeDrift generates a response with one fault. All faults are equally frequent.
func (g *Generator) makeDrift(x *Exchange) {
	if len(g.ways) > 0 {
		w := pickOne(g, g.ways)
		g.apiSurface, x.Fault = w.surface, w.fault
		w.fault.make(g, x)
		return
	}
	x.Fault = &Faults[g.rnd.IntN(len(Faults))]
	x.Fault.make(g, x)
}

// Faults are the faults of generated responses: at least one for each rule that the contract makes
// possible.
var Faults = []Fault{
	{"operation-unknown", validate.OperationUndocumented, callWithPath("/v3/videos/{video_id}/share", "/v3/films")},
	{"operation-retired", validate.OperationRetired, callWithPath("/v1/video.list", "/v2/avatars")},
	{"status-from-edge", validate.StatusUndocumented, gatewayError},
	{"status-teapot", validate.StatusUndocumented, teapotStatus},
	{"type-text", validate.ContentTypeUndocumented, textMediaType},
	{"body-cut", validate.BodyUnreadable, changeContent(func(b []byte) []byte { return b[:len(b)/2] })},
	{"body-trailing", validate.BodyUnreadable, changeContent(func(b []byte) []byte { return append(b, "{}"...) })},
	{"body-duplicate", validate.BodyUnreadable, duplicateMember},
	{"body-surrogate", validate.BodyUnreadable, loneSurrogate},
	{"body-utf8", validate.BodyUnreadable, badUTF8},
	{"member-type", validate.BodySchema, inSuccess(instance.WrongType)},
	{"member-missing", validate.BodySchema, inSuccess(instance.Missing)},
	{"envelope-member", validate.BodySchema, inFailure(func(f *errorResponse) { f.memberNamed("message").value = "[]" })},
	{"code-numeric", validate.BodySchema, inFailure(func(f *errorResponse) { f.memberNamed("code").value = "404" })},
	{"envelope-v1", validate.EnvelopeMissing, replaceBody(`{"code":400543,"message":"Not found","data":null}`, "application/json")},
	{"envelope-v2", validate.EnvelopeMissing, replaceBody(`{"data":null,"error":{"code":"not_found","message":"Not found"}}`, "application/json")},
	{"envelope-html", validate.EnvelopeMissing, replaceBody("<html><body>Not found</body></html>", "text/html")},
	{"envelope-empty", validate.EnvelopeMissing, replaceBody("", "application/json")},
	{"code-unknown", validate.CodeUnknown, unknownCode},
	{"code-status", validate.CodeStatus, otherStatus},
	{"message-empty", validate.MessageEmpty, inFailure(func(f *errorResponse) { f.memberNamed("message").value = `""` })},
	{"message-blank", validate.MessageEmpty, inFailure(func(f *errorResponse) { f.memberNamed("message").value = `" \n "` })},
	{"message-numbers", validate.MessageIncomplete, inCode("insufficient_credit", makeVague)},
	{"message-url", validate.MessageIncomplete, inCode("download_failed", makeVague)},
	{"doc-url-missing", validate.DocURL, inFailure(func(f *errorResponse) { f.removeMember("doc_url") })},
	{"doc-url-null", validate.DocURL, inFailure(func(f *errorResponse) { f.memberNamed("doc_url").value = "null" })},
	{"doc-url-sibling", validate.DocURL, siblingURL},
	{"param-unexpected", validate.ParamUnexpected, inCode("unauthorized", func(f *errorResponse) { f.memberNamed("param").value = `"title"` })},
	{"retry-after-missing", validate.RetryAfterMissing, inCode("rate_limit_exceeded", func(f *errorResponse) { f.retryAfter = "" })},
	{"retry-after-text", validate.RetryAfterInvalid, inCode("rate_limit_exceeded", func(f *errorResponse) { f.retryAfter = "soon" })},
	{"retry-after-fraction", validate.RetryAfterInvalid, inCode("internal_error", func(f *errorResponse) { f.retryAfter = "1.5" })},
	{"retry-after-unexpected", validate.RetryAfterUnexpected, inCode("video_not_found", func(f *errorResponse) { f.retryAfter = "5" })},
	{"error-in-success", validate.ErrorInSuccess, errorInSuccess},
}

type faultMaker = func(*Generator, *Exchange)

func inFailure(change func(*errorResponse)) faultMaker {
	return func(g *Generator, x *Exchange) { g.makeErrorWith(x, pickOne(g, g.codes), change) }
}

func inCode(name string, change func(*errorResponse)) faultMaker {
	return func(g *Generator, x *Exchange) { g.makeErrorWith(x, g.byName[name], change) }
}

// inSuccess tries operations until one has a place for the fault.
func inSuccess(fault instance.Fault) faultMaker {
	return func(g *Generator, x *Exchange) {
		for faulty := false; !faulty; {
			*x = Exchange{Kind: x.Kind, Fault: x.Fault, Started: x.Started, Elapsed: x.Elapsed}
			faulty = g.makeSuccess(x, pickOne(g, slices.Concat(g.singles, g.pages)), fault)
		}
	}
}

// changeContent changes the body of an error response.
func changeContent(change func([]byte) []byte) faultMaker {
	return func(g *Generator, x *Exchange) {
		g.makeError(x)
		x.Response.Body = change(x.Response.Body)
	}
}

func replaceBody(text, mediaType string) faultMaker {
	return func(g *Generator, x *Exchange) {
		g.anyRequest(x)
		g.fillResponse(x, pickOne(g, []int{400, 401, 403, 404, 500}), mediaType)
		x.Response.Body = append(x.Response.Body, text...)
	}
}

func makeVague(f *errorResponse) { f.memberNamed("message").value = `"No."` }

// callWithPath is a call of one of some paths that the contract does not document.
func callWithPath(paths ...string) func(*Generator, *Exchange) {
	return func(g *Generator, x *Exchange) {
		g.fillRequest(x, http.MethodGet, pickOne(g, paths))
		g.fillResponse(x, http.StatusOK, g.jsonType())
		x.Response.Body = append(x.Response.Body, `{"data":[]}`...)
	}
}

func gatewayError(g *Generator, x *Exchange) {
	g.anyRequest(x)
	g.fillResponse(x, pickOne(g, []int{502, 503}), "text/html")
	x.Response.Body = append(x.Response.Body, "<html><body><h1>Bad gateway</h1></body></html>"...)
}

func teapotStatus(g *Generator, x *Exchange) {
	g.makeErrorWith(x, pickOne(g, g.codes), func(f *errorResponse) { f.status = http.StatusTeapot })
}

func textMediaType(g *Generator, x *Exchange) {
	g.makeSingle(x)
	x.Response.MediaType = "text/plain"
	for i := range x.Response.Header {
		if strings.EqualFold(x.Response.Header[i].Name, "content-type") {
			x.Response.Header[i].Value = "text/plain"
		}
	}
}

func duplicateMember(g *Generator, x *Exchange) {
	g.makeErrorWith(x, pickOne(g, g.codes), func(f *errorResponse) { f.members = append(f.members, f.members[0]) })
}

func loneSurrogate(g *Generator, x *Exchange) {
	g.makeErrorWith(x, g.byName["forbidden"], func(f *errorResponse) { f.memberNamed("message").value = `"No \ud83d."` })
}

// badUTF8 breaks UTF-8. The body is recorded in base64, because a HAR is UTF-8 itself.
func badUTF8(g *Generator, x *Exchange) {
	g.makeErrorWith(x, g.byName["forbidden"], func(f *errorResponse) { f.memberNamed("message").value = "\"No \xff.\"" })
	x.Base64 = true
}

func unknownCode(g *Generator, x *Exchange) {
	g.makeErrorWith(x, g.byName["resource_not_found"], func(f *errorResponse) { f.memberNamed("code").value = `"no_such_thing"` })
}

// otherStatus sends a code with a documented status of another code.
func otherStatus(g *Generator, x *Exchange) {
	code := pickOne(g, g.codes)
	g.makeErrorWith(x, code, func(f *errorResponse) {
		for slices.Contains(code.Statuses, f.status) {
			f.status = pickOne(g, g.codes).Statuses[0]
		}
	})
}

// siblingURL sends the doc URL of another code with the same status.
func siblingURL(g *Generator, x *Exchange) {
	g.makeErrorWith(x, g.byName["voice_not_found"], func(f *errorResponse) {
		f.memberNamed("doc_url").value = quoteJSON(g.byName["avatar_not_found"].DocURL)
	})
}

func errorInSuccess(g *Generator, x *Exchange) {
	op := pickOne(g, g.singles)
	for op.status != http.StatusOK || op.ownError {
		op = pickOne(g, g.singles)
	}
	f := g.newErrorResponse(pickOne(g, g.codes))
	g.fillRequest(x, op.method, op.template)
	g.fillResponse(x, op.status, g.jsonType())
	x.Response.Body = f.appendEnvelope(x.Response.Body)
}
