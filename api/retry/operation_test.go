package retry_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var parameter = regexp.MustCompile(`\{[^}]+\}`)

// sentTwice reports whether a failed request was repeated, and which keys it had.
func sentTwice(t *testing.T, req *http.Request, key func(*http.Request) string) (twice bool, keys []string) {
	t.Helper()
	inBubble(t, func(t *testing.T) {
		b := &base{answers: []said{failing(api.ErrInternalError)}}
		_, err := (&retry.Transport{Base: b, Policy: once, Key: key}).RoundTrip(req.WithContext(t.Context()))
		require.NoError(t, err)
		twice = len(b.sent) == 2
		for _, s := range b.sent {
			keys = append(keys, s.key)
		}
	})
	return twice, keys
}

// TestKeyCountsWhereItIsDocumented checks each POST and PATCH. The API may ignore a key that the
// operation does not document, and do the work, and charge for it, twice.
func TestKeyCountsWhereItIsDocumented(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
	idempotent := idempotentOperations(t)
	counted, made := 0, func(*http.Request) string { return "made" }
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			if method != http.MethodPost && method != http.MethodPatch {
				continue
			}
			documented := op.Parameters.GetByInAndName("header", "Idempotency-Key") != nil
			if documented {
				counted++
			}
			url := "https://api.heygen.com" + parameter.ReplaceAllString(path, "a%2Fb")
			repeated := documented || slices.Contains(idempotent, method+" "+path)
			twice, _ := sentTwice(t, request(t, method, url, "k-1"), nil)
			assert.Equal(t, repeated, twice, "%s %s", method, path)

			twice, keys := sentTwice(t, request(t, method, url, ""), made)
			assert.Equal(t, repeated, twice, "%s %s, with a key of ours", method, path)
			assert.Equal(t, documented, keys[0] == "made", "%s %s", method, path)
		}
	}
	assert.Positive(t, counted, "nothing was tried")
}

// idempotentOperations returns the operations that the document declares idempotent.
func idempotentOperations(t *testing.T) (names []string) {
	t.Helper()
	document, err := spec.Load(spec.SingleFile(apicontract.DocumentName, apicontract.Document()), apicontract.DocumentName)
	require.NoError(t, err)
	calls, err := document.Calls()
	require.NoError(t, err)
	for _, fact := range calls.Idempotent {
		names = append(names, fact.Operation.Method+" "+fact.Operation.PathTemplate)
	}
	require.NotEmpty(t, names)
	return names
}

// The error page says that completing an upload is safe to repeat, with or without a
// key.
func TestIdempotentOperation(t *testing.T) {
	complete := "https://api.heygen.com/v3/assets/as_1/complete"
	for _, c := range []struct {
		reason string
		code   api.Code
		want   bool
	}{
		{"the file has not arrived yet", api.ErrResourceNotReady, true},
		{"the effect is unknown, and does not matter", api.ErrInternalError, true},
		{"there is no key to repeat it with", api.ErrRequestInProgress, false},
		{"it is not the upload", api.ErrAssetNotFound, false},
	} {
		inBubble(t, func(t *testing.T) {
			b := &base{answers: []said{failing(c.code), fine}}
			_, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(request(t, http.MethodPost, complete, ""))
			require.NoError(t, err)
			assert.Equal(t, c.want, len(b.sent) == 2, c.reason)
		})
		rsp := failing(c.code).response(request(t, http.MethodPost, complete, ""), nil)
		again, err := once.CheckRetry(t.Context(), rsp, nil)
		require.NoError(t, err)
		assert.Equal(t, c.want, again, c.reason)
		assert.Equal(t, c.want, retryable(failing(c.code).response(request(t, http.MethodPost, complete, ""), nil)), c.reason)
	}
}

