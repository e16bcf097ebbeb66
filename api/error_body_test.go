package api_test

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOtherFormatsArePreserved(t *testing.T) {
	for name, c := range map[string]struct {
		reason  string
		status  int
		body    string
		shape   api.ErrorFormat
		code    api.Code
		message string
		retry   api.RetryClass

		contentType string // empty: application/json
	}{
		"unknown code": {
			reason: "the API adds codes: kept, and treated by its status",
			status: 503, body: `{"error":{"code":"service_unavailable","message":"Busy."}}`,
			shape: api.FormatEnvelope, code: "service_unavailable", message: "Busy.", retry: api.RetryTransient,
		},
		"unknown code of an account": {
			reason: "another code, but 401 is always for a person",
			status: 401, body: `{"error":{"code":"authentication_failed","message":"No."}}`,
			shape: api.FormatEnvelope, code: "authentication_failed", message: "No.", retry: api.RetryAccount,
		},
		"code of another status": {
			reason: "the code says more than the status",
			status: 400, body: `{"error":{"code":"rate_limit_exceeded","message":"Slow."}}`,
			shape: api.FormatEnvelope, code: api.ErrRateLimitExceeded, message: "Slow.", retry: api.RetryWait,
		},
		"v2": {
			reason: "data beside error, as the v2 API writes it",
			status: 429, body: `{"data":null,"error":{"code":"trial_video_limit_exceeded","message":"Enough."}}`,
			shape: api.FormatV2, code: "trial_video_limit_exceeded", message: "Enough.", retry: api.RetryWait,
		},
		"v1": {
			reason: "a numeric code is kept as its digits",
			status: 400, body: `{"code":400543,"message":"Wrong.","data":null}`,
			shape: api.FormatV1, code: "400543", message: "Wrong.", retry: api.RetryChange,
		},
		"HTML": {
			reason: "a page of the edge has nothing to say but its status",
			status: 502, body: "<!DOCTYPE html><html><body>Bad gateway</body></html>",
			shape: api.FormatHTML, retry: api.RetryTransient,
		},
		"empty": {
			reason: "an unknown path is answered with nothing at all",
			status: 404, body: "", shape: api.FormatEmpty, retry: api.RetryChange,
		},
		"white space": {reason: "it is nothing too", status: 404, body: " \r\n", shape: api.FormatEmpty, retry: api.RetryChange},
		"cut off": {
			reason: "half a JSON text has no value, but stays in Body",
			status: 500, body: `{"error":{"code":"internal_er`, shape: api.FormatOther, retry: api.RetryTransient,
		},
		"trailing data": {reason: "two values are no JSON text", status: 500, body: `{} {}`, shape: api.FormatOther, retry: api.RetryTransient},
		"array":         {reason: "JSON, but no object", status: 500, body: `["x"]`, shape: api.FormatOther, message: "x", retry: api.RetryTransient},
		"null":          {reason: "JSON, but no object", status: 500, body: `null`, shape: api.FormatOther, retry: api.RetryTransient},
		"bare text": {
			reason: "gateways write the message where the object belongs",
			status: 403, body: `{"error":"Forbidden"}`, shape: api.FormatOther, message: "Forbidden", retry: api.RetryAccount,
		},
		"message alone": {
			reason: "so do others",
			status: 429, body: `{"message":"Too many"}`, shape: api.FormatOther, message: "Too many", retry: api.RetryWait,
		},
		"wrong types": {
			reason: "one member of a wrong type does not cost the others",
			status: 404, body: `{"error":{"code":"video_not_found","message":["x"],"param":null,"doc_url":7,"new":{}}}`,
			shape: api.FormatEnvelope, code: api.ErrVideoNotFound, retry: api.RetryChange,
		},
		"code that is no string": {
			reason: "not the envelope, but the number may help",
			status: 404, body: `{"error":{"code":404,"message":"No."}}`,
			shape: api.FormatOther, code: "404", message: "No.", retry: api.RetryChange,
		},
		"code beside an error object": {
			reason: "whatever is missing inside may stand outside",
			status: 429, body: `{"error":{"detail":"x"},"code":"slow_down","message":"Too many"}`,
			shape: api.FormatOther, code: "slow_down", message: "Too many", retry: api.RetryWait,
		},
		"HTML after a declaration": {
			reason: "XHTML is a page, too",
			status: 502, body: "<?xml version=\"1.0\"?><!DOCTYPE html><html/>", contentType: "text/HTML; charset=utf-8",
			shape: api.FormatHTML, retry: api.RetryTransient,
		},
		"byte order mark": {
			reason: "a reader may ignore it (RFC 8259, section 8.1)",
			status: 404, body: "\ufeff" + envelope(api.ErrVideoNotFound),
			shape: api.FormatEnvelope, code: api.ErrVideoNotFound, message: "Why.", retry: api.RetryChange,
		},
		"duplicate names": {
			reason: "as for encoding/json, the last one counts; check has a finding",
			status: 404, body: `{"error":{"code":"video_not_found","code":"internal_error","message":"m"}}`,
			shape: api.FormatEnvelope, code: api.ErrInternalError, message: "m", retry: api.RetryTransient,
		},
		"names in another case": {
			reason: "names of members are case-sensitive",
			status: 404, body: `{"Error":{"Code":"video_not_found"}}`, shape: api.FormatOther, retry: api.RetryChange,
		},
		"white space in the code": {
			reason: "a code is kept as it came",
			status: 404, body: `{"error":{"code":" video_not_found ","message":"m"}}`,
			shape: api.FormatEnvelope, code: " video_not_found ", message: "m", retry: api.RetryChange,
		},
		"no UTF-8": {
			reason: "what can be read counts",
			status: 404, body: "{\"error\":{\"code\":\"video_not_found\",\"message\":\"a\xffb\"}}",
			shape: api.FormatEnvelope, code: api.ErrVideoNotFound, message: "a\uFFFDb", retry: api.RetryChange,
		},
		"two lines of JSON": {
			reason: "two values are no JSON text",
			status: 404, body: `{"error":{"code":"video_not_found"}}` + "\n{}", shape: api.FormatOther, retry: api.RetryChange,
		},
		"redirect": {
			reason: "a 3xx that was not followed is no success",
			status: 304, body: "", shape: api.FormatEmpty, retry: api.RetryChange,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := failure(t, answer(c.status, c.body, "Content-Type", cmp.Or(c.contentType, "application/json")))
			assert.Equal(t, c.shape, e.Format, c.reason)
			assert.Equal(t, c.code, e.Code, c.reason)
			assert.Equal(t, c.message, e.Message, c.reason)
			assert.Equal(t, c.retry, e.RetryClass(), c.reason)
			assert.Equal(t, c.status, e.Status)
			assert.Equal(t, c.body, string(e.Body), "the body is kept unchanged")
			assert.Equal(t, c.code != "", errors.Is(e, c.code))
		})
	}
}

func TestHugeErrorIsLimited(t *testing.T) {
	e := failure(t, answer(500, `{"error":"`+strings.Repeat("x", 3<<20)+`"}`))
	assert.Len(t, e.Body, 1<<20)
	assert.Equal(t, api.FormatOther, e.Format)
	assert.Less(t, len(e.Error()), 200)
	require.Error(t, e.Err, "the cut is not silent")
}

func TestBrokenOffErrorKeepsItsStatus(t *testing.T) {
	e := failure(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "500")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte(`{"error":{"code":`))
	})
	assert.Equal(t, 500, e.Status)
	require.ErrorContains(t, e.Err, "unexpected EOF")
	require.ErrorIs(t, e, e.Err)
}
