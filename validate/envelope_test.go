package validate_test

import (
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
)

// Which rule speaks: one fault is one finding, under the rule that says it best.
func TestWhichRuleSpeaks(t *testing.T) {
	const json = "Content-Type: application/json"
	const notFound = `"code":"video_not_found","doc_url":"https://developers.heygen.com/docs/error-codes#video-not-found"`
	cases := []struct {
		reason  string
		status  int
		content string
		fields  []string
		want    string
	}{
		// No envelope.
		{"an empty body", 404, "", []string{json}, "envelope-missing"},
		{"HTML from the edge", 404, "<html>", []string{"Content-Type: text/html"}, "envelope-missing"},
		{"the envelope under a type that is not JSON", 404, envelope("video_not_found", "m"), []string{"Content-Type: text/plain"}, "envelope-missing"},
		{"v1 shape", 400, `{"code":400543,"message":"m","data":null}`, []string{json}, "envelope-missing"},
		{"v2 shape", 400, `{"data":null,"error":{"code":"invalid_parameter","message":"m"}}`, []string{json}, "envelope-missing"},
		{"v2 shape with data", 400, `{"data":{},"error":{"code":"invalid_parameter","message":"m"}}`, []string{json}, "envelope-missing"},
		{"v2 shape with a null URL", 400, `{"data":null,"error":{"code":"invalid_parameter","message":"m","doc_url":null}}`, []string{json}, "envelope-missing"},
		{"a string for the error object", 404, `{"error":"no"}`, []string{json}, "envelope-missing"},
		{"null for the error object", 404, `{"error":null}`, []string{json}, "envelope-missing"},
		{"an array", 404, `[]`, []string{json}, "envelope-missing"},
		{"null", 404, `null`, []string{json}, "envelope-missing"},
		{"another object", 404, `{"detail":"Not found"}`, []string{json}, "envelope-missing"},
		{"text without a type where fields were kept", 404, `gone`, []string{"Date: x"}, "envelope-missing"},

		// Not readable.
		{"cut off", 404, `{"error":{"code":"video_`, []string{json}, "body-unreadable"},
		{"HTML that claims to be JSON", 404, `<html>`, []string{json}, "body-unreadable"},
		{"a duplicate name", 404, `{"error":{},"error":{}}`, []string{json}, "body-unreadable"},
		{"trailing data", 404, envelope("video_not_found", "m") + "{}", []string{json}, "body-unreadable"},
		{"invalid UTF-8", 404, envelope("video_not_found", "m")[:30] + "\xff" + envelope("video_not_found", "m")[30:], []string{json}, "body-unreadable"},

		// The code.
		{"no code", 404, `{"error":{"message":"m"}}`, []string{json}, "body-schema /error"},
		{"nothing in the error object", 404, `{"error":{}}`, []string{json}, "body-schema /error"},
		{"an empty code is one that the table lacks", 404, `{"error":{"code":"","message":"m","doc_url":"x"}}`, []string{json}, "code-unknown /error/code"},
		{"a numeric code", 404, `{"error":{"code":404,"message":"m","doc_url":null}}`, []string{json}, "body-schema /error/code"},
		{"a null code", 404, `{"error":{"code":null,"message":"","param":null}}`, []string{json}, "body-schema /error/code"},
		{"an unknown code leaves the rest unchecked", 429, `{"error":{"code":"x","message":"m","param":null,"doc_url":"y"}}`, []string{json, "Retry-After: soon"}, "code-unknown /error/code"},
		{"an unknown code still wants a message", 404, `{"error":{"code":"x","doc_url":"y"}}`, []string{json}, "code-unknown /error/code, message-empty /error/message"},
		{"an unknown code without a doc URL", 404, `{"error":{"code":"x","message":"m"}}`, []string{json}, "code-unknown /error/code"},
		{"a known code that the table lacks", 404, envelope("not_found", "m"), []string{json}, "code-undocumented /error/code"},
		{"nothing more is checked of it", 404, `{"error":{"code":"not_found","message":"m","doc_url":null,"param":null}}`, []string{json, "Retry-After: soon"}, "code-undocumented /error/code"},
		{"a known code under another status", 400, envelope("not_found", "m"), []string{json}, "code-status /error/code"},
		{"a known code without a known status", 400, envelope("subscription_required", "m"), []string{json}, "code-undocumented /error/code"},
		{"a wrong status silences Retry-After", 404, envelope("rate_limit_exceeded", "m"), []string{json}, "code-status /error/code"},
		{"a wrong status silences message promises", 400, envelope("insufficient_credit", "m"), []string{json}, "code-status /error/code"},
		{"a wrong status silences param", 400, withParam("video_not_found", "m", `"x"`), []string{json}, "code-status /error/code"},
		{"a wrong status silences a null param", 400, withParam("video_not_found", "m", `null`), []string{json}, "code-status /error/code"},
		{"a wrong status and no doc URL", 400, `{"error":{"code":"video_not_found","message":"m"}}`, []string{json}, "code-status /error/code, doc-url /error/doc_url"},

		// The other members.
		{"a null doc URL", 404, `{"error":{"code":"video_not_found","message":"m","doc_url":null}}`, []string{json}, "doc-url /error/doc_url"},
		{"the doc URL of another code", 404, `{"error":{"code":"video_not_found","message":"m","doc_url":"` + docURL("voice_not_found") + `"}}`, []string{json}, "doc-url /error/doc_url"},
		{"a doc URL that is no string", 404, `{"error":{"code":"video_not_found","message":"m","doc_url":7}}`, []string{json}, "body-schema /error/doc_url"},
		{"no message", 404, `{"error":{` + notFound + `}}`, []string{json}, "message-empty /error/message"},
		{"a null message", 404, `{"error":{"message":null,` + notFound + `}}`, []string{json}, "message-empty /error/message"},
		{"an empty message", 404, `{"error":{"message":"",` + notFound + `}}`, []string{json}, "message-empty /error/message"},
		{"a message that is no string", 404, `{"error":{"message":["m"],` + notFound + `}}`, []string{json}, "body-schema /error/message"},
		{"a null param", 400, withParam("invalid_parameter", "m", "null"), []string{json}, "param-unexpected /error/param"},
		{"a param that the code is about", 404, withParam("video_not_found", "m", `"video_id"`), []string{json}, "conforms"},
		{"the path of a param that the code is about", 404, withParam("voice_not_found", "m", `"video_inputs[0].voice_id"`), []string{json}, "conforms"},
		{"a param that another code is about", 404, withParam("video_not_found", "m", `"voice_id"`), []string{json}, "param-unexpected /error/param"},
		{"a null param on a code with fields", 404, withParam("video_not_found", "m", `null`), []string{json}, "param-unexpected /error/param"},
		{"an empty param where none belongs", 404, withParam("video_not_found", "m", `""`), []string{json}, "param-unexpected /error/param"},
		{"an empty param where one belongs", 400, withParam("invalid_parameter", "m", `""`), []string{json}, "body-schema /error/param"},
		{"an empty param beside an unknown code", 404, `{"error":{"code":"x","message":"m","param":""}}`, []string{json}, "code-unknown /error/code"},
		{"an empty param beside a wrong status", 400, withParam("video_not_found", "m", `""`), []string{json}, "code-status /error/code"},
		{"a param that is no string", 400, withParam("invalid_parameter", "m", "[]"), []string{json}, "body-schema /error/param"},
		{"a further member", 404, `{"error":{"message":"m","hint":"x",` + notFound + `}}`, []string{json}, "envelope-member-unknown /error/hint"},
		{"a further member beside the error object", 404, `{"error":{"message":"m",` + notFound + `},"id":1}`, []string{json}, "envelope-member-unknown /id"},
		{"code and URL are the envelope, whatever is beside it", 404, `{"data":null,"error":{"message":"m",` + notFound + `}}`, []string{json}, "envelope-member-unknown /data"},
		{"further members in both places", 404, `{"error":{"message":"m","z":1,"hint":"x",` + notFound + `},"id":1}`, []string{json}, "envelope-member-unknown /error/hint, envelope-member-unknown /error/z, envelope-member-unknown /id"},
		{"a further member that looks like a person's own", 404, `{"error":{"message":"m","user@example.com":"x",` + notFound + `}}`, []string{json}, "envelope-member-unknown /error/*"},
		{"a further member beside an unknown code", 404, `{"error":{"code":"x","message":"m","hint":"y"}}`, []string{json}, "code-unknown /error/code, envelope-member-unknown /error/hint"},
		{"the faults one by one", 400, `{"error":{"code":"invalid_parameter","message":"m","doc_url":"` + docURL("invalid_parameter") + `","errors":[{"code":"missing","message":"field required","path":"script"}]}}`, []string{json}, "conforms"},
		{"faults of the wrong type", 400, `{"error":{"code":"invalid_parameter","message":"m","doc_url":"` + docURL("invalid_parameter") + `","errors":[{"code":"missing"}]}}`, []string{json}, "body-schema /error/errors/0"},
		{"two faults are two findings", 404, `{"error":{"code":"video_not_found","message":" "}}`, []string{json}, "doc-url /error/doc_url, message-empty /error/message"},

		// Messages.
		{"a message that names the field", 400, withParam("invalid_parameter", "title is too long", `"title"`), []string{json}, "conforms"},
		{"a message that names the last part", 400, withParam("invalid_parameter", "bad voice_id", `"video_inputs[0].voice_id"`), []string{json}, "conforms"},
		{"a message that names the list of an item", 400, withParam("invalid_parameter", "tags: too many", `"tags[0]"`), []string{json}, "conforms"},
		{"a name within a word is not named", 400, withParam("invalid_parameter", "That is invalid.", `"id"`), []string{json}, "message-incomplete /error/message"},
		{"a message that names the field in words", 400, withParam("invalid_parameter", "Voice ID is required when a script is provided.", `"voice_id"`), []string{json}, "conforms"},
		{"in another case and without the underscore", 400, withParam("invalid_parameter", "VoiceID is required.", `"voice_id"`), []string{json}, "conforms"},
		{"words for a name in camel case", 400, withParam("invalid_parameter", "The voice id is unknown.", `"voices[2].voiceId"`), []string{json}, "conforms"},
		{"a longer word is another field", 400, withParam("invalid_parameter", "Voice IDs are required.", `"voice_id"`), []string{json}, "message-incomplete /error/message"},
		{"half of the words", 400, withParam("invalid_parameter", "The voice is required.", `"voice_id"`), []string{json}, "message-incomplete /error/message"},
		{"a param without letters", 400, withParam("invalid_parameter", "m", `"_"`), []string{json}, "message-incomplete /error/message"},
		{"a message that does not", 400, withParam("invalid_parameter", "bad input", `"title"`), []string{json}, "message-incomplete /error/message"},
		{"no field, no promise", 400, envelope("invalid_parameter", "bad input"), []string{json}, "conforms"},
		{"no URL", 400, envelope("download_failed", "It failed."), []string{json}, "message-incomplete /error/message"},
		{"a URL", 400, envelope("download_failed", "Could not get http://a.example/x: 403"), []string{json}, "conforms"},
		{"numbers of a link are none for people", 402, envelope("insufficient_credit", "See https://a.example/v3/credits?page=2 and http://b.example:8080/4."), []string{json}, "message-incomplete /error/message"},
		{"numbers around a link", 402, envelope("insufficient_credit", "You have 5, see https://a.example/v3 for the 10 that are needed."), []string{json}, "conforms"},
		{"one number of two", 402, envelope("insufficient_credit", "You need 10 credits."), []string{json}, "message-incomplete /error/message"},

		// Retry-After.
		{"seconds", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: 0"}, "conforms"},
		{"odd case of the name", 429, envelope("rate_limit_exceeded", "m"), []string{json, "rEtRy-aFtEr: 5"}, "conforms"},
		{"an RFC 850 date", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: Wednesday, 21-Oct-26 07:28:00 GMT"}, "conforms"},
		{"an asctime date", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: Wed Oct 21 07:28:00 2026"}, "conforms"},
		{"a date of another zone", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: Wed, 21 Oct 2026 07:28:00 EST"}, "retry-after-invalid"},
		{"a date in lower case", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: wed, 21 oct 2026 07:28:00 GMT"}, "retry-after-invalid"},
		{"a date with the wrong day", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: Tue, 21 Oct 2026 07:28:00 GMT"}, "retry-after-invalid"},
		{"an hour of one digit", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: Wed, 21 Oct 2026 7:28:00 GMT"}, "retry-after-invalid"},
		{"a date where seconds are asked for", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"}, "retry-after-invalid"},
		{"the same twice", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: 5", "retry-after: 5"}, "conforms"},
		{"two values", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: 5", "Retry-After: 6"}, "retry-after-invalid"},
		{"negative", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: -1"}, "retry-after-invalid"},
		{"a fraction", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: 1.5"}, "retry-after-invalid"},
		{"empty", 429, envelope("rate_limit_exceeded", "m"), []string{json, "Retry-After: "}, "retry-after-invalid"},
		{"optional and absent", 429, envelope("quota_exceeded", "m"), []string{json}, "conforms"},
		{"optional and invalid", 429, envelope("quota_exceeded", "m"), []string{json, "Retry-After: 1h"}, "retry-after-invalid"},
		{"unexpected is not also invalid", 404, envelope("video_not_found", "m"), []string{json, "Retry-After: soon"}, "retry-after-unexpected"},

		// The media type.
		{"parameters and case", 404, envelope("video_not_found", "m"), []string{"content-type: Application/Json;charset=UTF-8"}, "conforms"},
		{"another JSON type", 404, envelope("video_not_found", "m"), []string{"Content-Type: application/problem+json"}, "content-type-undocumented"},
		{"another JSON type without envelope", 404, `{"title":"Not Found"}`, []string{"Content-Type: application/problem+json"}, "envelope-missing"},
		{"no type though fields were kept", 404, envelope("video_not_found", "m"), []string{"Date: x"}, "content-type-undocumented"},

		// Statuses that the operation lacks.
		{"the edge", 502, "<html>", []string{"Content-Type: text/html"}, "status-undocumented"},
		{"an envelope that is right", 422, envelope("invalid_parameter", "m"), []string{json}, "status-undocumented"},
		{"an envelope that lacks its doc URL", 422, `{"error":{"code":"invalid_parameter","message":"m"}}`, []string{json}, "doc-url /error/doc_url, status-undocumented"},
		{"an envelope with an unknown code", 503, envelope("service_unavailable", "m"), []string{json}, "code-undocumented /error/code, status-undocumented"},
		{"an unknown code with a message that is no string", 422, `{"error":{"code":"x","message":5}}`, []string{json}, "body-schema /error/message, code-unknown /error/code, status-undocumented"},
		{"an envelope's text under a type that is not JSON", 422, envelope("x", "m"), []string{"Content-Type: text/html"}, "status-undocumented"},
		{"v2 shape", 422, `{"data":null,"error":{"code":"invalid_parameter","message":"m"}}`, []string{json}, "status-undocumented"},
		{"an error under an undocumented success", 202, envelope("video_not_found", "m"), []string{json}, "error-in-success /error, status-undocumented"},
		{"a redirect", 302, "", nil, "status-undocumented"},
		{"a redirect with an envelope", 302, envelope("x", "m"), []string{json}, "code-unknown /error/code, status-undocumented"},

		// Success.
		{"an envelope", 200, `{"data":null,"error":{"code":"x","message":"m"}}`, []string{json}, "error-in-success /error"},
		{"an error object without a code", 200, `{"error":{"message":"m"},"data":{"id":"v","status":"failed"}}`, []string{json}, "conforms"},
		{"an unknown field", 200, `{"data":{"id":"v","status":"failed","brand_new":1}}`, []string{json}, "conforms"},
		{"an empty body", 200, "", []string{json}, "body-unreadable"},
		{"a duplicate name", 200, `{"data":{"id":"v","id":"w","status":"failed"}}`, []string{json}, "body-unreadable"},
		{"HTML", 200, "<html>", []string{"Content-Type: text/html"}, "content-type-undocumented"},
		{"a list's second item", 200, `{"data":{"id":"v","status":"odd"}}`, []string{json}, "body-schema /data/status"},
	}
	v := validator(t)
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			verdict := v.Check(exchange("GET", "/v3/videos/v1", c.status, c.content, c.fields...))
			assert.Equal(t, c.want, found(verdict))
		})
	}
}

// A 2xx schema that documents `error` itself is not contradicted.
func TestADocumentedErrorMemberIsNoEnvelope(t *testing.T) {
	v := validator(t)
	x := exchange("DELETE", "/v3/webhooks/endpoints/e1", 200,
		`{"data":{},"error":{"code":"x","message":"m"}}`, "Content-Type: application/json")
	assert.Equal(t, "conforms", found(v.Check(x)))
}

// Where the recorder kept no fields, nothing is concluded from their absence.
func TestFieldsThatWereNotRecorded(t *testing.T) {
	v := validator(t)
	x := response(429, envelope("rate_limit_exceeded", "m"))
	x.Response.Header = nil
	assert.Equal(t, "conforms", found(v.Check(x)))
	x.Response.Header = validate.Header{}
	assert.Equal(t, "retry-after-missing", found(v.Check(x)))
}

// What the server sent goes before what the recorder made of it.
func TestMediaTypeOfTheCapture(t *testing.T) {
	v := validator(t)
	for _, c := range []struct{ field, recorded, want string }{
		{"application/json", "text/plain", "conforms"},
		{"application/json", "undefined", "conforms"},
		{"text/html", "application/json", "content-type-undocumented"},
		{"", "application/json", "conforms"},
		{"", "text/html", "content-type-undocumented"},
		{"", "x-unknown", "content-type-undocumented"},
		{" ; charset=utf-8", "application/json", "conforms"},
	} {
		x := exchange("GET", "/v3/videos/v1", 200, video, "Content-Type: "+c.field)
		x.Response.MediaType = c.recorded
		assert.Equal(t, c.want, found(v.Check(x)), "%+v", c)
	}
}
