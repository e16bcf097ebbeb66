package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// Error responses as HeyGen sends or documents them, one of each kind that public programs
// have met. Texts and values are our own.
func TestErrorsOfHeyGen(t *testing.T) {
	const (
		json = "Content-Type: application/json"
		text = "Content-Type: text/plain"
		html = "Content-Type: text/html"
	)
	nullURL := func(code string) string {
		return `{"error":{"code":"` + code + `","message":"Why.","param":null,"doc_url":null}}`
	}
	param := func(code, message, param string) string { return withParam(code, message, `"`+param+`"`) }
	for _, c := range []struct {
		reason, method, path string
		status               int
		body                 string
		headers              []string
		want                 string
	}{
		{"live, without param", "GET", "/v3/videos/v", 401, envelope("unauthorized", "No key."), nil, "conforms"},
		{"live, of an asset", "GET", "/v3/assets/a", 404, envelope("asset_not_found", "None."), nil, "conforms"},
		{"live, invalid_parameter without param", "POST", "/v3/videos", 400, envelope("invalid_parameter", "Wrong."), nil, "conforms"},
		{"throttled, with Retry-After", "GET", "/v3/voices", 429, envelope("rate_limit_exceeded", "Slow down."), []string{"Retry-After: 7"}, "conforms"},
		{"throttled, without", "GET", "/v3/voices", 429, envelope("rate_limit_exceeded", "Slow down."), nil, "retry-after-missing"},
		{"throttled, with a date, which HeyGen does not send", "GET", "/v3/voices", 429, envelope("rate_limit_exceeded", "Slow down."), []string{"Retry-After: Sun, 01 Nov 2026 00:00:00 GMT"}, "retry-after-invalid"},
		{"throttled, with a fraction", "GET", "/v3/voices", 429, envelope("rate_limit_exceeded", "Slow down."), []string{"Retry-After: 1.5"}, "retry-after-invalid"},
		{"live, and not on the page", "POST", "/v3/videos", 400, envelope("avatar_consent_required", "No consent."), nil, "code-undocumented /error/code"},
		{"an example of the API's document", "GET", "/v3/videos/v", 401, nullURL("authentication_failed"), nil, "code-undocumented /error/code"},
		{"an example of 404", "GET", "/v3/videos/v", 404, nullURL("not_found"), nil, "code-undocumented /error/code"},
		{"an example with null for what it lacks", "POST", "/v3/videos", 400, nullURL("invalid_parameter"), nil, "doc-url /error/doc_url, param-unexpected /error/param"},
		{"the list of faults", "POST", "/v3/videos", 400, `{"error":{"code":"invalid_parameter","message":"Two faults.","errors":[{"code":"missing","message":"No title.","path":"title"}],"doc_url":"` + docURL("invalid_parameter") + `"}}`, nil, "conforms"},
		{"text of a gateway under 503", "POST", "/v3/videos", 503, "Service Unavailable", []string{text}, "status-undocumented"},
		{"HTML of a gateway under 502", "POST", "/v3/videos", 502, "<html>", []string{html}, "status-undocumented"},
		{"text under 404", "GET", "/v3/videos/v", 404, "not found", []string{text}, "envelope-missing"},
		{"HTML under 413", "POST", "/v3/assets", 413, "<html>", []string{html}, "envelope-missing"},
		{"a wallet's message, with one number", "POST", "/v3/videos", 402, envelope("insufficient_credit", "The wallet has 0 left."), nil, "message-incomplete /error/message"},
		{"the page's message", "POST", "/v3/videos", 402, envelope("insufficient_credit", "You have 3 credits, and 9 are required."), nil, "conforms"},
		{"amounts in dollars", "POST", "/v3/videos", 402, envelope("insufficient_credit", "Balance $1.20, required $4.00."), nil, "conforms"},
		{"numbers in words", "POST", "/v3/videos", 402, envelope("insufficient_credit", "Three credits are too few."), nil, "message-incomplete /error/message"},
		{"a quota", "POST", "/v3/video-agents", 429, envelope("quota_exceeded", "Used up."), nil, "conforms"},
		{"a message alone", "POST", "/v3/videos", 400, `{"error":{"message":"Bad."}}`, nil, "body-schema /error"},
		{"a field that the page names for the code", "GET", "/v3/avatars/looks/l", 404, param("avatar_not_found", "None.", "avatar_id"), nil, "conforms"},
		{"a field of the code about voices", "POST", "/v3/videos", 403, param("voice_not_usable", "Not this one.", "voice_id"), nil, "conforms"},
		{"the field of a conflict", "POST", "/v3/webhooks/endpoints", 409, param("conflict", "Registered already.", "url"), nil, "conforms"},
		{"a field that the code is not about", "GET", "/v3/avatars/looks/l", 404, param("avatar_not_found", "None.", "title"), nil, "param-unexpected /error/param"},
		{"the field's name as people write it", "POST", "/v3/videos", 400, param("invalid_parameter", "Voice ID is required", "voice_id"), nil, "conforms"},
		{"a field of a list", "POST", "/v3/videos", 400, param("invalid_parameter", "scenes[0].title is too long", "scenes[0].title"), nil, "conforms"},
		{"a download without its URL", "POST", "/v3/videos", 400, envelope("download_failed", "It failed."), nil, "message-incomplete /error/message"},
		{"a code that no source has", "POST", "/v3/assets", 413, `{"error":{"code":"too_big","message":"Too big."}}`, nil, "code-unknown /error/code"},
		{"a method that the path lacks", "PUT", "/v3/videos/v", 405, `{"error":{"code":"method_not_allowed","message":"No."}}`, nil, "operation-undocumented"},
		{"a status that only other operations have", "POST", "/v3/videos", 422, `{"detail":[{"msg":"x"}]}`, nil, "status-undocumented"},
		{"503 with its code, on an operation that lacks it", "POST", "/v3/videos", 503, envelope("service_unavailable", "Busy."), nil, "code-undocumented /error/code, status-undocumented"},
		{"503 with its code, on an operation that has it", "POST", "/v3/workflow-runs", 503, envelope("service_unavailable", "Busy."), nil, "code-undocumented /error/code"},
		{"410 of a retired call", "POST", "/v2/video/generate", 410, `{"error":{"code":"gone","message":"Moved."}}`, nil, "operation-retired"},

		{"an identifier in the error object", "POST", "/v3/videos", 409, `{"error":{"code":"request_in_progress","message":"Wait.","video_id":"v","doc_url":"` + docURL("request_in_progress") + `"}}`, nil, "envelope-member-unknown /error/video_id"},
		{"an identifier beside it", "GET", "/v3/videos/v", 404, `{"request_id":"r",` + envelope("video_not_found", "None.")[1:], nil, "envelope-member-unknown /request_id"},
		{"data beside it, as in v2", "GET", "/v3/videos/v", 404, `{"data":null,` + envelope("video_not_found", "None.")[1:], nil, "envelope-member-unknown /data"},
	} {
		headers := c.headers
		if len(headers) == 0 || headers[0][0] == 'R' {
			headers = append(headers, json)
		}
		v := validator(t, validate.WithLevel(validate.OperationPreview, validate.LevelOff))
		assert.Equal(t, c.want, found(v.Check(exchange(c.method, c.path, c.status, c.body, headers...))), c.reason)
	}
}
