package rewrite_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/redact/rewrite"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/testsupport/canary"
)

// secret is the value that must be in no output. It has no form of its own, so that only its place
// reveals it.
const secret = "S3cretCanary9f3xQ"

var options = func() rewrite.Options {
	o := rewrite.Options{Key: []byte("a key of the tests"), Names: rewrite.Names{
		Members: []string{"nickname"}, Headers: []string{"X-Account"}, Queries: []string{"acct"},
	}}
	doc, err := spec.Load(spec.SingleFile("contract.yaml", []byte(contract)), "contract.yaml")
	if err != nil {
		panic(err)
	}
	o.Contract = rewrite.NewContract(doc, o.Names)
	return o
}()

const contract = `
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /token/oauth2/{id}: {get: {parameters: [{name: access_key, in: query, schema: {type: string, pattern: '^ak-[a-z]{4}$'}}], responses: {"200": {description: d}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: Contract-Key}
  schemas:
    Grant:
      properties:
        session_state: {$ref: '#/components/schemas/State'}
        token: {type: string, pattern: '^tok_[0-9a-f]{8}$'}
        session_time: {type: string, format: time}
        secrets: {type: array, items: {allOf: [{enum: [first-value1, second-value2]}]}}
    State: {type: string, enum: [open, closed]}
`

// rewritten returns a text with its secrets replaced, as a file is: it is read twice.
func rewritten(t *testing.T, text string) string {
	t.Helper()
	o := options
	var err error
	o.Known, err = rewrite.Collect(t.Context(), strings.NewReader(text), o)
	require.NoError(t, err, text)
	var out strings.Builder
	_, err = rewrite.Rewrite(t.Context(), &out, strings.NewReader(text), o)
	require.NoError(t, err, text)
	return out.String()
}

func rewrittenOnce(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	_, err := rewrite.Rewrite(t.Context(), &out, strings.NewReader(text), options)
	require.NoError(t, err, text)
	return out.String()
}

// har returns a HAR with one entry that has these members of the request and the response.
func har(request, response string) string {
	return `{"log": {"version":"1.2","entries": [ {"request":{"method":"GET", ` + request + `},"response":{"status":200,` + response + `}} ]}}`
}

func quoted(s string) string { return strconv.Quote(s) }

func request(url string) string { return har(`"url":`+quoted(url), `"content":{}`) }

func header(name, value string) string {
	return har(`"url":"https://h.example/","headers":[{"name":`+quoted(name)+`,"value":`+quoted(value)+`}]`, `"content":{}`)
}

func responseHeader(name, value string) string {
	return har(`"url":"https://h.example/"`, `"headers":[{"value":`+quoted(value)+`,"name":`+quoted(name)+`}],"content":{}`)
}

func requestBody(mimeType, text string) string {
	return har(`"url":"https://h.example/","postData":{"mimeType":`+quoted(mimeType)+`,"text":`+quoted(text)+`}`, `"content":{}`)
}

func responseBody(mimeType, text string) string {
	return har(`"url":"https://h.example/"`, `"content":{"text":`+quoted(text)+`,"mimeType":`+quoted(mimeType)+`}`)
}

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// percentOf encodes every character.
func percentOf(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(s[i])|0x100, 16)[1:]))
	}
	return b.String()
}

// escapesOf spells every character as an escape of JSON.
func escapesOf(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteString(`\u00` + strconv.FormatUint(uint64(s[i])|0x100, 16)[1:])
	}
	return b.String()
}

