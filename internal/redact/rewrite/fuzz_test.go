package rewrite_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/redact/rewrite"
	"github.com/apicontract/apicontract/internal/testsupport/canary"
)

// FuzzRewrite states that no capture makes the rewriter panic, that what it accepts has the same
// structure afterwards, and that what it rejects is not written with the secret in it.
func FuzzRewrite(f *testing.F) {
	for _, c := range canaries {
		f.Add(c.text)
	}
	names, _ := filepath.Glob("../../cli/testdata/common/*.har")
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, err := tryRewrite(t, text)
		if err != nil {
			return
		}
		if json.Valid([]byte(text)) {
			require.True(t, json.Valid([]byte(once)), once)
			var before, after any
			require.NoError(t, json.Unmarshal([]byte(text), &before))
			require.NoError(t, json.Unmarshal([]byte(once), &after))
			requireSameStructure(t, before, after)
		}
		_, err = tryRewrite(t, once)
		require.NoError(t, err, "a copy can be copied: %s", once)
	})
}

// FuzzPlaces states that a secret in one of the places comes out in no encoding, whatever is around it.
func FuzzPlaces(f *testing.F) {
	f.Add("", "", uint8(0))
	f.Add("a&", "&b", uint8(1))
	f.Add(`{"a":"`, `"}`, uint8(2))
	f.Add("é %41 ", "\t\"", uint8(3))
	f.Fuzz(func(t *testing.T, before, after string, place uint8) {
		quote := func(s string) string {
			text, err := json.Marshal(s)
			require.NoError(t, err)
			return string(text)
		}
		value := before + secret + after
		if strings.Contains(before+after, "Canary") || strings.ContainsAny(before+after, ";=") {
			return // the secret may be a name then
		}
		places := []string{
			`{"request":{"headers":[{"name":"X-Api-Key","value":` + quote(value) + `}]}}`,
			`{"request":{"headers":[{"name":"Authorization","value":` + quote("Bearer "+value) + `}]}}`,
			`{"request":{"headers":[{"name":"Cookie","value":` + quote("a="+value) + `}]}}`,
			`{"request":{"cookies":[{"name":"a","value":` + quote(value) + `}]}}`,
			`{"request":{"url":` + quote("https://h.example/?a=b&token="+percentOf(value)) + `}}`,
			`{"request":{"postData":{"mimeType":"application/json","text":` + quote(`{"password":`+quote(value)+`}`) + `}}}`,
			`{"request":{"postData":{"mimeType":"application/json","text":` + quote(`{"x":`+quote(`{"password":`+quote(value)+`}`)+`}`) + `}}}`,
			`{"response":{"content":{"encoding":"base64","text":"` + base64Of(`{"password":`+quote(value)+`}`) + `"}}}`,
			`{"request":{"postData":{"mimeType":"application/x-www-form-urlencoded","text":` + quote("a=b&password="+percentOf(value)) + `}}}`,
		}
		text := places[int(place)%len(places)]
		once, err := tryRewrite(t, text)
		require.NoError(t, err)
		require.Empty(t, canary.Leak(once, secret), "%s\n%s", text, once)
	})
}

func tryRewrite(t *testing.T, text string) (string, error) {
	t.Helper()
	var out strings.Builder
	_, err := rewrite.Rewrite(t.Context(), &out, strings.NewReader(text), options)
	return out.String(), err
}

// requireSameStructure compares the types of two documents, and the lengths of their arrays and
// objects.
func requireSameStructure(t *testing.T, a, b any) {
	t.Helper()
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		require.True(t, ok)
		require.Len(t, b, len(a))
		for name := range a {
			if other, ok := b[name]; ok { // a name may be a secret
				requireSameStructure(t, a[name], other)
			}
		}
	case []any:
		b, ok := b.([]any)
		require.True(t, ok)
		require.Len(t, b, len(a))
		for i := range a {
			requireSameStructure(t, a[i], b[i])
		}
	default:
		require.IsType(t, a, b)
	}
}
