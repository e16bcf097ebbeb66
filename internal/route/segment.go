package route

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A segment is one part of a path template, between two slashes.
type segment struct {
	literal string  // the decoded text, if the segment has no expression
	pattern pattern // if text and expressions are mixed: "{id}:cancel"
}

func (s segment) isParam() bool { return s.pattern == nil && s.literal == "" }

var expression = regexp.MustCompile(`\{[^{}/]*\}`)

// parseSegment reads one segment of a template (OpenAPI, Path Templating).
func parseSegment(s string) segment {
	p := parsePattern(s)
	for i := range p {
		p[i] = decode(p[i])
	}
	switch {
	case len(p) == 1:
		return segment{literal: p[0]}
	case len(p) == 2 && p.text() == 0:
		return segment{}
	}
	return segment{pattern: p}
}

// A pattern is text with expressions in it, told by the literal texts around
// them: "", "-" and "" for "{a}-{b}". An expression stands for any text but none.
type pattern []string

func parsePattern(s string) pattern {
	var p pattern
	at := 0
	for _, span := range expression.FindAllStringIndex(s, -1) {
		p, at = append(p, s[at:span[0]]), span[1]
	}
	return append(p, s[at:])
}

// text counts the bytes of literal text.
func (p pattern) text() int { return len(strings.Join(p, "")) }

// match takes the first place for each literal in turn: if any way of dividing s
// fits, that one does.
func (p pattern) match(s string) bool {
	s, ok := strings.CutPrefix(s, p[0])
	for _, literal := range p[1 : len(p)-1] {
		_, first := utf8.DecodeRuneInString(s)
		i := strings.Index(s[first:], literal)
		if !ok || first == 0 || i < 0 {
			return false
		}
		s = s[first+i+len(literal):]
	}
	last := p[len(p)-1]
	return ok && len(s) > len(last) && strings.HasSuffix(s, last)
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