// canaries lists captures that have the secret in one place each.
var canaries = []struct{ reason, text string }{
	{"a bearer token", header("Authorization", "Bearer "+secret)},
	{"in another case", header("authorization", "bearer "+secret)},
	{"an unknown scheme", header("Authorization", "Custom "+secret)},
	{"no scheme", header("Authorization", secret)},
	{"the password of Basic", header("Authorization", "Basic "+base64Of("user:"+secret))},
	{"the user of Basic", header("Authorization", "Basic "+base64Of(secret+":x"))},
	{"Basic that is not base64", header("Authorization", "Basic *"+secret)},
	{"the user of Digest", header("Authorization", `Digest username="`+secret+`", realm="r", nonce="n", uri="/", response="x"`)},
	{"the response of Digest", header("Authorization", `Digest username="u", realm="r", nonce="n", uri="/", response="`+secret+`"`)},
	{"the signature of AWS", header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature="+secret)},
	{"the key of AWS", header("Authorization", "AWS4-HMAC-SHA256 Credential="+secret+"/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=abc")},
	{"a proxy", header("Proxy-Authorization", "Negotiate "+secret)},
	{"an API key by its name", header("X-Api-Key", secret)},
	{"another", header("x-auth-token", secret)},
	{"an API key by the contract", header("contract-key", secret)},
	{"a configured header", header("x-account", secret)},
	{"a cookie", header("Cookie", "a=1; sid="+secret+"; b=2")},
	{"a cookie of any name", header("cookie", "theme="+secret)},
	{"a quoted cookie", header("Cookie", `a="`+secret+`"`)},
	{"a cookie that is set", responseHeader("Set-Cookie", "a="+secret+"; Path=/; HttpOnly")},
	{"several in one header", responseHeader("set-cookie", "a=1; Path=/\nb="+secret+"; Path=/")},
	{"a cookie without a name", responseHeader("set-cookie", secret)},
	{"a list of cookies", har(`"url":"/","cookies":[{"name":"a","value":"`+secret+`","path":"/"}]`, `"content":{}`)},
	{"an object of cookies", har(`"url":"/","cookies":{"a":"`+secret+`"}`, `"content":{}`)},
	{"headers as an object", har(`"url":"/","headers":{"X-Api-Key":"`+secret+`"}`, `"content":{}`)},
	{"several values of a header", har(`"url":"/","headers":[{"name":"X-Api-Key","value":["a","`+secret+`"]}]`, `"content":{}`)},
	{"several values before the name", har(`"url":"/","headers":[{"value":["a","`+secret+`"],"name":"X-Api-Key"}]`, `"content":{}`)},
	{"a referrer", header("Referer", "https://h.example/?access_token="+secret)},
	{"a redirect", responseHeader("Location", "/cb?code=1&token="+secret)},
	{"the redirect of HAR", har(`"url":"/"`, `"redirectURL":"https://h.example/cb?token=`+secret+`","content":{}`)},
	{"the path of HTTP/2", header(":path", "/a?api_key="+secret)},

	{"a query", request("https://h.example/a?x=1&api_key=" + secret)},
	{"a relative URL", request("/a?api_key=" + secret)},
	{"a configured query", request("https://h.example/a?acct=" + secret)},
	{"a signed URL", request("https://s3.example/k?X-Amz-Date=1&X-Amz-Credential=a&X-Amz-Expires=60&X-Amz-Signature=" + secret)},
	{"a signed URL of CloudFront", request("https://cdn.example/k?Expires=1&Key-Pair-Id=" + secret + "&Signature=x")},
	{"a signed URL of Azure", request("https://a.example/k?sv=1&se=2&sig=" + secret)},
	{"the name is percent-encoded", request("https://h.example/a?" + percentOf("api_key") + "=" + secret)},
	{"the value is percent-encoded", request("https://h.example/a?api_key=" + percentOf(secret))},
	{"a nested name", request("https://h.example/a?user[password]=" + secret)},
	{"semicolons", request("https://h.example/a?x=1;token=" + secret)},
	{"a query without a name for an address", request("https://h.example/a?" + secret + "@example.com")},
	{"a password in a URL", request("https://u:" + secret + "@h.example/")},
	{"a user in a URL", request("https://" + secret + "@h.example/")},
	{"a quote in the password", request("https://u:'" + secret + "@h.example/")},
	{"a fragment", request("https://h.example/#access_token=" + secret)},
	{"a route in a fragment", request("https://h.example/#/a?token=" + secret)},
	{"a URL in a query", request("https://h.example/?next=" + url.QueryEscape("https://x.example/?token="+secret))},
	{"a URL in a URL in a query", request("https://h.example/?next=" + url.QueryEscape("https://x.example/?next="+url.QueryEscape("https://y.example/?token="+secret)))},
	{"JSON in a query", request("https://h.example/?q=" + url.QueryEscape(`{"password":"`+secret+`"}`))},
	{"base64 in a query", request("https://h.example/?state=" + url.QueryEscape(base64Of("a=1&password="+secret)))},
	{"a path behind a word", request("https://h.example/password/reset/" + secret)},
	{"an address in a path", request("https://h.example/users/" + secret + "@example.com/x")},
	{"an encoded address in a path", request("https://h.example/users/" + secret + "%40example.com/x")},
	{"the list of a query", har(`"url":"/","queryString":[{"name":"token","value":"`+secret+`"}]`, `"content":{}`)},
	{"the list, encoded", har(`"url":"/","queryString":[{"name":"token","value":"`+percentOf(secret)+`"}]`, `"content":{}`)},
	{"an object in the list of a query", har(`"url":"/","queryString":[{"name":"token","value":{"a":["`+secret+`"]}}]`, `"content":{}`)},
	{"escapes in a URL", har(`"url":"https://h.example/?token=`+escapesOf(secret)+`"`, `"content":{}`)},
	{"an escaped name", har(`"\u0075rl":"https://h.example/","headers":[{"\u006eame":"X-Api-Key","valu\u0065":"`+secret+`"}]`, `"content":{}`)},

	{"a form", requestBody("application/x-www-form-urlencoded", "user=a&password="+secret)},
	{"an encoded form", requestBody("application/x-www-form-urlencoded", "user=a&"+percentOf("password")+"="+percentOf(secret))},
	{"a form without a type", requestBody("", "user=a&password="+secret)},
	{"a configured field", requestBody("application/x-www-form-urlencoded", "nickname="+secret)},
	{"the list of a form", har(`"url":"/","postData":{"mimeType":"","params":[{"name":"password","value":"`+secret+`"}]}`, `"content":{}`)},
	{"a part", requestBody("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n"+secret+"\r\n--b--\r\n")},
	{"a part without the boundary in the type", requestBody("multipart/form-data", "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n"+secret+"\r\n--b--\r\n")},
	{"JSON in a part", requestBody("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Type: application/json\r\n\r\n{\"token\":\""+secret+"\"}\r\n--b--\r\n")},
	{"JSON", requestBody("application/json", `{"password":"`+secret+`"}`)},
	{"JSON of a response", responseBody("application/json; charset=utf-8", `{"data":{"access_token":"`+secret+`"}}`)},
	{"a configured member", responseBody("application/json", `{"Nickname":"`+secret+`"}`)},
	{"a list", responseBody("application/json", `{"tokens":["a","`+secret+`"]}`)},
	{"a deep member", responseBody("application/json", `{"credentials":{"user":"u","x":{"y":["`+secret+`"]}}}`)},
	{"a pair", responseBody("application/json", `[{"name":"password","value":"`+secret+`"}]`)},
	{"a pair, backwards", responseBody("application/json", `[{"value":"`+secret+`","name":"password"}]`)},
	{"a pair with a key", responseBody("application/json", `[{"key":"password","value":"`+secret+`"}]`)},
	{"a value twice", responseBody("application/json", `[{"name":"password","value":"`+secret+`","value":"x"}]`)},
	{"a name twice", responseBody("application/json", `[{"name":"password","value":"`+secret+`","name":"x"}]`)},
	{"a text twice", har(`"url":"/"`, `"content":{"text":"`+secret+`","text":"x"}`)},
	{"a key alone", responseBody("application/json", `{"key":"`+secret+`"}`)},
	{"base64 with padding", responseBody("application/json", `{"a":"`+base64Of(`a=1&b=22&password=`+secret)+`"}`)},
	{"escapes", responseBody("application/json", `{"pass\u0077ord":"`+escapesOf(secret)+`"}`)},
	{"JSON in JSON", responseBody("application/json", `{"a":"{\"password\":\"`+secret+`\"}"}`)},
	{"JSON in JSON in JSON", responseBody("application/json", `{"a":`+quoted(`{"b":`+quoted(`{"password":"`+secret+`"}`)+`}`)+`}`)},
	{"a URL in JSON", responseBody("application/json", `{"video_url":"https:\/\/cdn.example\/v.mp4?Expires=1&Signature=`+secret+`"}`)},
	{"a URL in a sentence", responseBody("application/json", `{"message":"Could not get https://cdn.example/v.mp4?Signature=`+secret+`."}`)},
	{"a sentence", responseBody("application/json", `{"message":"no user for Authorization: Bearer `+secret+` there"}`)},
	{"an address", responseBody("application/json", `{"owner":"`+secret+`@example.com"}`)},
	{"the domain of an address", responseBody("application/json", `{"owner":"ada@`+secret+`.example.com"}`)},
	{"an address as a name", responseBody("application/json", `{"`+secret+`@example.com":1}`)},
	{"a form in JSON", responseBody("application/json", `{"a":"x=1&client_secret=`+secret+`"}`)},
	{"base64 of JSON", responseBody("application/json", `{"a":"`+base64Of(`{"password":"`+secret+`"}`)+`"}`)},
	{"JSON without a type", responseBody("", `{"password":"`+secret+`"}`)},
	{"JSON as text", responseBody("text/plain", ` {"password":"`+secret+`"}`)},
	{"JSON that is cut off", responseBody("application/json", `{"a":1,"password":"`+secret)},
	{"JSON that is cut off behind the value", responseBody("application/json", `{"a":[{"value":"`+secret+`","name":"password"`)},
	{"JSON behind a guard", responseBody("application/json", ")]}',\n"+`{"password":"`+secret+`"}`)},
	{"JSON in a call", responseBody("application/javascript", `cb({"password":"`+secret+`"});`)},
	{"lines of JSON", responseBody("application/x-ndjson", `{"a":1}`+"\n"+`{"password":"`+secret+`"}`+"\n")},
	{"events", responseBody("text/event-stream", "event: a\n"+`data: {"password":"`+secret+`"}`+"\n\n")},
	{"base64 of a body", har(`"url":"/"`, `"content":{"text":"`+base64Of(`{"password":"`+secret+`"}`)+`","encoding":"base64","mimeType":"application/json"}`)},
	{"base64 before the encoding", har(`"url":"/"`, `"content":{"encoding":"base64","text":"`+base64Of(`{"password":"`+secret+`"}`)+`"}`)},
	{"a signed URL in a page", responseBody("text/html", `<a href="https://cdn.example/v.mp4?Expires=1&Signature=`+secret+`">`)},
	{"an address in a page", responseBody("text/html", `<a href="mailto:`+secret+`@example.com">`)},
	{"a member of any tool", har(`"url":"/","_apiKey":"`+secret+`"`, `"content":{}`)},
	{"a message of a WebSocket", `{"log":{"entries":[{"_webSocketMessages":[{"type":"send","data":"{\"token\":\"` + secret + `\"}"}]}]}}`},
	{"the title of a page", `{"log":{"pages":[{"title":"https://h.example/?token=` + secret + `"}],"entries":[]}}`},
	{"a comment", `{"log":{"comment":"password=` + secret + `","entries":[]}}`},
	{"beside the log", `{"token":"` + secret + `","log":{"entries":[]},"x":{"token":"` + secret + `"}}`},
	{"an entry alone", `{"request":{"url":"/?token=` + secret + `"},"response":{}}`},
	{"entries in an array", `[{"request":{"url":"/?token=` + secret + `"}},{"log":{"entries":[{"request":{"url":"/?token=` + secret + `"}}]}}]`},
	{"lines of entries", `{"request":{"url":"/"}}` + "\n" + `{"request":{"url":"/?token=` + secret + `"}}`},
	{"a HAR in a call", `onInputData({"log":{"entries":[{"request":{"url":"/?token=` + secret + `"}}]}});`},
}

func TestSecretsAreReplaced(t *testing.T) {
	for _, c := range canaries {
		require.NotEmpty(t, canary.Leak(c.text, secret), "%s: the test cannot fail: %s", c.reason, c.text)
		got := rewritten(t, c.text)
		assert.Equal(t, rewrittenOnce(t, c.text), got, "%s: its place alone reveals it", c.reason)
		assert.Empty(t, canary.Leak(got, secret), "%s: %s", c.reason, got)
		assert.Len(t, got, len(c.text), "%s: a token has the length of its value", c.reason)
		assert.Equal(t, shapeOf(c.text), shapeOf(got), c.reason)
	}
}

// shapeOf replaces letters and digits, so that two texts can be compared by everything else.
func shapeOf(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("+/=_-%", r):
			return 'x'
		}
		return r
	}, s)
}

