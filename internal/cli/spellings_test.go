package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/testsupport/canary"
)

type object = map[string]any

// spelledCapture returns a HAR whose error responses quote a text in every member that
// reports show, in an undocumented path and as the names of members.
func spelledCapture(t testing.TB, text string) []byte {
	const link = "https://developers.heygen.com/docs/error-codes#"
	var entries []any
	add := func(path string, status int, body any) {
		content, err := json.Marshal(body)
		require.NoError(t, err)
		entries = append(entries, object{
			"request":  object{"method": "GET", "url": "https://api.heygen.com" + path, "headers": []any{}},
			"response": object{"status": status, "headers": []any{}, "content": object{"mimeType": "application/json", "text": string(content)}},
		})
	}
	const video = "/v3/videos/v1"
	add(video, 404, object{"error": object{"code": text, "message": text, "doc_url": text, "param": text}})
	add(video, 404, object{"error": object{"code": "video_not_found", "message": text, "doc_url": text, "param": text}})
	add(video, 404, object{"error": object{"code": "voice_not_found", "message": text, "doc_url": link + "voice-not-found", "param": text}})
	add(video, 400, object{"error": object{"code": "invalid_parameter", "message": text, "doc_url": text, "param": "x." + text}})
	add(video, 400, object{"error": object{"code": "resource_not_ready", "message": text, "doc_url": "https://h.example/" + text}})
	add(video, 429, object{"error": object{"code": "rate_limit_exceeded", "message": text}, text: 1})
	add(video, 422, object{"error": object{"code": text, "message": text}})
	add(video, 200, object{"error": object{"code": text, "message": text}})
	add(video, 404, object{"title": text, "detail": text, "message": text, text: text, "error": text})
	add(video, 200, object{"data": object{"id": object{text: text}, "status": text, text: text}})
	har, err := json.Marshal(object{"log": object{"version": "1.2", "creator": object{"name": "t", "version": "1"}, "entries": entries}})
	require.NoError(t, err)
	return har
}

func requireNoSecret(t testing.TB, text string, capture []byte, formats ...string) {
	for _, format := range formats {
		var out, errs bytes.Buffer
		cli.Main(context.Background(), []string{"check", "--verbose", "--level", "member-undocumented=note", "--output", format, "-"}, bytes.NewReader(capture), &out, &errs)
		for line := range strings.Lines(out.String() + errs.String()) {
			assert.NotContains(t, line, canary.Secret, "%s: %s", format, text)
		}
	}
}

// A secret that a server quotes in an error comes out of no format, however it is spelt.
func TestNoSpellingInAnyOutput(t *testing.T) {
	for i, text := range canary.Spellings() {
		formats := []string{"json", "text"} // the others are renderings of the same report
		if testing.Short() && i%8 != 0 {
			continue // the race detector makes each ten times as slow
		}
		if i%8 == 0 {
			formats = render.FormatNames(render.KindReport)
		}
		requireNoSecret(t, text, spelledCapture(t, text), formats...)
	}
}

// FuzzSpellings states the same of what stands around a secret.
func FuzzSpellings(f *testing.F) {
	for i := range canary.Spellings() {
		if i%8 != 0 {
			continue // TestNoSpellingInAnyOutput has them all
		}
		f.Add(i, "a ", " b")
	}
	f.Add(7, `{"x":1,"`, `"}`)
	f.Fuzz(func(t *testing.T, i int, before, after string) {
		all := canary.Spellings()
		if before != "" && !strings.HasSuffix(before, " ") || strings.Contains(before+after, canary.Secret) {
			return
		}
		text := before + all[uint(i)%uint(len(all))] + after
		requireNoSecret(t, text, spelledCapture(t, text), render.FormatNames(render.KindReport)...)
	})
}
