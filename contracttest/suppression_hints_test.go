package contracttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

// TestUnusedSuppressionsSuggest checks that a suppression that cannot match says which name may be
// meant.
func TestUnusedSuppressionsSuggest(t *testing.T) {
	for _, c := range []struct {
		reason      string
		suppression contracttest.Suppression
		want        string
	}{
		{"an operationId", contracttest.Suppression{Operation: "getVideoV33"}, `the contract has no operation "getVideoV33"; did you mean getVideoV3? (its reason was: r)`},
		{"a method and path", contracttest.Suppression{Operation: "GET /v3/video"}, `the contract has no operation "GET /v3/video"; did you mean GET /v3/videos`},
		{"a glob", contracttest.Suppression{Operation: "/v9/**"}, `the contract has no operation "/v9/**" (its reason was: r)`},
		{"a code", contracttest.Suppression{Code: "video_notfound"}, `the contract has no code "video_notfound"; did you mean video_not_found`},
		{"both", contracttest.Suppression{Operation: "getVideoV33", Code: "video_notfound"}, `did you mean getVideoV3?; the contract has no code "video_notfound"; did you mean `},
		{"names that exist", contracttest.Suppression{Operation: "get*", Code: "video_not_found"}, "was not used: remove it (its reason was: r)"},
	} {
		c.suppression.Reason = "r"
		r := use(t, contracttest.Config{Transport: answer(200, success), Suppressions: []contracttest.Suppression{c.suppression}},
			func(rt http.RoundTripper) { fetch(t, rt, videoURL) })
		require.Len(t, r.errors, 1, c.reason)
		assert.Contains(t, r.errors[0], c.want, c.reason)
	}
}

// TestNearSuppressionsAreNamed checks that a finding names a suppression that differs from it in one
// field.
func TestNearSuppressionsAreNamed(t *testing.T) {
	const prefix = "\n  suppression item 0 of Suppressions, "
	for _, c := range []struct {
		reason      string
		suppression contracttest.Suppression
		want        string // empty if it is not named
	}{
		{"another status", contracttest.Suppression{Rule: validate.CodeStatus, Operation: "getVideoV3", Status: 404}, "code-status of getVideoV3, status 404, would match with the Status 400"},
		{"another operation", contracttest.Suppression{Rule: validate.CodeStatus, Operation: "deleteVideo"}, "code-status of deleteVideo, would match with the Operation getVideoV3"},
		{"another rule", contracttest.Suppression{Rule: validate.DocURL, Code: "video_not_found"}, "doc-url, code video_not_found, would match with the Rule code-status"},
		{"another code", contracttest.Suppression{Rule: validate.CodeStatus, Code: "voice_not_found"}, "code-status, code voice_not_found, would match with the Code video_not_found"},
		{"two other fields", contracttest.Suppression{Rule: validate.CodeStatus, Operation: "deleteVideo", Status: 404}, ""},
		{"a rule alone is near to nothing", contracttest.Suppression{Rule: validate.DocURL}, ""},
	} {
		c.suppression.Reason = "r"
		r := use(t, contracttest.Config{Transport: answer(400, envelope("video_not_found")), Suppressions: []contracttest.Suppression{c.suppression}},
			func(rt http.RoundTripper) { fetch(t, rt, videoURL) })
		require.NotEmpty(t, r.errors, c.reason)
		if c.want == "" {
			assert.NotContains(t, r.all(), "suppression item", c.reason)
		} else {
			assert.Contains(t, r.errors[0], prefix+c.want, c.reason)
		}
	}
}