// What is no secret stays byte for byte.
func TestTheRestStays(t *testing.T) {
	for _, c := range []struct{ reason, text string }{
		{"white space and the order of members", "{ \"log\" :\n\t{\"entries\":[ ] , \"a\" : 1e5,\"version\":\"1.2\"}\n}\n"},
		{"escapes", har(`"url":"\u0068ttps:\/\/h.example\/\u00e9\ud800"`, `"content":{"text":"\u0022\t\/"}`)},
		{"bytes that are not UTF-8", har(`"url":"/"`, "\"content\":{\"text\":\"\xff\xfe\"}")},
		{"a byte order mark and zero bytes", "\ufeff" + request("https://h.example/") + "\x00\x00"},
		{"words that JSON lacks", `{"log":{"entries":[{"time":NaN,"x":undefined,"y":-Infinity}]}}`},
		{"control characters", har(`"url":"/"`, "\"content\":{\"text\":\"a\nb\"}")},
		{"the validity of a signed URL", request("https://s3.example/k?X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&Expires=1785747600&X-Amz-Algorithm=AWS4-HMAC-SHA256")},
		{"ordinary parameters", request("https://h.example/v3/videos/0f8fad5bd9cb469fa16570867728950e?limit=10&next=" + url.QueryEscape("/a?b=1"))},
		{"what is known about a token", responseBody("application/json", `{"token_type":"bearer","expires_in":3600,"max_tokens":5,"token_count":7}`)},
		{"a challenge", responseHeader("WWW-Authenticate", `Bearer realm="api"`)},
		{"no value", responseBody("application/json", `{"token":null,"password":"","secret":false}`)},
		{"attributes of cookies", har(`"url":"/","cookies":[{"name":"a","value":"","path":"/x","domain":"h.example","expires":"2026-01-01T00:00:00Z","httpOnly":true}]`, `"content":{}`)},
		{"names of secrets", header("Access-Control-Allow-Headers", "authorization, x-api-key")},
		{"a program", responseBody("application/javascript", `var token=getToken();if(key=="a"){password=b}`)},
		{"base64 of bytes", har(`"url":"/"`, `"content":{"text":"//79/Pv6+fj39vX08/Lx8O/u","encoding":"base64","mimeType":"image/png"}`)},
		{"the names of pairs", responseBody("application/json", `[{"key":"user_name","value":"b"},{"key":"Content-Type1","value":"x"}]`)},
		{"text in braces", responseBody("text/plain", "{id} is not [a] number")},
	} {
		assert.Equal(t, c.text, rewritten(t, c.text), c.reason)
	}
}

