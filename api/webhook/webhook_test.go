package webhook_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apicontract/apicontract/api"
	"github.com/apicontract/apicontract/api/webhook"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	secret   = "whsec_canary"
	rendered = `{"event_type":"avatar_video.success","event_data":{"video_id":"v1","url":"https://files.example/v1.mp4","callback_id":null,"new":1}}`
)

var now = time.Unix(1_795_000_000, 0)

// delivery returns the headers for a body that was sent at a time.
func delivery(body string, at time.Time) http.Header {
	h := http.Header{}
	h.Set("Heygen-Signature", webhook.Sign(secret, []byte(body)))
	h.Set("Heygen-Timestamp", strconv.FormatInt(at.Unix(), 10))
	h.Set("Heygen-Event-Id", "ev_1")
	return h
}

func verifier(t testing.TB, change func(*webhook.Verifier)) *webhook.Verifier {
	t.Helper()
	v, err := webhook.New(secret)
	require.NoError(t, err)
	v.Now = func() time.Time { return now }
	if change != nil {
		change(v)
	}
	return v
}

// The value was computed with openssl dgst -sha256 -hmac.
func TestSign(t *testing.T) {
	assert.Equal(t, "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
		webhook.Sign("key", []byte("The quick brown fox jumps over the lazy dog")))
}

func TestVerify(t *testing.T) {
	withID := func(id string) string {
		return strings.Replace(rendered, "{", `{"event_id":"`+id+`",`, 1)
	}
	created := func(at time.Time) string {
		return strings.Replace(rendered, "{", `{"created_at":"`+at.Format(time.RFC3339)+`",`, 1)
	}
	for _, c := range []struct {
		reason string
		body   string
		header func(http.Header)
		change func(*webhook.Verifier)
		want   error // nil if it is accepted
	}{
		{reason: "as the API sends it", body: rendered},
		{reason: "upper-case digits", body: rendered, header: func(h http.Header) { h.Set("Heygen-Signature", strings.ToUpper(h.Get("Heygen-Signature"))) }},
		{reason: "another body", body: rendered, header: func(h http.Header) { h.Set("Heygen-Signature", webhook.Sign(secret, []byte(rendered+" "))) }, want: webhook.ErrSignature},
		{reason: "another secret", body: rendered, header: func(h http.Header) { h.Set("Heygen-Signature", webhook.Sign("other", []byte(rendered))) }, want: webhook.ErrSignature},
		{reason: "no signature", body: rendered, header: func(h http.Header) { h.Del("Heygen-Signature") }, want: webhook.ErrSignature},
		{reason: "an empty one", body: rendered, header: func(h http.Header) { h.Set("Heygen-Signature", "") }, want: webhook.ErrSignature},
		{reason: "half of it", body: rendered, header: func(h http.Header) { h.Set("Heygen-Signature", h.Get("Heygen-Signature")[:32]) }, want: webhook.ErrSignature},
		{reason: "two of them", body: rendered, header: func(h http.Header) { h.Add("Heygen-Signature", h.Get("Heygen-Signature")) }, want: webhook.ErrSignature},
		{reason: "the header of a rumour", body: rendered, header: func(h http.Header) {
			h.Set("X-Heygen-Signature", h.Get("Heygen-Signature"))
			h.Del("Heygen-Signature")
		}, want: webhook.ErrSignature},
		{reason: "the old scheme, without AllowOld", body: rendered, header: oldScheme, want: webhook.ErrSignature},
		{reason: "the old scheme", body: rendered, header: oldScheme, change: func(v *webhook.Verifier) { v.AllowOld = true }},
		{reason: "a wrong new signature beside a right old one", body: rendered, header: func(h http.Header) {
			h.Set("Signature", h.Get("Heygen-Signature"))
			h.Set("Heygen-Signature", webhook.Sign("other", []byte(rendered)))
		}, change: func(v *webhook.Verifier) { v.AllowOld = true }, want: webhook.ErrSignature},

		{reason: "five minutes late", body: rendered, header: sentAt(now.Add(-5 * time.Minute))},
		{reason: "later", body: rendered, header: sentAt(now.Add(-5*time.Minute - time.Second)), want: webhook.ErrAge},
		{reason: "from the future", body: rendered, header: sentAt(now.Add(6 * time.Minute)), want: webhook.ErrAge},
		{reason: "no time", body: rendered, header: func(h http.Header) { h.Del("Heygen-Timestamp") }, want: webhook.ErrAge},
		{reason: "no number", body: rendered, header: func(h http.Header) { h.Set("Heygen-Timestamp", "soon") }, want: webhook.ErrAge},
		{reason: "a time beyond all time", body: rendered, header: func(h http.Header) { h.Set("Heygen-Timestamp", "9223372036854775807") }, want: webhook.ErrAge},
		{reason: "a wider tolerance", body: rendered, header: sentAt(now.Add(-time.Hour)), change: func(v *webhook.Verifier) { v.Tolerance = 2 * time.Hour }},
		{reason: "no limit", body: rendered, header: sentAt(time.Unix(0, 0)), change: func(v *webhook.Verifier) { v.Tolerance = -1 }},
		{reason: "an event that is repeated for a day", body: created(now.Add(-24 * time.Hour))},
		{reason: "an old event with a new time: the time is not signed", body: created(now.Add(-26 * time.Hour)), want: webhook.ErrAge},
		{reason: "an event of tomorrow", body: created(now.Add(24 * time.Hour)), want: webhook.ErrAge},
		{reason: "any age", body: created(now.Add(-999 * time.Hour)), change: func(v *webhook.Verifier) { v.MaxAge = -1 }},
		{reason: "a time of another form", body: strings.Replace(rendered, "{", `{"created_at":"yesterday",`, 1)},

		{reason: "the same ID in the body", body: withID("ev_1")},
		{reason: "another ID in the body", body: withID("ev_2"), want: webhook.ErrEvent},
		{reason: "the ID in the body alone", body: withID("ev_1"), header: func(h http.Header) { h.Del("Heygen-Event-Id") }},
		{reason: "no JSON", body: `{"event_type"`, want: webhook.ErrEvent},
		{reason: "no event", body: `{}`, want: webhook.ErrEvent},
		{reason: "no type", body: `{"event_type":"","event_data":{}}`, want: webhook.ErrEvent},
		{reason: "data of another type", body: `{"event_type":"x","event_data":[]}`, want: webhook.ErrEvent},
		{reason: "no data", body: `{"event_type":"x","event_data":null}`, want: webhook.ErrEvent},
		{reason: "a list", body: `[]`, want: webhook.ErrEvent},
		{reason: "nothing", body: ``, want: webhook.ErrEvent},
	} {
		t.Run(c.reason, func(t *testing.T) {
			header := delivery(c.body, now)
			if c.header != nil {
				c.header(header)
			}
			event, err := verifier(t, c.change).Verify(header, []byte(c.body))
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
				assert.Nil(t, event)
				assert.NotContains(t, err.Error(), "v1", "the delivery is not quoted")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, api.WebhookEventTypeAvatarVideoSuccess, event.Type)
			assert.Equal(t, "ev_1", event.ID)
			video, err := webhook.DataOf[webhook.VideoRendered](event)
			require.NoError(t, err)
			assert.Equal(t, webhook.VideoRendered{VideoID: "v1", URL: "https://files.example/v1.mp4"}, video)
		})
	}
}

