package contracttest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/validate"
)

// sentinels are the errors that a caller compares with. They are written out, so that a code of the
// document without one is found.
var sentinels = []api.Code{
	api.ErrInvalidParameter, api.ErrContentPolicyViolation, api.ErrUnlimitedModeDisabled, api.ErrResourceLimitReached,
	api.ErrVoiceUnavailable, api.ErrScriptTooShort, api.ErrTTSTextInvalid, api.ErrDownloadFailed,
	api.ErrEphemeralUploadDisabled, api.ErrHyperframesProjectInvalid, api.ErrUnauthorized, api.ErrInsufficientCredit,
	api.ErrTrialLimitExceeded, api.ErrPlanUpgradeRequired, api.ErrForbidden, api.ErrResourceAccessDenied,
	api.ErrAIVendorAccessRestricted, api.ErrVoiceNotUsable, api.ErrVideoNotFound, api.ErrAvatarNotFound,
	api.ErrVoiceNotFound, api.ErrTemplateNotFound, api.ErrAssetNotFound, api.ErrWebhookNotFound,
	api.ErrResourceNotFound, api.ErrHyperframesRenderNotFound, api.ErrConflict, api.ErrResourceNotReady,
	api.ErrRequestInProgress, api.ErrHyperframesProjectTooLarge, api.ErrRateLimitExceeded, api.ErrQuotaExceeded,
	api.ErrVideoDeleteFailed, api.ErrInternalError, api.ErrGatewayTimeout,
}

// TestEveryCodeThroughTheClient requests each code of the error table from the mock in each way. It
// must arrive through the generated client as its own error, without any finding.
func TestEveryCodeThroughTheClient(t *testing.T) {
	contract, err := builtin.Contract()
	require.NoError(t, err)
	codes := contract.Codes()
	require.Len(t, sentinels, len(codes))

	checker := newRecorder(t)
	transport := contracttest.NewTransport(checker, contracttest.Config{FailOn: validate.LevelWarning}) // codes of other operations are notes
	client := &http.Client{Transport: transport}
	for i, code := range codes {
		for way, provoke := range waysToFail {
			t.Run(code.Name+"/"+way, func(t *testing.T) {
				err := provoke(t, code.Name, func(server string, fields ...string) error {
					return lookAtVideo(t.Context(), client, server, fields...)
				})
				for _, sentinel := range sentinels {
					assert.Equal(t, sentinel == sentinels[i], errors.Is(err, sentinel), sentinel)
				}
				failure, ok := errors.AsType[*api.Error](err)
				require.True(t, ok, "%v", err)
				assert.Equal(t, code.Name, string(failure.Code), "the sentinels are in the document's order")
				assert.Equal(t, string(code.Retry), string(failure.RetryClass()))
				assert.Equal(t, code.Statuses[0], failure.Status)
				assert.Equal(t, code.DocURL, failure.DocURL)
				assert.Equal(t, api.FormatEnvelope, failure.Format)
			})
		}
	}
	client.CloseIdleConnections()
	checker.end()
	n := len(codes) * len(waysToFail)
	assert.Empty(t, checker.all())
	assert.Contains(t, checker.logged(), fmt.Sprintf("%d entries = %d checked + 0 skipped", n, n))
}

// waysToFail make a mock respond with a code. Each returns the result of look for a server; look
// takes further request headers in pairs.
var waysToFail = map[string]func(t *testing.T, code string, look func(server string, fields ...string) error) error{
	"Fail": func(t *testing.T, code string, look func(string, ...string) error) error {
		t.Helper()
		server := contracttest.NewServer(t, contracttest.ServerConfig{})
		server.Fail("getVideoV3", code, 1)
		return look(server.URL)
	},
	"a rule": func(t *testing.T, code string, look func(string, ...string) error) error {
		t.Helper()
		server := contracttest.NewServer(t, contracttest.ServerConfig{Rules: []contracttest.Rule{{Path: "/v3/videos/*", Error: code}}})
		return look(server.URL)
	},
	"Prefer": func(t *testing.T, code string, look func(string, ...string) error) error {
		t.Helper()
		server := contracttest.NewServer(t, contracttest.ServerConfig{})
		return look(server.URL, "Prefer", "error="+code)
	},
}

// lookAtVideo asks a server for a video through the generated client.
func lookAtVideo(ctx context.Context, c *http.Client, server string, fields ...string) error {
	client, err := api.NewClientWithResponses(server, api.WithAPIKey("key"), api.WithHTTPClient(c))
	if err != nil {
		return err
	}
	_, err = client.GetVideoV3WithResponse(ctx, "vd_1", func(_ context.Context, req *http.Request) error {
		for i := 0; i+1 < len(fields); i += 2 {
			req.Header.Set(fields[i], fields[i+1])
		}
		return nil
	})
	return err
}