// Equal values have equal tokens, wherever and however they are written.
func TestEqualStaysEqual(t *testing.T) {
	const value = "v4lue é+/ of:Tests"
	text := `{"log":{"entries":[{"request":{"url":` + quoted("https://h.example/?token="+url.QueryEscape(value)+"&key="+percentOf(value)) + `,
		"headers":[{"name":"X-Api-Key","value":"` + value + `"},{"name":"Authorization","value":"Basic ` + base64Of("u:"+value) + `"}],
		"queryString":[{"name":"token","value":"` + value + `"}],
		"postData":{"mimeType":"application/json","text":` + quoted(`{"password":`+quoted(value)+`}`) + `}}}]}}`
	var got struct {
		Log struct {
			Entries []struct {
				Request struct {
					URL                  string
					Headers, QueryString []struct{ Value string }
					PostData             struct{ Text string }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(rewritten(t, text)), &got))
	r := got.Log.Entries[0].Request
	target, err := url.Parse(r.URL)
	require.NoError(t, err)
	token := target.Query().Get("token")
	assert.NotEqual(t, value, token)
	assert.Equal(t, token, target.Query().Get("key"))
	assert.Equal(t, token, r.Headers[0].Value)
	basic, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.Headers[1].Value, "Basic "))
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(string(basic), ":"+token), "%q, %q", basic, token)
	assert.Equal(t, token, r.QueryString[0].Value)
	var body struct{ Password string }
	require.NoError(t, json.Unmarshal([]byte(r.PostData.Text), &body))
	assert.Equal(t, token, body.Password)
}

