package record_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/record"
	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/validate"
)

const canary = "canary-9f3"

var creator = harlog.Creator{Name: "apicontract", Version: "1"}

func newExchange(method, url string, status int, body string, fields ...string) *record.Exchange {
	x := &record.Exchange{Start: time.Date(2026, 8, 3, 9, 30, 0, 0, time.UTC), HTTPVersion: "HTTP/1.1"}
	x.End = x.Start.Add(1500 * time.Microsecond)
	x.Request = validate.Request{Method: method, URL: url, Header: validate.Header{}}
	x.Response = validate.Response{Status: status, Header: validate.Header{}, Body: []byte(body)}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: name, Value: value})
	}
	return x
}

// readBack writes exchanges to a log and reads them as `apicontract check` does.
func readBack(t *testing.T, exchanges ...*record.Exchange) (string, []validate.Exchange) {
	t.Helper()
	log := harlog.NewMemoryLog(creator, 1<<20)
	for _, x := range exchanges {
		require.NoError(t, log.Add(x.Entry(record.Credentials{})))
	}
	var b bytes.Buffer
	_, err := log.WriteTo(&b)
	require.NoError(t, err)
	text := b.String()
	var read []validate.Exchange
	_, err = capture.Read(t.Context(), &b, capture.Options{}, func(_ capture.Location, x *validate.Exchange) error {
		read = append(read, *x)
		read[len(read)-1].Response.Body = bytes.Clone(x.Response.Body)
		return nil
	})
	require.NoError(t, err)
	return text, read
}

func TestResponsesAreReadAsTheyWereRecorded(t *testing.T) {
	missing := newExchange("GET", "https://a.example/x", 200, "")
	missing.Response.BodyMissing = validate.UncheckedTooLarge
	none := newExchange("GET", "https://a.example/x", 0, "")
	none.Error = record.ErrConnectionReset
	truncated := newExchange("GET", "https://a.example/x", 200, `{"a"`, "Content-Length: 9")
	truncated.Error = record.ErrBodyTruncated
	for _, c := range []struct {
		reason   string
		exchange *record.Exchange
		body     string
		missing  validate.UncheckedReason
		status   int
	}{
		{"text", newExchange("GET", "https://a.example/x", 200, `{"a":1}`), `{"a":1}`, "", 200},
		{"bytes that are not UTF-8", newExchange("GET", "https://a.example/x", 200, "\xff\xfe"), "\xff\xfe", "", 200},
		{"an empty body of unknown length", newExchange("GET", "https://a.example/x", 200, ""), "", "", 200},
		{"an empty body of length 0", newExchange("GET", "https://a.example/x", 200, "", "Content-Length: 0"), "", "", 200},
		{"a status without a body", newExchange("DELETE", "https://a.example/x", 204, ""), "", "", 204},
		{"HEAD with the length of GET", newExchange("HEAD", "https://a.example/x", 200, "", "Content-Length: 9"), "", "", 200},
		{"a body that was too large", missing, "", validate.UncheckedNotRecorded, 200},
		{"a body that broke off", truncated, "", validate.UncheckedNotRecorded, 200},
		{"no response", none, "", "", 0},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, read := readBack(t, c.exchange)
			require.Len(t, read, 1)
			assert.Equal(t, c.status, read[0].Response.Status)
			assert.Equal(t, c.missing, read[0].Response.BodyMissing)
			if c.missing == "" {
				assert.Equal(t, c.body, string(read[0].Response.Body))
			}
		})
	}
}

