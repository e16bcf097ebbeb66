package api_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCodesAreThoseOfTheDocument(t *testing.T) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	codes := api.Codes()
	require.Len(t, codes, 35)
	for i, row := range contract.Codes() {
		assert.Equal(t, row.Name, codes[i].Error())
		assert.Equal(t, []int{codes[i].Status()}, row.Statuses, row.Name)
		assert.Equal(t, string(row.Retry), string(codes[i].RetryClass()), row.Name)
		assert.Equal(t, row.DocURL, codes[i].DocURL(), row.Name)
		assert.NotEmpty(t, codes[i].DocURL(), row.Name)
	}
	assert.Equal(t, api.Server, contract.Servers()[0])
}

func TestUnknownCodeIsNotInTheTable(t *testing.T) {
	for _, code := range []api.Code{"", "not_found"} {
		assert.Zero(t, code.Status())
		assert.Empty(t, code.RetryClass())
		assert.Empty(t, code.DocURL())
	}
}

func TestEveryCodeIsItsOwnSentinelAndNoOther(t *testing.T) {
	for _, code := range api.Codes() {
		t.Run(string(code), func(t *testing.T) {
			e := failure(t, answer(code.Status(), envelope(code)))
			for _, sentinel := range api.Codes() {
				assert.Equal(t, sentinel == code, errors.Is(e, sentinel), sentinel)
			}
			assert.Equal(t, code, e.Code)
			assert.Equal(t, code.Status(), e.Status)
			assert.Equal(t, code.RetryClass(), e.RetryClass())
			assert.Equal(t, api.FormatEnvelope, e.Format)
		})
	}
}

func TestErrorKeepsTheWholeResponse(t *testing.T) {
	body := `{"error":{"code":"invalid_parameter","message":"title is too long.","param":"title","doc_url":"https://docs.example/#invalid-parameter"}}`
	e := failure(t, answer(400, body, "X-Request-Id", "r1"))
	assert.Equal(t, "getVideoV3", e.Operation)
	assert.Equal(t, "GET", e.Method)
	assert.Equal(t, "/v3/videos/v1", e.Path)
	assert.Equal(t, "title is too long.", e.Message)
	assert.Equal(t, "title", e.Param)
	assert.Equal(t, "https://docs.example/#invalid-parameter", e.DocURL)
	assert.Equal(t, "r1", e.Header.Get("X-Request-Id"))
	assert.Equal(t, body, string(e.Body))
	assert.False(t, e.Keyed)
	assert.NoError(t, e.Err)
}

func TestErrorUnwrapsThroughOtherErrors(t *testing.T) {
	err := fmt.Errorf("making the trailer: %w", failure(t, answer(404, envelope(api.ErrVideoNotFound))))
	require.ErrorIs(t, err, api.ErrVideoNotFound)
	var code api.Code
	require.ErrorAs(t, err, &code)
	assert.Equal(t, api.ErrVideoNotFound, code)
	assert.NotErrorIs(t, err, api.Code(""))
}

func TestErrorText(t *testing.T) {
	for name, c := range map[string]struct {
		reason string
		err    error
		want   string
	}{
		"envelope": {
			reason: "who, which status, which code, and why",
			err:    &api.Error{Operation: "getVideoV3", Method: "GET", Status: 404, Code: api.ErrVideoNotFound, Message: "No such video."},
			want:   "GET getVideoV3: 404 video_not_found: No such video.",
		},
		"no code": {
			reason: "without a code the text of the status is shown, with the format of the body",
			err:    &api.Error{Operation: "getVideoV3", Method: "GET", Status: 502, Format: api.FormatHTML},
			want:   "GET getVideoV3: 502 Bad Gateway (html)",
		},
		"unnamed status": {
			reason: "a status that is not registered has no text",
			err:    &api.Error{Method: "GET", Status: 599, Format: api.FormatEmpty},
			want:   "GET: 599 (empty)",
		},
		"presigned URL": {
			reason: "queries and user information of URLs carry keys",
			err:    &api.Error{Method: "POST", Status: 400, Code: api.ErrDownloadFailed, Message: "Could not fetch https://u:p@ss@media.example/a.mp4?sig=s3cret."},
			want:   "POST: 400 download_failed: Could not fetch https://media.example/a.mp4?…",
		},
		"keys without a scheme": {
			reason: "a query is a query, and an implicit grant's fragment is one too",
			err:    &api.Error{Method: "GET", Status: 400, Code: "x", Message: "media.example/a?sig=s3cret and https://h/#access_token=s3cret, see https://h/docs#why"},
			want:   "GET: 400 x: media.example/a?… and https://h/#… see https://h/docs#why",
		},
		"hostile text": {
			reason: "a message cannot forge lines of a log or hide",
			err:    &api.Error{Method: "GET", Status: 400, Code: "a\nb", Message: "x\r\n\x1b[2J\u202ey"},
			want:   "GET: 400 a\uFFFDb: x\uFFFD\uFFFD\uFFFD[2J\uFFFDy",
		},
		"long text": {
			reason: "the text stays short, whatever the message's length",
			err:    &api.Error{Method: "GET", Status: 400, Code: api.Code(strings.Repeat("c", 999)), Message: strings.Repeat("é", 999)},
			want:   "GET: 400 " + strings.Repeat("c", 64) + "…: " + strings.Repeat("é", 240) + "…",
		},
		"cut off": {
			reason: "the reader learns that something is missing",
			err:    &api.Error{Method: "GET", Status: 500, Format: api.FormatOther, Err: io.ErrUnexpectedEOF},
			want:   "GET: 500 Internal Server Error (other); its body could not be read whole",
		},
		"zero": {
			reason: "an error that a test made by hand does not panic",
			err:    &api.Error{},
			want:   ": 0 ()",
		},
	} {
		t.Run(name, func(t *testing.T) { assert.EqualError(t, c.err, c.want, c.reason) })
	}
}

func TestNoErrorTextHoldsTheKey(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"error":      answer(401, envelope(api.ErrUnauthorized)),
		"no JSON":    answer(200, `<html>`),
		"other type": answer(200, `{"data":7}`),
		"gone":       func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, handler).GetVideoV3WithResponse(t.Context(), "v1")
			require.Error(t, err)
			for ; err != nil; err = errors.Unwrap(err) {
				for _, verb := range []string{"%s", "%v", "%+v", "%#v"} {
					assert.NotContains(t, fmt.Sprintf(verb, err), apiKey)
				}
			}
		})
	}
}