// A value that a name reveals is replaced where nothing else reveals it, before and behind.
func TestKnownValues(t *testing.T) {
	entries := []string{
		request("https://h.example/videos/" + secret + "/x"),
		request("https://h.example/videos?id=" + percentOf(secret)),
		header("X-Other", secret), header("X-Other", "a, "+secret+"; b"),
		responseBody("application/json", `{"id":"`+secret+`"}`),
		responseBody("application/json", `{"id":"`+escapesOf(secret)+`"}`),
		responseBody("application/json", `{"`+secret+`":1}`),
		responseBody("application/json", `{"message":"There is no video `+secret+`."}`),
		responseBody("text/html", `<a id="`+secret+`">`),
	}
	revealing := responseBody("application/json", `{"session_id":"`+secret+`"}`)
	for _, entry := range entries {
		assert.NotEmpty(t, canary.Leak(rewritten(t, entry), secret), "nothing reveals it: %s", entry)
		assert.Empty(t, canary.Leak(rewritten(t, entry+revealing), secret), entry)
		assert.Empty(t, canary.Leak(rewrittenOnce(t, revealing+entry), secret), entry)
	}
	for _, common := range []string{"ordinary", "12345678", "2026-01-01", "short1", "first-value1", "oauth2"} {
		entry := responseBody("application/json", `{"a":"`+common+`"}`)
		got := rewritten(t, entry+responseBody("application/json", `{"session_id":"`+common+`"}`))
		assert.True(t, strings.HasPrefix(got, entry), "it may be elsewhere by chance: %s", got)
	}
}