func TestSecretsAreNotRecorded(t *testing.T) {
	documented := record.Credentials{
		IsKey:        func(in, name string) bool { return in == "header" && name == "Own" || in == "query" && name == "own" },
		IsDocumented: func(name string) bool { return name == "page_token" },
	}
	for _, c := range []struct {
		reason string
		change func(*record.Exchange)
	}{
		{"a header that sounds like a secret", func(x *record.Exchange) { x.Request.Header = header("Authorization", canary) }},
		{"a header that the document names", func(x *record.Exchange) { x.Request.Header = header("Own", canary) }},
		{"a URL in a header", func(x *record.Exchange) { x.Request.Header = header("Referer", "https://b.example/?code="+canary) }},
		{"a cookie that is set", func(x *record.Exchange) { x.Response.Header = header("Set-Cookie", "s="+canary) }},
		{"a query that sounds like a secret", func(x *record.Exchange) { x.Request.URL += "?api_key=" + canary }},
		{"a query that the document names", func(x *record.Exchange) { x.Request.URL += "?own=" + canary }},
		{"a key for the header in the query", func(x *record.Exchange) { x.Request.URL += "?Own=" + canary }},
		{"a query that cannot be decoded", func(x *record.Exchange) { x.Request.URL += "?%zz=" + canary }},
		{"a fragment", func(x *record.Exchange) { x.Request.URL += "#" + canary }},
		{"a member of a JSON body", func(x *record.Exchange) {
			x.Request.Header, x.RequestBody = header("Content-Type", "application/json; charset=utf-8"), []byte(`{"a":[{"secret":{"b":"`+canary+`"}}]}`)
		}},
		{"a body that only claims to be JSON", func(x *record.Exchange) {
			x.Request.Header, x.RequestBody = header("Content-Type", "application/json"), []byte(`{"secret":"`+canary)
		}},
		{"a field of a form", func(x *record.Exchange) {
			x.Request.Header, x.RequestBody = header("Content-Type", "application/x-www-form-urlencoded"), []byte("a=1&password="+canary)
		}},
		{"a bearer token in any header", func(x *record.Exchange) { x.Request.Header = header("X-Note", "sent with Bearer "+canary) }},
		{"a pair in any header", func(x *record.Exchange) { x.Request.Header = header("User-Agent", "t/1 (api_key="+canary+")") }},
		{"a text", func(x *record.Exchange) {
			x.Request.Header, x.RequestBody = header("Content-Type", "text/plain"), []byte("password: "+canary)
		}},
		{"a part of a form", func(x *record.Exchange) {
			x.Request.Header = header("Content-Type", "multipart/form-data; boundary=b")
			x.RequestBody = []byte("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + canary + "\r\n--b--\r\n")
		}},
		{"parts that cannot be read", func(x *record.Exchange) {
			x.Request.Header, x.RequestBody = header("Content-Type", "multipart/form-data; boundary=b"), []byte("--b\r\n"+canary)
		}},
	} {
		x := newExchange("POST", "https://a.example/x", 200, "{}")
		c.change(x)
		text, err := harlog.EncodeEntry(x.Entry(documented))
		require.NoError(t, err)
		assert.NotContains(t, string(text), canary, c.reason)
	}
	x := newExchange("GET", "https://a.example/x?page_token=kept&limit=2", 200, "{}")
	e := x.Entry(documented)
	assert.Equal(t, "https://a.example/x?page_token=kept&limit=2", e.Request.URL, "other values are kept")
	assert.Equal(t, []harlog.Pair{{Name: "limit", Value: "2"}, {Name: "page_token", Value: "kept"}}, e.Request.QueryString)
	const parts = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ntext\r\n--b--\r\n"
	x.Request.Header, x.RequestBody = header("Content-Type", "multipart/form-data; boundary=b"), []byte(parts)
	assert.Equal(t, parts, x.Entry(documented).Request.PostData.Text)
}

func header(name, value string) validate.Header {
	return validate.Header{{Name: name, Value: value}}
}

// partOf returns the text of the temporary file of a capture.
func partOf(t *testing.T, name string) string {
	t.Helper()
	parts, err := filepath.Glob(filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".*.part"))
	require.NoError(t, err)
	require.Len(t, parts, 1)
	text, err := os.ReadFile(parts[0])
	require.NoError(t, err)
	return string(text)
}

func TestFileIsCompleteAfterEachEntry(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.har")
	require.NoError(t, os.WriteFile(name, []byte("an earlier one"), 0o644))
	f, err := record.CreateFile(name, creator)
	require.NoError(t, err)
	x := newExchange(http.MethodGet, "https://a.example/x", 200, "{}")
	for range 2 {
		require.NoError(t, f.Write(x.Entry(record.Credentials{})))
		assert.True(t, strings.HasSuffix(partOf(t, name), "]}}\n"), "as after kill -9")
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, "an earlier one", string(text), "until it is closed")
	}
	whole := partOf(t, name)
	require.NoError(t, f.Close())
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, whole, string(text))
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "others cannot read it, though they could read the earlier one")

	_, err = record.CreateFile(filepath.Join(t.TempDir(), "none", "a.har"), creator)
	require.ErrorIs(t, err, os.ErrNotExist)
	if _, err := os.Stat("/dev/full"); err == nil {
		_, err = record.CreateFile("/dev/full", creator)
		var write *record.WriteError
		require.ErrorAs(t, err, &write, "a full disk is not a wrong name")
	}
}