func oldScheme(h http.Header) {
	h.Set("Signature", h.Get("Heygen-Signature"))
	h.Del("Heygen-Signature")
	h.Del("Heygen-Timestamp")
}

func sentAt(at time.Time) func(http.Header) {
	return func(h http.Header) { h.Set("Heygen-Timestamp", strconv.FormatInt(at.Unix(), 10)) }
}

func TestNewNeedsSecrets(t *testing.T) {
	for _, secrets := range [][]string{nil, {""}, {"a", ""}} {
		_, err := webhook.New(secrets...)
		require.Error(t, err, secrets)
	}
	_, err := new(webhook.Verifier).Verify(delivery(rendered, now), []byte(rendered))
	require.ErrorIs(t, err, webhook.ErrSignature, "one without a secret accepts nothing")
}

func TestRotatedSecret(t *testing.T) {
	v, err := webhook.New("new", secret)
	require.NoError(t, err)
	v.Now = func() time.Time { return now }
	_, err = v.Verify(delivery(rendered, now), []byte(rendered))
	require.NoError(t, err)
}

// TestEventOfANewType checks that a new type is not an error.
func TestEventOfANewType(t *testing.T) {
	body := `{"event_type":"hologram.success","event_data":{"video_id":7}}`
	event, err := verifier(t, nil).Verify(delivery(body, now), []byte(body))
	require.NoError(t, err)
	assert.False(t, event.Type.Valid())
	_, err = webhook.DataOf[webhook.VideoFailed](event)
	require.EqualError(t, err, `webhook: the data of "hologram.success" is not a webhook.VideoFailed`)
}