// Tokens keep to the contract where their values do.
func TestContract(t *testing.T) {
	for _, c := range []struct {
		reason, text string
		want         *regexp.Regexp
	}{
		{"a value of an enum, behind a reference", responseBody("application/json", `{"session_state":"open"}`), regexp.MustCompile(`session_state\\":\\"open\\"`)},
		{"another value of that member", responseBody("application/json", `{"session_state":"halfway"}`), regexp.MustCompile(`session_state\\":\\"[a-z]{7}\\"`)},
		{"a value of an enum under another name", responseBody("application/json", `{"password":"open"}`), regexp.MustCompile(`password\\":\\"[a-z]{4}\\"`)},
		{"the items of a list", responseBody("application/json", `{"secrets":["first-value1"]}`), regexp.MustCompile(`first-value1`)},
		{"a pattern", responseBody("application/json", `{"token":"tok_0123abcd"}`), regexp.MustCompile(`"tok_[0-9a-f]{8}\\"`)},
		{"a pattern of a parameter", request("/?access_key=ak-abcd"), regexp.MustCompile(`access_key=ak-[a-z]{4}"`)},
		{"a value that breaks its pattern", responseBody("application/json", `{"token":"top_0123abcd"}`), regexp.MustCompile(`"[a-z]{3}_[0-9]{4}[a-z]{4}\\"`)},
		{"a format", responseBody("application/json", `{"session_time":"23:59:59Z"}`), regexp.MustCompile(`session_time\\":\\"[0-2]\d:[0-5]\d:[0-5]\dZ\\"`)},
		{"a segment of a path behind a word", request("/token/oauth2/x"), regexp.MustCompile(`"/token/oauth2/x"`)},
	} {
		assert.Regexp(t, c.want, rewritten(t, c.text), c.reason)
	}
	assert.NotContains(t, rewritten(t, responseBody("application/json", `{"password":"open"}`)), `:\"open`)
}

// A text that is too long for the memory is replaced as a whole, and keeps its length.
func TestLongTexts(t *testing.T) {
	rewrite.SetLimits(t, 2<<20, 1<<20)
	long := strings.Repeat(secret+`\\\"`, 100_000)
	text := responseBody("text/plain", "short") + har(`"url":"/"`, `"content":{"text":"`+long+`","mimeType":"text/plain"},"x":["`+long+`","a"]`)
	got := rewritten(t, text)
	assert.Len(t, got, len(text))
	assert.NotContains(t, got, "Canary")
	assert.Equal(t, 2, strings.Count(got, "AAAA\""))
	assert.True(t, strings.HasSuffix(got, `AAAA","a"]}} ]}}`))

	_, err := rewrite.Rewrite(t.Context(), io.Discard, strings.NewReader(`{"log":{"entries":[[`+strings.Repeat("1,", 2<<20)), options)
	require.ErrorContains(t, err, "an entry is longer than 2 MiB; leave it out")
	_, err = rewrite.Rewrite(t.Context(), io.Discard, strings.NewReader(`{"log":{"`+long), options)
	require.Error(t, err)
	_, err = rewrite.Rewrite(t.Context(), io.Discard, strings.NewReader(`{"log":{"`+long+`":1}}`), options)
	require.ErrorContains(t, err, "the name of a member is longer than 1 MiB")
}