// A key may be a member of the body.
func TestKeyInTheBody(t *testing.T) {
	const removals = "https://api.heygen.com/v3/background-removals"
	for _, c := range []struct {
		reason, url, body, header string
		want                      bool
	}{
		{"a key", removals, `{"request_id":"r-1"}`, "", true},
		{"none", removals, `{"video":{}}`, "", false},
		{"an empty one", removals, `{"request_id":""}`, "", false},
		{"null", removals, `{"request_id":null}`, "", false},
		{"a number", removals, `{"request_id":7}`, "", false},
		{"not at the top", removals, `{"x":{"request_id":"r-1"}}`, "", false},
		{"no JSON", removals, `{"request_id":"r-1"`, "", false},
		{"the header is not honoured here", removals, `{}`, "k-1", false},
		{"another operation ignores the member", speechURL, `{"request_id":"r-1"}`, "", false},
	} {
		for _, code := range []api.Code{api.ErrInternalError, api.ErrRequestInProgress} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url, strings.NewReader(c.body))
			require.NoError(t, err)
			req.Header.Set("Idempotency-Key", c.header)
			twice := false
			inBubble(t, func(t *testing.T) {
				b := &base{answers: []said{failing(code), fine}}
				_, err := (&retry.Transport{Base: b, Policy: once}).RoundTrip(req.WithContext(t.Context()))
				require.NoError(t, err)
				twice = len(b.sent) == 2
			})
			assert.Equal(t, c.want, twice, c.reason)
			assert.Equal(t, c.want, retryable(failing(code).response(req, nil)), c.reason)
		}
	}
}

// TestKeyOfAnotherSpelling covers header names in any case: a second key would contradict the
// first.
func TestKeyOfAnotherSpelling(t *testing.T) {
	req := request(t, http.MethodPost, videosURL, "")
	req.Header["idempotency-key"] = []string{"own"}
	inBubble(t, func(t *testing.T) {
		var sent []http.Header
		spy := func(req *http.Request) (*http.Response, error) {
			sent = append(sent, req.Header)
			return failing(api.ErrInternalError).response(req, nil), nil
		}
		made := func(*http.Request) string { return "made" }
		_, err := (&retry.Transport{Base: roundTrip(spy), Policy: once, Key: made}).RoundTrip(req.WithContext(t.Context()))
		require.NoError(t, err)
		assert.Len(t, sent, 2)
		assert.Equal(t, http.Header{"idempotency-key": {"own"}}, sent[0])
	})
}

func TestKeys(t *testing.T) {
	made := func(*http.Request) string { return "made" }
	none := func(*http.Request) string { return "" }
	for _, c := range []struct {
		reason string
		method string
		url    string
		key    string
		make   func(*http.Request) string
		want   []string // key of each attempt
	}{
		{"none by default", "POST", videosURL, "", nil, []string{""}},
		{"one for all attempts", "POST", videosURL, "", made, []string{"made", "made"}},
		{"the caller's own key is kept", "POST", videosURL, "own", made, []string{"own", "own"}},
		{"none on second thought", "POST", videosURL, "", none, []string{""}},
		{"the operation documents none", "POST", speechURL, "", made, []string{""}},
		{"the operation documents none, so the caller's does not count", "POST", speechURL, "own", nil, []string{"own"}},
		{"or with a final slash", "POST", speechURL + "/", "own", nil, []string{"own"}},
		{"behind a gateway", "POST", "https://gateway.example/heygen/v3/videos?x=1", "", made, []string{"made", "made"}},
		{"a GET needs none", "GET", videosURL, "", made, []string{"", ""}},
		{"an unknown path, for which every key counts", "POST", "https://api.heygen.com/v9/films", "own", nil, []string{"own", "own"}},
		{"a path that the contract lacks", "POST", "https://api.heygen.com/v9/films", "", made, []string{""}},
		{"an empty ID is another path", "POST", "https://api.heygen.com/v3/avatars//consent", "", made, []string{""}},
		{"no path", "POST", "https://api.heygen.com", "", made, []string{""}},
	} {
		_, keys := sentTwice(t, request(t, c.method, c.url, c.key), c.make)
		assert.Equal(t, c.want, keys, c.reason)
	}
}

// TestClientAgrees checks that package api and this package agree on which keys count.
func TestClientAgrees(t *testing.T) {
	url, requests := serving(t, failing(api.ErrInternalError))
	client, err := api.NewClientWithResponses(url, api.WithHTTPClient(&http.Client{Transport: &retry.Transport{Policy: once, Sleep: noWait}}))
	require.NoError(t, err)
	params := &api.CreateVideoParams{IdempotencyKey: new(strings.Repeat("k", 255))}
	_, err = client.CreateVideoWithResponse(t.Context(), params, videoRequest(t))
	require.ErrorIs(t, err, api.ErrInternalError)
	assert.EqualValues(t, 2, requests.Swap(0))
	_, err = client.CreateVideoWithResponse(t.Context(), nil, videoRequest(t))
	require.ErrorIs(t, err, api.ErrInternalError)
	assert.EqualValues(t, 1, requests.Load())
}
