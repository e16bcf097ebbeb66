package retry_test

import (
	"net/http"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/apicontract/apicontract/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// attempts are the numbers of attempts of a request that always gets the same code, if failures are
// tried 3 times and polls repeated 4 times.
type attempts struct{ get, keyed, unkeyed int }

var (
	failures = attempts{get: 3, keyed: 3, unkeyed: 1}
	polls    = attempts{get: 5, keyed: 5, unkeyed: 1}
	sameKey  = attempts{get: 1, keyed: 5, unkeyed: 1}
	never    = attempts{get: 1, keyed: 1, unkeyed: 1}
)

var expected = map[api.Code]struct {
	want   attempts
	reason string
}{
	api.ErrInvalidParameter:           {never, "the same value is as invalid the second time"},
	api.ErrContentPolicyViolation:     {never, "the same content breaks the same policy"},
	api.ErrUnlimitedModeDisabled:      {never, "another avatar or engine is needed"},
	api.ErrResourceLimitReached:       {never, "the limit stands until a person deletes something, and a program that hammers frees nothing"},
	api.ErrVoiceUnavailable:           {never, "the voice is gone"},
	api.ErrScriptTooShort:             {never, "the script grows by no waiting"},
	api.ErrTTSTextInvalid:             {never, "the text stays what it is"},
	api.ErrDownloadFailed:             {never, "the link has to be fixed first"},
	api.ErrEphemeralUploadDisabled:    {never, "another way, or another day"},
	api.ErrHyperframesProjectInvalid:  {never, "the project has to be fixed first"},
	api.ErrUnauthorized:               {never, "a wrong key is wrong again, and may lock the account"},
	api.ErrInsufficientCredit:         {never, "a person has to buy credits"},
	api.ErrTrialLimitExceeded:         {never, "a person has to pay for a plan"},
	api.ErrPlanUpgradeRequired:        {never, "a person has to pay for a plan"},
	api.ErrForbidden:                  {never, "a person has to grant the right"},
	api.ErrResourceAccessDenied:       {never, "it belongs to another account"},
	api.ErrAIVendorAccessRestricted:   {never, "an administrator has to allow it"},
	api.ErrVoiceNotUsable:             {never, "another voice is needed"},
	api.ErrVideoNotFound:              {never, "what is not there does not appear: one client polled it 5,429 times"},
	api.ErrAvatarNotFound:             {never, "the ID is wrong"},
	api.ErrVoiceNotFound:              {never, "the ID is wrong"},
	api.ErrTemplateNotFound:           {never, "the ID is wrong"},
	api.ErrAssetNotFound:              {never, "the ID is wrong"},
	api.ErrWebhookNotFound:            {never, "the ID is wrong"},
	api.ErrResourceNotFound:           {never, "the ID is wrong"},
	api.ErrHyperframesRenderNotFound:  {never, "the ID is wrong"},
	api.ErrConflict:                   {never, "of the three kinds of 409 the one that stays"},
	api.ErrResourceNotReady:           {polls, "asking again is how one waits for it"},
	api.ErrRequestInProgress:          {sameKey, "only the key ties the second request to the first"},
	api.ErrHyperframesProjectTooLarge: {never, "it stays too large"},
	api.ErrRateLimitExceeded:          {failures, "it goes by; but an unkeyed POST is never repeated blindly"},
	api.ErrQuotaExceeded:              {never, "a 429 that no pause of a program helps"},
	api.ErrInternalError:              {failures, "it may go by; it is not known whether a POST was charged"},
	api.ErrVideoDeleteFailed:          {failures, "it may go by"},
	api.ErrGatewayTimeout:             {failures, "it may go by; it is not known whether a POST was charged"},
}

func codes(t *testing.T) []validate.ErrorCode {
	t.Helper()
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	return contract.Codes()
}

func TestEachCodeOfTheDocumentIsExpected(t *testing.T) {
	table := codes(t)
	for _, code := range table {
		assert.NotEmpty(t, expected[api.Code(code.Name)].reason, "%s: say how often it is tried, and why", code.Name)
	}
	assert.Len(t, expected, len(table), "a code that the document no longer has")
}

func TestAttemptsByCode(t *testing.T) {
	policy := retry.Policy{MaxAttempts: 3, MaxPolls: 4}
	for _, row := range codes(t) {
		code := api.Code(row.Name)
		answer := said{status: row.Statuses[0], code: code}
		if row.RetryAfter == validate.Required {
			answer.fields = []string{"Retry-After", "2"}
		}
		tried := func(method, key string) (n int) {
			inBubble(t, func(t *testing.T) {
				b := &base{answers: []said{answer}}
				rsp, err := (&retry.Transport{Base: b, Policy: policy}).RoundTrip(request(t, method, videosURL, key))
				require.NoError(t, err)
				assert.Equal(t, answer.status, rsp.StatusCode)
				assert.Equal(t, envelope(code), content(t, rsp), "the last response is whole")
				assert.Zero(t, b.open, "a body is left open")
				for _, s := range b.sent {
					assert.Equal(t, b.sent[0], s, "each attempt is the same request")
				}
				n = len(b.sent)
			})
			return n
		}
		c := expected[code]
		have := attempts{get: tried(http.MethodGet, ""), keyed: tried(http.MethodPost, "k-1"), unkeyed: tried(http.MethodPost, "")}
		assert.Equal(t, c.want, have, "%s: %s", code, c.reason)
	}
}

// TestCheckRetryByCode checks that both ways agree on every code.
func TestCheckRetryByCode(t *testing.T) {
	for _, row := range codes(t) {
		code := api.Code(row.Name)
		repeats := func(method, key string) bool {
			rsp := said{status: row.Statuses[0], code: code}.response(request(t, method, videosURL, key), nil)
			again, err := retry.Policy{}.CheckRetry(t.Context(), rsp, nil)
			require.NoError(t, err)
			assert.Equal(t, envelope(code), content(t, rsp), "the content is put back")
			return again
		}
		c := expected[code]
		assert.Equal(t, c.want.get > 1, repeats(http.MethodGet, ""), "%s: GET: %s", code, c.reason)
		assert.Equal(t, c.want.keyed > 1, repeats(http.MethodPost, "k-1"), "%s: keyed POST: %s", code, c.reason)
		assert.Equal(t, c.want.unkeyed > 1, repeats(http.MethodPost, ""), "%s: unkeyed POST: %s", code, c.reason)
	}
}

func TestAttemptsByStatus(t *testing.T) {
	html := "<html><body>Bad gateway</body></html>"
	for _, c := range []struct {
		reason string
		answer said
		want   attempts
	}{
		{"HTML from the edge", said{status: 502, body: html}, failures},
		{"nothing from the edge", said{status: 503}, failures},
		{"an unknown code of a server that failed", said{status: 503, code: "service_unavailable"}, failures},
		{"an unknown code for going too fast", said{status: 429, code: "rate_limited"}, failures},
		{"a code of the v2 API", said{status: 400, body: `{"data":null,"error":{"code":"internal_error","message":"x"}}`}, failures},
		{"a number of the v1 API", said{status: 500, body: `{"code":400543,"message":"x","data":null}`}, failures},
		{"the server waited for the request", said{status: 408}, failures},
		{"an unknown code of the account", said{status: 401, code: "authentication_failed"}, never},
		{"an unknown path", said{status: 404, body: html}, never},
		{"a conflict of an unknown kind", said{status: 409, body: html}, never},
		{"never implemented", said{status: 501}, never},
		{"a redirect is the client's", said{status: 307, fields: []string{"Location", "/x"}}, never},
		{"a success is not looked into", said{status: 200, body: envelope(api.ErrInternalError)}, never},
	} {
		tried := func(method, key string) (n int) {
			inBubble(t, func(t *testing.T) {
				b := &base{answers: []said{c.answer}}
				rsp, err := (&retry.Transport{Base: b, Policy: retry.Policy{MaxAttempts: 3, MaxPolls: 4}}).
					RoundTrip(request(t, method, videosURL, key))
				require.NoError(t, err)
				if c.answer.code == "" {
					assert.Equal(t, c.answer.body, content(t, rsp))
				}
				n = len(b.sent)
			})
			return n
		}
		have := attempts{get: tried(http.MethodGet, ""), keyed: tried(http.MethodPost, "k-1"), unkeyed: tried(http.MethodPost, "")}
		assert.Equal(t, c.want, have, c.reason)
	}
}

func TestAttemptsByMethod(t *testing.T) {
	for method, want := range map[string]int{
		"": 2, "GET": 2, "HEAD": 2, "OPTIONS": 2, "TRACE": 2, "PUT": 2, "DELETE": 2, // RFC 9110, section 9.2.2
		"POST": 1, "PATCH": 1, "CONNECT": 1, "get": 1,
	} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(api.ErrInternalError)}}
			req := request(t, http.MethodGet, videosURL, "")
			req.Method = method
			_, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(req)
			require.NoError(t, err)
			assert.Len(t, b.sent, want, "%q", method)
		})
	}
}
