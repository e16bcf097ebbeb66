package redact_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/testsupport/canary"
)

// Every spelling of a credential that a message may quote loses it.
func TestTextRemovesSecrets(t *testing.T) {
	for _, text := range canary.Spellings() {
		for _, padded := range []string{text, "a " + text, text + " b", "(" + text + ")", "x=1 " + text, "\n" + text} {
			got := redact.Line(padded, 500)
			assert.NotContains(t, got, canary.Secret, padded)
			assert.Equal(t, got, redact.Line(got, 500), "twice is once: %s", padded)
		}
	}
}

// What people need of a message stays.
func TestTextKeepsTheRest(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"a sentence about tokens", "The bearer token is missing or expired.", "The bearer token is missing or expired."},
		{"about keys", "API key not found", "API key not found"},
		{"about authentication", "Bearer authentication required", "Bearer authentication required"},
		{"a plan", "Basic plan has no access to this", "Basic plan has no access to this"},
		{"a colon behind an ordinary word", "Invalid token: expired", "Invalid token: expired"},
		{"an ID", "Video not found: 0f8fad5bd9cb469fa16570867728950e", "Video not found: 0f8fad5bd9cb469fa16570867728950e"},
		{"a UUID", "no avatar 123e4567-e89b-12d3-a456-426614174000", "no avatar 123e4567-e89b-12d3-a456-426614174000"},
		{"an operation", "use createVideoFromTemplateV2WithAudio", "use createVideoFromTemplateV2WithAudio"},
		{"other pairs", "limit=5, got 7", "limit=5, got 7"},
		{"the path of a URL", "see https://h.example/docs/error-codes#video-not-found", "see https://h.example/docs/error-codes#video-not-found"},
		{"what follows a quoted value", `{"token":"abc","code":"x"}`, `{"token":"…","code":"x"}`},
		{"what follows an escaped one", `{\"token\":\"abc\",\"code\":\"x\"}`, `{\"token\":\"…\",\"code\":\"x\"}`},
		{"what follows a scheme", "Authorization: Bearer abc and more", "Authorization: … and more"},
		{"the domain of an address", "no user a.b@example.com", "no user …@example.com"},
		{"a code", "rate_limit_exceeded", "rate_limit_exceeded"},
		{"a field", "input.avatar_id", "input.avatar_id"},
		{"a message about a field", `"avatar_id" must not be empty`, `"avatar_id" must not be empty`},
		{"a documented name of a secret", "missing header X-Api-Key", "missing header X-Api-Key"},
		{"nothing", "", ""},
	} {
		assert.Equal(t, c.want, redact.Text(c.text), c.reason)
	}
}

// Each name of a secret in a pair is found although texts are looked at quickly first.
func TestEveryNameCounts(t *testing.T) {
	for _, name := range []string{"authorization", "authentication", "cookie", "apikey", "accesskey", "authkey", "privatekey", "subscriptionkey", "accountkey", "sharedkey",
		"secretkey", "token", "secret", "passwd", "pwd", "passphrase", "passcode", "signature", "credential", "session", "jwt", "hmac", "csrf", "xsrf",
		"key", "auth", "x-auth", "x-key", "sig", "pass", "sid", "otp", "pin"} {
		assert.Equal(t, name+"=…", redact.Text(name+"=S3CRET"), name)
	}
}

func TestLine(t *testing.T) {
	assert.Equal(t, "a\uFFFD[31mb\uFFFD\uFFFDc", redact.Line("a\x1b[31mb\n\xffc", 99), "nothing moves the cursor")
	assert.Equal(t, strings.Repeat("é", 5)+"…", redact.Line(strings.Repeat("é", 9), 5))
	long := strings.Repeat("https://h/?k=v ", 100) + "https://u:S3CRET@h"
	assert.NotContains(t, redact.Line(long[:len(long)-2], 94), "S3CRET", "a URL that the bound cuts before its @")
}

func TestPath(t *testing.T) {
	for _, c := range []struct{ reason, path, want string }{
		{"plain", "/v3/videos/list", "/v3/videos/list"},
		{"numbers", "/v3/videos/123", "/v3/videos/*"},
		{"a UUID", "/v3/videos/123e4567-e89b-12d3-a456-426614174000/x", "/v3/videos/*/x"},
		{"a plain word behind reset", "/reset/hunter", "/reset/*"},
		{"behind a password", "/v1/password-reset/swordfish/x", "/v1/password-reset/*/x"},
		{"behind a token", "/access_tokens/abc", "/access_tokens/*"},
		{"behind an API key", "/apiKeys/abc", "/apiKeys/*"},
		{"behind an encoded name", "/tok%65n/abc", "/tok%65n/*"},
		{"a verb behind a token", "/auth/login", "/auth/login"},
		{"documented behind a key", "/keys/documented", "/keys/documented"},
		{"letters only", "/v3/videos/v1/secretpassword", "/v3/videos/v1/*"},
		{"a secret in one word", "/v3/x/lettersonlysecret", "/v3/x/*"},
		{"names of secrets", "/client_secret/rotate/reset-password", "/client_secret/rotate/reset-password"},
		{"an issuer's form", "/x/sk_live_abcdefgh", "/x/*"},
		{"random letters", "/x/qwkjzxvbpl", "/x/*"},
		{"random in both cases", "/x/aBcDeFgHiJkL", "/x/*"},
		{"camel case", "/x/createVideoFromTemplate", "/x/createVideoFromTemplate"},
		{"capitals", "/x/XKQAEPLMNO", "/x/*"},
		{"an address", "/users/john.doe%40example.com/token", "/users/*/token"},
		{"encoded", "/users/%6Aohn%20doe", "/users/*"},
		{"a matrix parameter", "/x/;jsessionid=abc", "/x/*"},
		{"long", "/x/" + strings.Repeat("ab-", 22), "/x/*"},
		{"a trailing slash", "/reset/", "/reset/"},
	} {
		got := redact.Path(c.path, func(s string) bool { return s == "documented" })
		assert.Equal(t, c.want, got, c.reason)
	}
}

// FuzzText states that a secret behind any of the names, signs and quotes does not come
// out, whatever stands around it, and that a second pass changes nothing.
func FuzzText(f *testing.F) {
	names := []string{"api_key", "Authorization", "X-Amz-Signature", "password", "client_secret", "Cookie", "sig"}
	signs := []string{"=", ":", ": ", " = ", "%3D", "=>", `":"`, `\":\"`, `': '`, ">", `\u003d`}
	f.Add("a ", uint(0), uint(0), " b")
	f.Add("https://x/?a=1&", uint(2), uint(4), "&c=d")
	f.Add(`{"`, uint(3), uint(6), `"}`)
	f.Add("Bearer ", uint(1), uint(2), "…")
	f.Fuzz(func(t *testing.T, before string, name, sign uint, after string) {
		if strings.Contains(before+after, "S3CRET") || before != "" && !strings.ContainsAny(before[len(before)-1:], " {\"'&?,(\n") {
			return
		}
		text := before + names[name%uint(len(names))] + signs[sign%uint(len(signs))] + "S3CRET" + after
		got := redact.Text(text)
		assert.NotContains(t, got, "S3CRET", "%q", text)
		if utf8.ValidString(text) {
			assert.NotContains(t, redact.Line(text, 1000), "S3CRET", "%q", text)
		}
	})
}
