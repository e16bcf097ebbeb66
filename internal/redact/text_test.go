package redact_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/redact"
)

// Every spelling of a credential that a message may quote loses it. The secrets here are
// S3CRETs, and a plain word where a name alone announces it.
func TestTextRemovesSecrets(t *testing.T) {
	for _, text := range []string{
		"no user for Authorization: Bearer S3CRET",
		"Authorization: Basic S3CRET+dTpw==",
		"authorization=bearer%20S3CRET",
		`"authorization": "Bearer S3CRET"`,
		`{\"Authorization\":\"Bearer S3CRET\"}`,
		"BEARER S3CRET", "bearer:S3CRET", "Bearer  S3CRET", "bearer 'S3CRET'", `Bearer "S3CRET"`, "Bearer%20S3CRET", "Bearer+S3CRET", "bearer/S3CRET", "Bearer swordfishS3CRET",
		"Bearer token S3CRET is unknown", "Bearer token: S3CRET", "bearer token 'S3CRET'", "Basic S3CRET==", "NTLM S3CRET",
		"Authorization: Digest username=u, response=S3CRET, opaque=S3CRET",
		"Authorization: AWS4-HMAC-SHA256 Credential=S3CRET/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=S3CRET",
		"Proxy-Authorization: Negotiate S3CRET", "Authorization: S3CRET", "Authorization: Custom S3CRET=",
		"api_key=S3CRET", "apikey=S3CRET", "apiKey: S3CRET", "API-KEY = S3CRET", "X-Api-Key: S3CRET", "x-api-key:S3CRET", "api key: S3CRET", "API key S3CRET is revoked", "api key 'S3CRET'",
		`"api_key": "S3CRET"`, `'api_key': 'S3CRET'`, `\"api_key\":\"S3CRET\"`, `\\\"api_key\\\":\\\"S3CRET\\\"`, `"api_key" => "S3CRET"`, `api_key := "S3CRET"`, "api_key->S3CRET", "api_key==S3CRET",
		`"token":"with \" a quote S3CRET"`, `"token":"two words S3CRET`, `{"tokens":["a","S3CRET"]}`, `{"credentials":{"user":"u","x":{"y":"S3CRET"}}}`, "token=(S3CRET)", "token <S3CRET>", "token `S3CRET`", "token “S3CRET”",
		"password=S3CRET", "password: S3CRET", "Password is S3CRET", "passwd S3CRET", "password='pass word S3CRET'", "password: swordfishS3CRET", "pwd=a,S3CRET", "pass=a;S3CRET", "pass=\u00e9S3CRET",
		"client_secret=S3CRET&x=1", "x=1&client_secret=S3CRET", "x=1&amp;client_secret=S3CRET", `x=1\u0026client_secret=S3CRET`, `client_secret\u003dS3CRET`, "client_secret%3DS3CRET", "x%3D1%26client_secret%3DS3CRET", "client_secret%253DS3CRET", "client_secret&#61;S3CRET",
		"client%5Fsecret=S3CRET", "cl\u200bient_sec\u200bret=S3CRET", "user[password]=S3CRET", "user.password=S3CRET", "$password = S3CRET", "--password=S3CRET", "--token S3CRET",
		"<password>S3CRET</password>", "Cookie: a=S3CRET; b=S3CRET; c=S3CRET", "Set-Cookie: sid=S3CRET; Path=/", "sessionid=S3CRET", "session S3CRET", "JSESSIONID=S3CRET", "csrf_token=S3CRET", "otp: S3CRET", "pin=S3CRET",
		"X-Amz-Signature=S3CRET", "X-Amz-Credential=S3CRET", "x-amz-security-token=S3CRET", "X-Goog-Signature=S3CRET", "Signature=S3CRET", "sig=S3CRET", "sig%3DS3CRET",
		"could not fetch https://b.s3.amazonaws.com/k?X-Amz-Signature=S3CRET", "https%3A%2F%2Fx.example%2Fa%3Fk%3DS3CRET", "https://h/?u=1", "/cb?next=https%3A%2F%2Fx%3Fsig%3DS3CRET",
		"https://u:S3CRET@h/p", "postgres://u:S3CRET@db/x", "redis://:S3CRET@h", "https://h/p#access_token=S3CRET",
		"sk_live_S3CRETabcdef is not valid", "sk-proj-S3CRETabcdef", "sk_V2_hgu_S3CRET0123456789", "ghp_S3CRETabcdefghijklmnop", "github_pat_S3CRETabcdefg", "glpat-S3CRETabcdef", "xoxb-S3CRETabcdef", "AKIAS3CRETABCDEF", "AIzaS3CRETabcdefghijklmnopqrst",
		"eyJhbGciOi.eyJzdWIiOiS3CRET.sig", "key is eyJhbGciOiJIUzI1NiJ9.S3CRET", "-----BEGIN RSA PRIVATE KEY----- S3CRET abc -----END RSA PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nS3CRET",
		"unknown S3CRETaB3dE5gH7jK9mN1pQ4", "S3CRET@example.com", "mailto:S3CRET%40example.com", "S3CRET+tag@mail.example.com is taken",
		"hmac=S3CRET",
	} {
		for _, padded := range []string{text, "a " + text, text + " b", "(" + text + ")", "x=1 " + text, "\n" + text} {
			got := redact.Line(padded, 500)
			assert.NotContains(t, got, "S3CRET", padded)
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
