package mediatype_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mediatype"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		reason string
		keys   []string
		of     string
		want   int
	}{
		{"the type itself", []string{"text/plain", "application/json"}, "application/json", 1},
		{"in any case", []string{"Application/JSON"}, "application/Json", 0},
		{"no key", []string{"application/json"}, "text/html", -1},
		{"no keys", nil, "text/html", -1},

		{"the charset is ignored in the body's type", []string{"application/json"}, "application/json; charset=utf-8", 0},
		{"the charset is ignored in the key", []string{"application/json; charset=utf-8"}, "application/json", 0},
		{"another charset", []string{"application/json; charset=utf-8"}, "application/json;charset=latin1", 0},
		{"the charset decides between equal keys", []string{"text/plain", "text/plain; charset=latin1"}, "text/plain;charset=latin1", 1},
		{"no charset is nearer than another", []string{"text/plain; charset=latin1", "text/plain"}, "text/plain;charset=utf-8", 1},
		{"the boundary is ignored", []string{"multipart/mixed; v=1", "multipart/mixed; v=2"}, "multipart/mixed; boundary=x; v=2", 1},

		{"the parameters", []string{"application/json;v=1", "application/json;v=2"}, "application/json; v=2", 1},
		{"parameters before none", []string{"application/json", "application/json;v=2"}, "application/json;v=2", 1},
		{"quotes do not matter", []string{"application/json;v=1", `application/json;v="2"`}, "application/json; v=2", 1},
		{"names of parameters in any case", []string{"application/json;v=1", "application/json;V=2"}, "application/json; v=2", 1},
		{"the order of parameters", []string{"a/b;x=2;v=1", "a/b;v=1;x=1"}, "a/b;x=1;v=1", 1},
		{"the most parameters", []string{"a/b;v=1", "a/b;v=1;x=1", "a/b"}, "a/b;x=1;v=1", 1},
		{"a further parameter of the body", []string{"a/b", "a/b;v=1"}, "a/b;v=1;x=1", 1},
		{"without parameters if none agrees", []string{"a/b;v=1", "a/b"}, "a/b;v=2", 1},
		{"without parameters if the body has none", []string{"a/b;v=1", "a/b"}, "a/b", 1},
		{"the only one, whose parameters differ", []string{"a/b;v=1", "*/*"}, "a/b;v=2", 0},
		{"the only one, whose parameters the body lacks", []string{"a/b;v=1", "a/*"}, "a/b", 0},
		{"one of several with other parameters", []string{"a/b;v=1", "a/b;v=2"}, "a/b;v=3", -1},
		{"a range before one of several", []string{"a/b;v=1", "a/b;v=2", "a/*"}, "a/b;v=3", 2},
		{"a URL without quotes", []string{"a/b;profile=http://x/1", "a/b;profile=http://x/2"}, "a/b; profile=http://x/2", 1},
		{"a URL with quotes in one of them", []string{"a/b;profile=http://x/1", `a/b;profile="http://x/2"`}, "a/b; profile=http://x/2", 1},

		{"a range of the top-level type", []string{"*/*", "text/*"}, "text/html", 1},
		{"the range of all", []string{"text/*", "*/*"}, "application/json", 1},
		{"a star alone", []string{"text/*", "*"}, "application/json", 1},
		{"a range with a suffix", []string{"application/*", "application/*+json"}, "application/hal+json", 1},
		{"which JSON itself has, too", []string{"application/*", "application/*+json"}, "application/json", 1},
		{"another suffix", []string{"application/*+json"}, "application/hal+xml", -1},
		{"a range with parameters", []string{"application/*", "application/*;v=2"}, "application/json;v=2", 1},
		{"a range with other parameters", []string{"application/*;v=2"}, "application/json;v=1", -1},
		{"no type is within the range of all", []string{"*/*"}, "", 0},
		{"and of no other", []string{"application/*", "/*"}, "", -1},
	} {
		keys := make([]mediatype.Type, len(c.keys))
		for i, key := range c.keys {
			keys[i] = mediatype.Parse(key)
		}
		assert.Equal(t, c.want, mediatype.Find(keys, mediatype.Parse(c.of)), c.reason)
	}
}

func TestAgrees(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		want   bool
		reason string
	}{
		{"a/b", "A/B", true, "the same"},
		{"a/b", "a/c", false, "another type"},
		{"a/b", "a/b; charset=utf-8", true, "one says more"},
		{"a/b;charset=UTF-8", "a/b; charset=utf-8", true, "charsets in any case"},
		{"a/b;charset=latin1", "a/b; charset=utf-8", false, "two charsets"},
		{"a/b;v=1;w=1", "a/b;v=1", true, "one has a parameter more"},
		{"a/b;v=1", "a/b;v=2", false, "two values of a parameter"},
	} {
		assert.Equal(t, c.want, mediatype.Parse(c.a).Agrees(mediatype.Parse(c.b)), c.reason)
		assert.Equal(t, c.want, mediatype.Parse(c.b).Agrees(mediatype.Parse(c.a)), c.reason)
	}
}

func TestKindOf(t *testing.T) {
	for essence, want := range map[string]mediatype.Kind{
		"application/json": mediatype.JSON, "text/json": mediatype.JSON, "application/problem+json": mediatype.JSON,
		"application/*+json":   mediatype.JSON,
		"application/x-ndjson": mediatype.JSONLines, "application/jsonl": mediatype.JSONLines,
		"application/stream+json": mediatype.JSONLines, "application/vnd.x+ndjson": mediatype.JSONLines,
		"application/json-seq": mediatype.JSONSequence, "application/geo+json-seq": mediatype.JSONSequence,
		"text/event-stream": mediatype.EventStream,
		"text/plain":        mediatype.Text, "text/csv": mediatype.Text, "text/html": mediatype.Text, "text/xml": mediatype.Text,
		"application/x-www-form-urlencoded": mediatype.Form,
		"multipart/form-data":               mediatype.Multipart, "multipart/mixed": mediatype.Multipart,
		"application/xml": mediatype.Structured, "application/rss+xml": mediatype.Structured, "application/yaml": mediatype.Structured,
		"application/pdf": mediatype.Opaque, "image/png": mediatype.Opaque, "image/svg+xml": mediatype.Opaque, "": mediatype.Opaque,
		"application/octet-stream": mediatype.Opaque, "application/x+": mediatype.Opaque,
	} {
		assert.Equal(t, want, mediatype.KindOf(essence), essence)
	}
}
