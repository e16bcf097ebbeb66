package validate_test

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

// Readers use the memory of an exchange for the next one.
func TestVerdictsKeepNothingOfTheExchange(t *testing.T) {
	const html = "Content-Type: text/html"
	for reason, x := range map[string]*validate.Exchange{
		"conforms":            response(404, envelope("video_not_found", "m")),
		"no operation":        exchange("get", "/v1/video.list", 200, `{}`),
		"another method":      exchange("patch", "/v3/videos", 200, `{}`),
		"another status":      response(418, envelope("video_not_found", "m")),
		"another type":        response(404, "gone", "Content-Type: application/x-odd"),
		"HTML":                response(404, "<html>", html),
		"no JSON":             response(404, `{"error":`),
		"an unknown code":     response(404, `{"error":{"code":"odd_code","message":"m","doc_url":"https://x.example/odd"}}`),
		"a foreign link":      response(404, `{"error":{"code":"video_not_found","message":"m","doc_url":"https://x.example/odd"}}`),
		"a param":             response(404, `{"error":{"code":"video_not_found","message":"m","param":"odd_param","doc_url":"`+docURL("video_not_found")+`"}}`),
		"a message":           response(402, `{"error":{"code":"insufficient_credit","message":"odd message","doc_url":"`+docURL("insufficient_credit")+`"}}`),
		"a further member":    response(404, `{"error":{"code":"video_not_found","message":"m","odd_member":[1],"doc_url":"`+docURL("video_not_found")+`"}}`),
		"a wrong type":        response(404, `{"error":{"code":404,"message":"m"}}`),
		"a wait that is none": response(429, envelope("rate_limit_exceeded", "m"), "Retry-After: odd"),
		"an error in success": response(200, envelope("odd_code", "odd message")),
		"a member of a page":  exchange("GET", "/v3/videos", 200, `{"data":[{"odd_member":1,"id":2}]}`),
	} {
		t.Run(reason, func(t *testing.T) {
			v := validator(t)
			for range 2 { // the second may be from memory
				lent, take := lend(x)
				verdict := v.Check(&lent)
				verdict.Host = ""
				before := shown(&verdict)
				take()
				assert.Equal(t, before, shown(&verdict))
			}
		})
	}
}

func TestCollectorsKeepNoHost(t *testing.T) {
	c := validate.NewCollector(validator(t))
	x := exchange("GET", "", 200, "{}")
	x.Request.URL = "https://other.example/x"
	lent, take := lend(x)
	c.Check(&lent)
	take()
	c.Check(x)
	assert.Equal(t, []validate.HostSummary{{Name: "other.example", Entries: 2}}, c.Report().Summary.Hosts)
}

func shown(v *validate.Result) string {
	return fmt.Sprintf("%s %q %t %d %q %+v %+v", v.Skipped, v.Host, v.Contract, v.Status, v.Code, v.Operation, v.Violations)
}

// lend returns an exchange whose memory take overwrites.
func lend(x *validate.Exchange) (lent validate.Exchange, take func()) {
	var all [][]byte
	bytes := func(s string) []byte {
		b := []byte(s)
		all = append(all, b)
		return b
	}
	text := func(s string) string {
		b := bytes(s)
		return unsafe.String(unsafe.SliceData(b), len(b))
	}
	fields := func(from validate.Header) (to validate.Header) {
		for _, f := range from {
			to = append(to, validate.HeaderLine{Name: text(f.Name), Value: text(f.Value)})
		}
		return to
	}
	lent = *x
	lent.Request = validate.Request{Method: text(x.Request.Method), URL: text(x.Request.URL), Header: fields(x.Request.Header)}
	lent.Response.Header = fields(x.Response.Header)
	lent.Response.MediaType = text(x.Response.MediaType)
	lent.Response.Body = bytes(string(x.Response.Body))
	return lent, func() {
		for _, b := range all {
			for i := range b {
				b[i] = '#'
			}
		}
	}
}
