package retry_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/retry"
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

// A key that an operation does not document may be ignored, and the work be
// done, and paid for, twice. So the document decides for each POST and PATCH.
func TestKeyCountsWhereItIsDocumented(t *testing.T) {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(t, err)
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
			twice, _ := sentTwice(t, request(t, method, url, "k-1"), nil)
			assert.Equal(t, documented, twice, "%s %s", method, path)

			twice, keys := sentTwice(t, request(t, method, url, ""), made)
			assert.Equal(t, documented, twice, "%s %s, with a key of ours", method, path)
			assert.Equal(t, documented, keys[0] == "made", "%s %s", method, path)
		}
	}
	assert.Positive(t, counted, "nothing was tried")
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
		{"the caller's own comes first", "POST", videosURL, "own", made, []string{"own", "own"}},
		{"none on second thought", "POST", videosURL, "", none, []string{""}},
		{"the operation documents none", "POST", speechURL, "", made, []string{""}},
		{"the operation documents none, so the caller's does not count", "POST", speechURL, "own", nil, []string{"own"}},
		{"nor behind a slash", "POST", speechURL + "/", "own", nil, []string{"own"}},
		{"behind a gateway", "POST", "https://gateway.example/heygen/v3/videos?x=1", "", made, []string{"made", "made"}},
		{"a GET needs none", "GET", videosURL, "", made, []string{"", ""}},
		{"a path of which the caller knows more", "POST", "https://api.heygen.com/v9/films", "own", nil, []string{"own", "own"}},
		{"a path of which nobody knows", "POST", "https://api.heygen.com/v9/films", "", made, []string{""}},
		{"an empty ID is another path", "POST", "https://api.heygen.com/v3/avatars//consent", "", made, []string{""}},
		{"no path", "POST", "https://api.heygen.com", "", made, []string{""}},
	} {
		_, keys := sentTwice(t, request(t, c.method, c.url, c.key), c.make)
		assert.Equal(t, c.want, keys, c.reason)
	}
}

// The client of package api and this one agree on what a key is worth.
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
