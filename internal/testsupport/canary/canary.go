// Package canary has texts that quote a secret in many spellings, for tests of every output.
package canary

// Secret is what must come out of no text of [Spellings].
const Secret = "S3CRET"

// Spellings returns texts as servers write them that quote a [Secret].
func Spellings() []string {
	return []string{
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
	}
}
