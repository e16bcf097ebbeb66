package htmlpage

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func written(t *testing.T, p *Page) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, Write(&b, p))
	return b.String()
}

// No text of a page starts or ends an element, and the browser reads the texts as they were.
func TestTextsAreNoMarkup(t *testing.T) {
	texts := []string{`</script><script>alert(1)</script>`, `<!--<script>`, "a\u2028b\u2029c", `"><img src=x onerror=alert(1)>`, `]]>&lt;`, "{{.}}", "'+alert(1)+'"}
	for _, text := range texts {
		p := &Page{Command: text, Contract: text, Source: text, Tool: text, Verdict: Verdict{Passed, text, text, []string{text}}, Unchecked: []string{text},
			Totals: []Total{{text, text, text}}, Tables: []Table{{text, []string{text}, [][]string{{text}}, text}}, LeftOut: []string{text}, Data: NewData()}
		require.True(t, p.Data.AddFinding(&Finding{Level: text, Rule: text, Fix: text, Message: text, Expected: text, Actual: text, Operation: Operation{text, text, text},
			Status: text, Code: text, Instance: text, Document: text, Fingerprint: text, Places: []Place{{text, 1, 1}}}))
		page := written(t, p)
		assert.Equal(t, 2, strings.Count(page, "<script"), text)
		assert.Equal(t, 2, strings.Count(page, "</script"), text)
		assert.NotContains(t, page, "<!--", text)
		assert.NotContains(t, page, "<img", text)
		var back Data
		require.NoError(t, json.Unmarshal([]byte(elementOf(t, page, `<script type="application/json" id="data">`, "</script>")), &back))
		assert.Equal(t, []string{"", text}, back.Texts)
	}
}

func elementOf(t *testing.T, page, start, end string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, start)
	require.True(t, found)
	content, _, found := strings.Cut(rest, end)
	require.True(t, found)
	return content
}

// The content security policy has the digests of the style and the script as they are in the page.
func TestPolicyHasTheDigests(t *testing.T) {
	page := written(t, &Page{})
	for start, end := range map[string]string{"<style>": "</style>", "<script>": "</script>"} {
		sum := sha256.Sum256([]byte(elementOf(t, page, start, end)))
		digest := strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;")
		assert.Contains(t, page, "sha256-"+digest)
	}
}

// Nothing of a page refers to another file, and nothing in it is a handler that the policy forbids.
func TestPageRefersToNothing(t *testing.T) {
	page := written(t, &Page{})
	for _, reference := range regexp.MustCompile(`(?:src|href|srcset|action|url)\s*[=(]\s*["']?([^"')\s>]+)`).FindAllStringSubmatch(source+style, -1) {
		assert.Regexp(t, `^(#|data:)`, reference[1])
	}
	for _, name := range []string{"fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "import(", "innerHTML", "eval(", "document.write", "@import"} {
		assert.NotContains(t, page, name)
	}
}

func TestDataIsBounded(t *testing.T) {
	d := NewData()
	places := make([]Place, 1000)
	for range 10_000 {
		require.True(t, d.AddFinding(&Finding{Rule: "r", Places: places}))
	}
	assert.Len(t, d.Findings.Places[0], 3*ofEachFinding)
	assert.Len(t, d.Findings.Places[9_999], 3*fewPlaces, "later findings have a few")
	assert.Equal(t, []string{"", "r"}, d.Texts, "a text occurs once")
	assert.True(t, d.AddFinding(&Finding{Message: strings.Repeat("x", maxTextBytes)}))
	assert.False(t, d.AddFinding(&Finding{}), "the page is full")
	assert.Len(t, d.Findings.Rule, 10_001)
}
