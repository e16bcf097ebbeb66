package validate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A fault that is seen again is checked from memory, which changes nothing: the
// verdict is that of the long way for every state of every member.
func TestMemoryChangesNothing(t *testing.T) {
	fast, slow := validator(t), validator(t, withoutFastPath())
	for range 2 { // the second time from memory
		for _, code := range []string{"video_not_found", "rate_limit_exceeded", "invalid_parameter", "insufficient_credit", "quota_exceeded", "nope", "", strings.Repeat("x", 100)} {
			for _, status := range []int{400, 402, 404, 429, 422} {
				for _, message := range []string{``, `"message":"",`, `"message":" \t",`, `"message":null,`, `"message":"Look at title.",`, `"message":"5 of 10 \"credits\"",`, `"message":7,`} {
					for _, param := range []string{``, `"param":"title",`, `"param":null,`, `"param":"",`} {
						for _, url := range []string{``, `"doc_url":null,`, `"doc_url":"https://x/?k=1",`, fmt.Sprintf(`"doc_url":%q,`, docURL(code))} {
							content := fmt.Sprintf(`{"error":{%s%s%s"code":%q}}`, message, param, url, code)
							for _, retry := range []string{"", "5", "soon", "-1"} {
								x := response(status, content)
								if retry != "" {
									x = response(status, content, "Retry-After: "+retry)
								}
								want, got := slow.Check(x), fast.Check(x)
								if !assert.Equal(t, want.Violations, got.Violations, "%d %s %s", status, content, retry) {
									return
								}
								assert.Equal(t, want.Code, got.Code)
								assert.Equal(t, want.Operation, got.Operation)
							}
						}
					}
				}
			}
		}
	}
}

func TestMemoryIsShared(t *testing.T) {
	v := validator(t)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 3000 {
				code := fmt.Sprintf("code_%d", (i+g)%6000)
				verdict := v.Check(response(404, fmt.Sprintf(`{"error":{"code":%q,"message":"m"}}`, code)))
				assert.Equal(t, code, verdict.Code)
			}
		})
	}
	all.Wait()
}

// Responses of all kinds, in any order: what was checked before changes nothing.
func TestMemoryOfAnything(t *testing.T) {
	fast, slow := validator(t), validator(t, withoutFastPath())
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[rnd.IntN(len(from))] }
	member := func(name string, usual ...string) string {
		value := pick(append(usual, ``, `null`, `""`, `7`, `[]`, `{"a":1}`)...)
		if value == "" {
			return ""
		}
		return fmt.Sprintf("%q:%s,", name, value)
	}
	rounds := 30_000
	if testing.Short() {
		rounds = 3_000
	}
	for range rounds {
		code := pick("video_not_found", "rate_limit_exceeded", "invalid_parameter", "insufficient_credit", "nope")
		object := strings.TrimSuffix(pick("", "", "", `"details":[],`, `"details":{"a":null},`, `"code":"again",`)+
			member("code", `"`+code+`"`, `"`+code+`"`, `"`+code+`"`)+
			member("message", `"Look at title."`, `"No."`, `"It takes 5 of 10 credits."`, `"Nicht möglich: \"title\""`)+
			member("param", ``, `"title"`, `"tags[0]"`)+
			member("doc_url", `"`+docURL(code)+`"`, `"`+docURL("video_not_found")+`"`, `"https://x.example/?key=1"`), ",")
		content := pick(`{"error":{`+object+`}}`, `{"error":{`+object+`}}`, `{"error":{`+object+`}}`, `{"error":{`+object+`},"data":null}`, `{`+object+`}`,
			`{"error":null}`, `{"code":1,"message":"m"}`, `{"data":[],"error":"x"}`, `{"error":{`+object+`}`, ``, `<HTML>`, `gone`, `[]`)
		status := []int{200, 201, 204, 302, 400, 402, 404, 404, 418, 429, 500, 599}[rnd.IntN(12)]
		fields := []string{"Content-Type: " + pick("application/json", "application/json", "application/json; charset=utf-8", "application/problem+json", "text/html", "text/plain; x", "", "odd")}
		if retry := pick("", "5", "soon", "-1"); retry != "" {
			fields = append(fields, "Retry-After: "+retry)
		}
		x := exchange(pick("GET", "GET", "DELETE", "HEAD"), pick("/v3/videos/v1", "/v3/videos/v2", "/v3/users/me", "/v3/videos", "/v3/nothing"), status, content, fields...)
		if want, got := slow.Check(x), fast.Check(x); !assert.Equal(t, shown(&want), shown(&got), "%s %s %d %s %s", x.Request.Method, x.Request.URL, status, fields, content) {
			return
		}
	}
}
