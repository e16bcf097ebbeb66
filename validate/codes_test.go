package validate_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var errorStatuses = []int{400, 401, 402, 403, 404, 409, 413, 429, 500, 504}

// rightMessage satisfies what any code's message promises.
const rightMessage = "You have 5 of 10 at https://example.com/a.mp4"

// rightly answers with a code under a status, with all that the code asks for.
func rightly(code validate.ErrorCode, status int) *validate.Exchange {
	var fields []string
	if code.RetryAfter == validate.Required {
		fields = append(fields, "Retry-After: 7")
	}
	x := response(status, envelope(code.Name, rightMessage), fields...)
	if own, found := ownOperations[code.Name]; found {
		x.Request.Method, x.Request.URL = own[0], host+own[1]
	}
	return x
}

// ownOperations has a request for each code that belongs to some operations only.
var ownOperations = map[string][2]string{
	"hyperframes_project_invalid":   {"POST", "/v3/hyperframes/renders"},
	"hyperframes_project_too_large": {"POST", "/v3/hyperframes/renders"},
	"hyperframes_render_not_found":  {"GET", "/v3/hyperframes/renders/r1"},
	"webhook_not_found":             {"PATCH", "/v3/webhooks/endpoints/e1"},
	"request_in_progress":           {"POST", "/v3/videos"},
	"video_delete_failed":           {"DELETE", "/v3/videos/v1"},
}

// Where the page ties a code to operations, the code is out of place on others.
func TestCodesOfOperations(t *testing.T) {
	v := validator(t)
	for _, code := range v.Contract().Codes() {
		_, tied := ownOperations[code.Name]
		assert.Equal(t, tied, len(code.Operations) > 0, code.Name)
		x := rightly(code, code.Statuses[0])
		x.Request.Method, x.Request.URL = "GET", host+"/v3/voices"
		want := "conforms"
		if tied {
			want = "code-misplaced /error/code"
		}
		for range 2 { // the second is from memory
			assert.Equal(t, want, found(v.Check(x)), code.Name)
		}
	}
	x := exchange("GET", "/v3/voices", 500, envelope("video_not_found", "m"), "Content-Type: application/json")
	assert.Equal(t, "code-status /error/code", found(v.Check(x)), "nothing more is said of a wrong status")
}

func TestEachCodeWithEachStatus(t *testing.T) {
	v := validator(t)
	codes := v.Contract().Codes()
	require.Len(t, codes, 35)
	for _, code := range codes {
		require.Len(t, code.Statuses, 1, code.Name)
		for _, status := range errorStatuses {
			t.Run(fmt.Sprint(code.Name, " ", status), func(t *testing.T) {
				verdict := v.Check(rightly(code, status))
				assert.Equal(t, code.Name, verdict.Code)
				if status == code.Statuses[0] {
					assert.Equal(t, "conforms", found(verdict))
				} else {
					assert.Equal(t, "code-status /error/code", found(verdict))
				}
			})
		}
	}
}

func TestTheTableIsThePage(t *testing.T) {
	count := make(map[int]int)
	for _, code := range contract(t).Codes() {
		count[code.Statuses[0]]++
		assert.Equal(t, docURL(code.Name), code.DocURL)
		assert.NotEmpty(t, code.Meaning, code.Name)
		assert.NotEmpty(t, code.Fixes, code.Name)
		assert.NotEmpty(t, code.Retry, code.Name)
	}
	assert.Equal(t, map[int]int{400: 10, 401: 1, 402: 3, 403: 4, 404: 8, 409: 3, 413: 1, 429: 2, 500: 2, 504: 1}, count)
	assert.Len(t, contract(t).Operations(), 140)
}

func TestEachOperationDocumentsEachStatus(t *testing.T) {
	for _, op := range contract(t).Operations() {
		for _, status := range errorStatuses {
			assert.True(t, slices.Contains(op.Statuses, fmt.Sprint(status)), "%s lacks %d", op.ID, status)
		}
		assert.NotEmpty(t, op.ID)
	}
}

func TestLookupCode(t *testing.T) {
	code, ok := contract(t).LookupCode("rate_limit_exceeded")
	require.True(t, ok)
	assert.Equal(t, validate.RetryWait, code.Retry)
	assert.Equal(t, validate.Required, code.RetryAfter)
	_, ok = contract(t).LookupCode("no_such_code")
	assert.False(t, ok)
}
