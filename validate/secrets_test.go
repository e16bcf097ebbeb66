package validate_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A mint makes canaries: values that must never come out again.
type mint struct{ n int }

func (m *mint) next() string {
	m.n++
	return fmt.Sprintf("canary%04dx", m.n)
}

// plant puts canaries into every field, and into the query and user information
// of the URL.
func plant(m *mint, x *validate.Exchange) *validate.Exchange {
	fields := func(names ...string) validate.Header {
		fs := validate.Header{}
		for _, name := range names {
			fs = append(fs, validate.HeaderLine{Name: name, Value: m.next()})
		}
		return fs
	}
	x.Request.URL = strings.Replace(x.Request.URL, "://", "://"+m.next()+":"+m.next()+"@", 1) +
		"?" + m.next() + "=" + m.next() + "#" + m.next()
	x.Request.Header = fields("X-Api-Key", "Authorization", "Cookie", "Idempotency-Key", "Referer", "X-Other")
	x.Response.Header = append(fields("Set-Cookie", "X-Request-Id", "Location", "Retry-After", "X-Total"), x.Response.Header...)
	for i, f := range x.Response.Header {
		if f.Name == "Content-Type" {
			x.Response.Header[i].Value += "; boundary=" + m.next()
		}
	}
	return x
}

// bodies break the contract in every way that could make a finding quote them.
func bodies(m *mint) []*validate.Exchange {
	get := func(status int, format string, values ...any) *validate.Exchange {
		return response(status, fmt.Sprintf(format, values...))
	}
	c := m.next
	return []*validate.Exchange{
		get(200, `{"data":{"id":["%s"],"status":"%s","title":{"%s":1}}}`, c(), c(), "x"),
		get(200, `{"data":"%s"}`, c()),
		get(200, `"%s"`, c()),
		get(200, `{"data":{"id":"%s","status":"completed"`, c()),
		get(200, `{"data":{"id":"%s","id":"%s"}}`, c(), c()),
		get(200, `%s`, c()),
		get(404, `{"detail":"%s","code":7,"message":"%s"}`, c(), c()),
		get(404, `{"error":"%s"}`, c()),
		get(404, `{"error":{"hint":"%s","code":["%s"],"message":{"a":"%s"},"doc_url":["%s"],"param":["%s"]}}`, c(), c(), c(), c(), c()),
		get(404, `{"error":{"hint":"%s","code":"video_not_found","message":{"a":"%s"},"doc_url":["%s"],"param":["%s"]}}`, c(), c(), c(), c()),
		get(404, `{"error":{"code":"nope?k=v","message":"see https://u:%s@h.example/p?sig=%s&x=%s ok","doc_url":"https://h/?t=%s"}}`, c(), c(), c(), c()),
		get(404, `{"error":{"code":"voice_not_found","message":"","doc_url":"https://%s@h.example/?token=%s","param":"https://h/?%s"}}`, c(), c(), c()),
		get(402, `{"error":{"code":"insufficient_credit","message":"https://h/?%s","doc_url":"x://y?%s"}}`, c(), c()),
		get(400, `{"error":{"code":"invalid_parameter","message":"https://h/?%s","param":"http://a?%s"}}`, c(), c()),
		get(200, `{"error":{"code":"https://h/?%s"},"other":"%s"}`, c(), c()),
		get(503, `{"error":{"code":"https://h/?%s","message":"%s"},"other":"%s"}`, c(), c(), c()),
		get(429, `{"error":{"code":"rate_limit_exceeded","message":"m"},"other":"%s"}`, c()),
		exchange("GET", "/v3/videos/v1", 404, "<html>"+c(), "Content-Type: text/html"),
		exchange("GET", "/v3/videos/v1", 200, c(), "Content-Type: text/plain"),
		exchange("GET", "/v3/videos/v1", 200, c(), "Content-Type: "+c()),
		exchange("GET", "/v3/films/v1", 200, c(), "Content-Type: text/plain"),
		exchange("GET", "/v3/videos/v1", 500, c(), "Content-Type: application/json"),
	}
}

// No finding, report or error ever shows a field, a cookie, a query or a body
// value that is not the envelope's own.
func TestNoSecretComesOut(t *testing.T) {
	m := new(mint)
	c := validate.NewCollector(validator(t))
	c.BeginCapture("secrets")
	for _, x := range bodies(m) {
		verdict := c.Check(plant(m, x))
		assert.NotEmpty(t, verdict.Violations, "each of these breaks the contract: %s", x.Response.Body)
		if len(verdict.Violations) > 0 {
			e := validate.Error{Violations: verdict.Violations}
			assert.NotContains(t, e.Error(), "canary")
		}
	}
	c.EndCapture("har", "", nil)
	text, err := json.MarshalIndent(c.Report(), "", " ")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		assert.NotContains(t, line, "canary")
	}
	assert.Greater(t, m.n, 300)
}

// The members of the envelope are shown, without the queries of its URLs.
func TestTheEnvelopesOwnValuesAreShown(t *testing.T) {
	v := validator(t)
	verdict := v.Check(response(404, `{"error":{"code":"video_not_found","message":"m","doc_url":"https://me@h.example/a?b=c#d \u001b[31m"}}`))
	require.Len(t, verdict.Violations, 1)
	assert.Equal(t, "https://h.example/a?… \uFFFD[31m", verdict.Violations[0].Actual)

	long := response(404, envelope(strings.Repeat("x", 5000), "m"))
	assert.Less(t, len(v.Check(long).Violations[0].Actual), 300)
}
