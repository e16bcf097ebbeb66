package validate_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
)

// A fault that is seen again is judged from memory, which changes nothing: the
// verdict is that of the long way for every state of every member.
func TestMemoryChangesNothing(t *testing.T) {
	fast, slow := validator(t), validator(t, validate.WithoutProof())
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

func TestMemoryIsBoundedAndShared(t *testing.T) {
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
