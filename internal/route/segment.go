package route

import (
	"net/url"
	"regexp"
	"strings"
)

// A segment is one part of a path template, between two slashes.
type segment struct {
	literal string         // the decoded text, if the segment has no expression
	pattern *regexp.Regexp // if text and expressions are mixed: "{id}:cancel"
	text    int            // bytes of literal text in a mixed segment
}

func (s segment) isParam() bool { return s.pattern == nil && s.literal == "" }

var expression = regexp.MustCompile(`\{[^{}/]*\}`)

// parseSegment reads one segment of a template (OpenAPI, Path Templating).
func parseSegment(s string) segment {
	found := expression.FindAllStringIndex(s, -1)
	switch {
	case len(found) == 0:
		return segment{literal: decode(s)}
	case len(found) == 1 && found[0][0] == 0 && found[0][1] == len(s):
		return segment{}
	}
	var re strings.Builder
	re.WriteString(`(?s)\A`)
	at, text := 0, 0
	for _, span := range found {
		literal := decode(s[at:span[0]])
		re.WriteString(regexp.QuoteMeta(literal) + `.+`)
		at, text = span[1], text+len(literal)
	}
	literal := decode(s[at:])
	re.WriteString(regexp.QuoteMeta(literal) + `\z`)
	return segment{pattern: regexp.MustCompile(re.String()), text: text + len(literal)}
}

// decode removes percent-encoding, so that %2F stays inside its segment and
// %76 equals v (RFC 3986, section 6.2.2.2). Broken escapes stay as they are.
func decode(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}
