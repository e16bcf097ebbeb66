package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
	"github.com/apicontract/apicontract/internal/render"
)

// canaries replaces every value of a capture by one that must not be shown, except the values that
// select the operation and those of the error envelope.
type canaries struct{ n int }

func (c *canaries) next() string {
	c.n++
	return fmt.Sprintf("canary-%d-yranac", c.n)
}

// kept are the members of a HAR that a check cannot do without.
var kept = map[string]bool{"method": true, "url": true, "status": true, "mimeType": true, "encoding": true, "version": true}

// plant replaces the values in a capture. content.text is itself JSON in most entries.
func (c *canaries) plant(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			text, isText := member.(string)
			switch {
			case kept[name] && isText:
				if name == "url" {
					v[name] = c.url(text)
				}
			case name == "text" && isText:
				v[name] = c.body(text)
			case isText && name == "value" && isContentType(v):
			case isText && name == "name", name == "creator", name == "browser":
			default:
				v[name] = c.plant(member)
			}
		}
		return v
	case []any:
		for i := range v {
			v[i] = c.plant(v[i])
		}
		return v
	case string:
		return c.next()
	}
	return value
}

func isContentType(header map[string]any) bool {
	name, _ := header["name"].(string)
	return strings.EqualFold(name, "content-type")
}

func (c *canaries) url(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return strings.Replace(url, "://", "://"+c.next()+"@", 1) + "?" + c.next() + "=" + c.next() + "#" + c.next()
}

// body replaces every string in a JSON body except those of the envelope; other bodies are replaced
// completely.
func (c *canaries) body(text string) string {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		if strings.HasPrefix(strings.TrimSpace(text), "{") { // broken on purpose
			return strings.Replace(text, "{", `{"`+c.next()+`":"`+c.next()+`",`, 1)
		}
		return text[:min(len(text), 20)] + c.next()
	}
	planted, _ := json.Marshal(c.json(value, "/"))
	return string(planted)
}

func (c *canaries) json(value any, at string) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = c.json(v[name], at+name+"/")
		}
	case []any:
		for i := range v {
			v[i] = c.json(v[i], at+"0/")
		}
	case string:
		switch at {
		case "/error/code/", "/error/message/", "/error/param/", "/error/doc_url/":
			return v
		}
		return c.next()
	}
	return value
}

// TestNoSecretInAnyOutput checks that no output shows a secret of a capture that is full of them,
// complete or truncated anywhere.
func TestNoSecretInAnyOutput(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", "heygen.har"))
	require.NoError(t, err)
	var har any
	require.NoError(t, json.Unmarshal(data, &har))
	c := new(canaries)
	planted, err := json.MarshalIndent(c.plant(har), "", " ")
	require.NoError(t, err)
	require.Greater(t, c.n, 1000)

	check := func(name string, capture []byte) {
		for _, format := range render.FormatNames(render.KindReport) {
			var out, errs bytes.Buffer
			code := cli.Main(context.Background(), []string{"check", "--verbose", "--output", format, "-"}, bytes.NewReader(capture), &out, &errs)
			assert.Contains(t, []int{1, 3}, code)
			for line := range strings.Lines(out.String() + errs.String()) {
				assert.NotContains(t, line, "yranac", "%s as %s", name, format)
			}
		}
	}
	known := filepath.Join(t.TempDir(), "baseline.json")
	assert.Zero(t, cli.Main(context.Background(), []string{"check", "--write-baseline", known, "-"}, bytes.NewReader(planted), io.Discard, io.Discard))
	text, err := os.ReadFile(known)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"rule":"doc-url"`)
	assert.NotContains(t, string(text), "yranac", "the baseline")
	check("whole", planted)
	for cut := 1000; cut < len(planted); cut += len(planted)/4 + 1 {
		check(fmt.Sprint("cut at ", cut), planted[:cut])
		broken := bytes.Clone(planted)
		broken[cut] = '}'
		check(fmt.Sprint("broken at ", cut), broken)
	}
}