func TestHandler(t *testing.T) {
	broken := errors.New("the database is gone")
	for _, c := range []struct {
		reason, method, body string
		header               func(http.Header)
		err                  error
		want                 int
		handled              bool
		refused              error
	}{
		{"a delivery", "POST", rendered, nil, nil, 204, true, nil},
		{"handling fails: the API sends it again", "POST", rendered, nil, broken, 500, true, broken},
		{"no signature", "POST", rendered, func(h http.Header) { h.Del("Heygen-Signature") }, nil, 401, false, webhook.ErrSignature},
		{"too old", "POST", rendered, sentAt(now.Add(-time.Hour)), nil, 400, false, webhook.ErrAge},
		{"no event", "POST", "{}", nil, nil, 400, false, webhook.ErrEvent},
		{"another method", "GET", "", nil, nil, 405, false, nil},
		{"the registration of v1", "OPTIONS", "", nil, nil, 204, false, nil},
	} {
		var handled *webhook.Event
		var refused error
		handler := verifier(t, nil).Handler(
			func(_ context.Context, e *webhook.Event) error { handled = e; return c.err },
			func(_ *http.Request, err error) { refused = err })
		req := httptest.NewRequest(c.method, "/hook", strings.NewReader(c.body))
		req.Header = delivery(c.body, now)
		if c.header != nil {
			c.header(req.Header)
		}
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, req)
		assert.Equal(t, c.want, rec.Code, c.reason)
		assert.Empty(t, rec.Body.String(), c.reason)
		assert.Equal(t, c.handled, handled != nil, c.reason)
		require.ErrorIs(t, refused, c.refused, c.reason)
	}
}

func TestHandlerBoundsTheBody(t *testing.T) {
	body := strings.Repeat(" ", 1<<20) + rendered
	req := httptest.NewRequest(http.MethodPost, "/hook", strings.NewReader(body))
	req.Header = delivery(body, now)
	rec := httptest.NewRecorder()
	verifier(t, nil).Handler(func(context.Context, *webhook.Event) error { return nil }, nil).ServeHTTP(rec, req)
	assert.Equal(t, 413, rec.Code)
}

// FuzzVerify checks that every accepted delivery is signed with the secret, is an event, and has a
// valid time.
func FuzzVerify(f *testing.F) {
	for _, body := range []string{rendered, `{}`, `{"event_type":"x","event_data":{},"event_id":"ev_1","created_at":"2026-11-29T10:00:00Z"}`, ``, `[1.0]`} {
		h := delivery(body, now)
		f.Add([]byte(body), h.Get("Heygen-Signature"), h.Get("Heygen-Timestamp"), "ev_1")
		f.Add([]byte(body), "00", "-1", "")
	}
	v := verifier(f, func(v *webhook.Verifier) { v.AllowOld = true })
	f.Fuzz(func(t *testing.T, body []byte, signature, timestamp, id string) {
		header := http.Header{"Heygen-Signature": {signature}, "Heygen-Timestamp": {timestamp}, "Heygen-Event-Id": {id}}
		event, err := v.Verify(header, body)
		if (event == nil) == (err == nil) {
			t.Fatal("both or neither")
		}
		right := strings.EqualFold(signature, webhook.Sign(secret, body))
		assert.Equal(t, !right, errors.Is(err, webhook.ErrSignature), "%v", err)

		// The same body with a valid signature and time fails for its content.
		header = delivery(string(body), now)
		header.Set("Heygen-Event-Id", id)
		event, err = v.Verify(header, body)
		if err == nil {
			assert.NotEmpty(t, event.Type)
			assert.True(t, now.Equal(event.SentAt))
		}
		_, err = v.Verify(http.Header{"Heygen-Signature": {hex.EncodeToString(body)}}, body)
		require.Error(t, err)
	})
}

func ExampleVerifier_Handler() {
	hooks, err := webhook.New("whsec_from_the_api")
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(hooks.Handler(func(_ context.Context, event *webhook.Event) error {
		if event.Type == api.WebhookEventTypeAvatarVideoSuccess {
			video, err := webhook.DataOf[webhook.VideoRendered](event)
			if err != nil {
				return err
			}
			fmt.Println("rendered:", video.VideoID)
		}
		return nil
	}, nil))
	defer server.Close()

	// This is a delivery of the API.
	body := `{"event_type":"avatar_video.success","event_data":{"video_id":"v1","url":"https://files.example/v1.mp4"}}`
	req, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	req.Header.Set(webhook.SignatureHeader, webhook.Sign("whsec_from_the_api", []byte(body)))
	req.Header.Set(webhook.TimestampHeader, strconv.FormatInt(time.Now().Unix(), 10))
	rsp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	rsp.Body.Close()
	fmt.Println(rsp.StatusCode)
	// Output:
	// rendered: v1
	// 204
}
