package mock_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/validate"
)

// har returns the recording of a bench.
func (b *bench) har(t *testing.T) string {
	t.Helper()
	log := harlog.NewMemoryLog(harlog.Creator{Name: "apicontract", Version: "mock"}, 1<<30)
	for _, x := range b.recorded {
		require.NoError(t, log.Add(x.Entry()))
	}
	var w bytes.Buffer
	_, err := log.WriteTo(&w)
	require.NoError(t, err)
	return w.String()
}

// checked checks a HAR as `apicontract check` does, and returns a line per entry.
func (b *bench) checked(t *testing.T, text string) []string {
	t.Helper()
	var lines []string
	_, err := capture.Check(context.Background(), bytes.NewReader([]byte(text)), b.validator, capture.Options{},
		func(_ capture.Location, v *validate.Result) error {
			line := string(v.Skipped)
			for _, reason := range v.Unchecked {
				line += string(reason)
			}
			for _, f := range v.Violations {
				line += string(f.Rule) + " "
			}
			lines = append(lines, line)
			return nil
		})
	require.NoError(t, err)
	return lines
}

func TestRecordingIsReadWithoutOptions(t *testing.T) {
	b := newBench(t, mock.Config{})
	for _, op := range b.contract.Operations() {
		line, content, fields := b.rightly(t, op)
		b.ask(line, content, fields...)
		b.ask(line, "", "Prefer: error=rate_limit_exceeded")
	}
	lines := b.checked(t, b.har(t))
	require.Len(t, lines, 2*140)
	for _, line := range lines {
		assert.Empty(t, line)
	}
}

func TestFaultsInARecording(t *testing.T) {
	b := newBench(t, mock.Config{})
	for _, f := range fault.All() {
		wants := f.Rule
		t.Run(string(f.Fault), func(t *testing.T) {
			b.recorded = nil
			func() {
				defer func() { _ = recover() }() // a recorder cannot be hijacked
				b.ask("GET /v3/videos/v1", "", "Prefer: error=rate_limit_exceeded, fault="+string(f.Fault))
			}()
			lines := b.checked(t, b.har(t))
			require.Len(t, lines, 1)
			switch f.Fault {
			case fault.Reset:
				assert.Equal(t, "no-response", lines[0])
			case fault.Truncated:
				assert.Equal(t, "body-not-recorded", lines[0], "the body is unchecked")
			default:
				want := ""
				if wants != "" {
					want = string(wants) + " "
				}
				assert.Equal(t, want, lines[0])
			}
		})
	}
}

func TestRecordingHasNoSecrets(t *testing.T) {
	const canary = "canary-9f3"
	b := newBench(t, mock.Config{})
	b.ask("GET /v3/videos?limit=1&api_key="+canary+"&Access-Token="+canary+"&sig%6Eature="+canary+"&%zz="+canary, "", "X-Api-Key: "+canary, "Authorization: Bearer "+canary,
		"Cookie: session="+canary, "Proxy-Authorization: Basic "+canary, "X-Auth-Token: "+canary)
	text := b.har(t)
	assert.NotContains(t, text, canary)
	assert.Contains(t, text, `"name":"X-Api-Key","value":"REDACTED"`)
	assert.Contains(t, text, "?limit=1&api_key=REDACTED")

	b = parsed(t, plainAPI, mock.Config{})
	b.ask("POST /things?key="+canary, "", "Cookie: session="+canary)
	assert.NotContains(t, b.har(t), canary)
}

// TestRecordingRedactsSensitiveNames puts secrets where clients put them besides the usual headers.
func TestRecordingRedactsSensitiveNames(t *testing.T) {
	const canary = "canary-9f3"
	b := newBench(t, mock.Config{NoValidation: true})
	for _, field := range []string{"X-Auth", "X-Auth-Key", "X-Access-Key", "Ocp-Apim-Subscription-Key", "X-Session-Id", "X-Jwt", "X-CSRF", "Passwd"} {
		b.ask("GET /v3/videos", "", key, field+": "+canary)
	}
	for _, name := range []string{"X-Api-Key", "X-Amz-Signature", "auth_token", "pwd", "jwt", "sessionId"} {
		b.ask("GET /v3/videos?limit=1&"+name+"="+canary, "", key)
	}
	b.ask("GET /v3/videos", "", key, "Referer: https://app.example/cb?code="+canary)
	b.ask("POST /v3/videos", `{"title":"kept","client":[{"secret":"`+canary+`","access_token":{"v":"`+canary+`"}}],"n":1}`, key)
	b.ask("POST /v3/videos", "grant=kept&client_secret="+canary, key, "Content-Type: application/x-www-form-urlencoded")
	b.ask("POST /v3/videos", `{"secret":"`+canary, key)
	b.ask("GET /v3/videos", "", key, "Idempotency-Key: kept", "User-Agent: kept/1.0 (+https://kept.example/bot)")
	text := b.har(t)
	assert.NotContains(t, text, canary)
	for _, kept := range []string{`{\"title\":\"kept\",\"client\":[{\"secret\":\"REDACTED\",\"access_token\":\"REDACTED\"}],\"n\":1}`, `"text":"grant=kept&client_secret=REDACTED"`,
		`"comment":"not JSON"`, `"name":"Idempotency-Key","value":"kept"`, `"value":"kept/1.0 (+https://kept.example/bot)"`, "?limit=1&pwd=REDACTED"} {
		assert.Contains(t, text, kept)
	}
}

func TestBinaryBodies(t *testing.T) {
	b := newBench(t, mock.Config{NoValidation: true})
	b.ask("POST /v3/assets", "\xff\xfe", key, "Content-Type: application/octet-stream")
	text := b.har(t)
	assert.Contains(t, text, `"comment":"no text"`)
	assert.Equal(t, []string{""}, b.checked(t, text))
}