// Bodies that the recorder left compressed are read.
func TestCompressedBodies(t *testing.T) {
	plain := `{"password":"` + secret + `","n":1}`
	var packed, brotlied bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(plain))
	require.NoError(t, z.Close())
	br := brotli.NewWriter(&brotlied)
	_, _ = br.Write([]byte(plain))
	require.NoError(t, br.Close())
	gzipBase64, brBase64 := base64.StdEncoding.EncodeToString(packed.Bytes()), base64.StdEncoding.EncodeToString(brotlied.Bytes())
	for reason, text := range map[string]string{
		"gzip":          har(`"url":"/"`, `"content":{"text":"`+gzipBase64+`","encoding":"base64"}`),
		"br":            har(`"url":"/"`, `"headers":[{"name":"content-encoding","value":"br"}],"content":{"text":"`+brBase64+`","encoding":"base64"}`),
		"hex":           har(`"url":"/"`, `"content":{"text":"[\"`+hex.EncodeToString(packed.Bytes()[:20])+`\",\"`+hex.EncodeToString(packed.Bytes()[20:])+`\"]"}`),
		"chunks of hex": har(`"url":"/"`, `"content":{"text":["`+hex.EncodeToString(packed.Bytes()[:20])+`","`+hex.EncodeToString(packed.Bytes()[20:])+`"]}`),
		"chunks":        har(`"url":"/"`, `"content":{"text":["`+base64.StdEncoding.EncodeToString(packed.Bytes()[:20])+`","`+base64.StdEncoding.EncodeToString(packed.Bytes()[20:])+`"]}`),
		"base64url":     har(`"url":"/"`, `"content":{"text":"`+strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(plain+"\xff\xfe")), "=")+`","encoding":"base64"}`),
		"several lines": har(`"url":"/"`, `"content":{"text":"`+gzipBase64[:20]+`\r\n`+gzipBase64[20:]+`","encoding":"base64"}`),
	} {
		got := rewritten(t, text)
		assert.Empty(t, canary.Leak(got, secret), reason)
		for _, part := range []string{gzipBase64[30:50], brBase64[10:30], hex.EncodeToString(packed.Bytes()[20:])} {
			assert.NotContains(t, got, part, reason)
		}
		assert.NotEqual(t, text, got, reason)
	}
	harmless := strings.Replace(har(`"url":"/"`, `"content":{"text":"X","encoding":"base64"}`), "X", gzipBase64[:24], 1)
	assert.Equal(t, harmless, rewritten(t, harmless), "what cannot be unpacked stays")
}

// Text that is no capture is not copied.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		reason, text, message string
		offset                int64
	}{
		{"nothing", " ", "the file is empty", 1},
		{"no JSON", "hello", "expected a HAR, but it ends", 5},
		{"a page", "<html>", "not JSON, so not a HAR file", 0},
		{"cut off in an entry", `{"log":{"entries":[{"request":{"url":"/?token=` + secret, "the file is cut off", 63},
		{"cut off behind an entry", `{"log":{"entries":[{}`, "the file is cut off", 21},
		{"a secret that is no value", `{"log":{"entries":[{"token":` + secret + `}]}}`, "not JSON", 28},
		{"a secret between values", `{"log":{"entries":[{}` + secret + `]}}`, "not JSON: expected a comma or ]", 21},
		{"text behind the HAR", `{"log":{"entries":[]}} <` + secret, "not JSON, so not a HAR file", 23},
		{"the wrong bracket", `{"log":{"entries":[{"a":[}]}}`, "not JSON", 25},
	} {
		var out strings.Builder
		_, err := rewrite.Rewrite(t.Context(), &out, strings.NewReader(c.text), options)
		var e *rewrite.Error
		require.ErrorAs(t, err, &e, c.reason)
		assert.Contains(t, e.Message, c.message, c.reason)
		assert.Equal(t, c.offset, e.Offset, c.reason)
		assert.Empty(t, canary.Leak(out.String(), secret), c.reason)
		assert.NotContains(t, err.Error(), secret, c.reason)
	}
}

// The examples of the repository stay well-formed, and a second run changes no shape.
func TestFixtures(t *testing.T) {
	var names []string
	for _, pattern := range []string{"../../../examples/*.har", "../../cli/testdata/common/*.har"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		names = append(names, found...)
	}
	require.Greater(t, len(names), 5)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		if !json.Valid(text) {
			continue
		}
		once := rewritten(t, string(text))
		assert.True(t, json.Valid([]byte(once)), name)
		assert.Equal(t, shapeOf(string(text)), shapeOf(once), name)
		assert.Equal(t, shapeOf(once), shapeOf(rewritten(t, once)), name)
	}
}
