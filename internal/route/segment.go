package route

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A pathSegment is one part of a path template, between two slashes.
type pathSegment struct {
	literal string      // the decoded text, if the segment has no expression
	pattern textPattern // set if text and expressions are mixed: "{id}:cancel"
}

func (s pathSegment) isParam() bool { return s.pattern == nil && s.literal == "" }

var templateExpression = regexp.MustCompile(`\{[^{}/]*\}`)

// parseSegment parses one segment of a template (OpenAPI, Path Templating).
func parseSegment(s string) pathSegment {
	p := parsePattern(s)
	for i := range p {
		p[i] = decodeEscapes(p[i])
	}
	switch {
	case len(p) == 1:
		return pathSegment{literal: p[0]}
	case len(p) == 2 && p.literalLength() == 0:
		return pathSegment{}
	}
	return pathSegment{pattern: p}
}

// A textPattern is text with expressions, represented by the literals around these: "", "-" and ""
// for "{a}-{b}". An expression matches any text that is not empty.
type textPattern []string

func parsePattern(s string) textPattern {
	if strings.IndexByte(s, '{') < 0 {
		return textPattern{s} // nearly always
	}
	if strings.IndexByte(s, '{') == 0 && strings.IndexByte(s, '}') == len(s)-1 && strings.LastIndexByte(s, '{') == 0 && strings.IndexByte(s, '/') < 0 {
		return textPattern{"", ""} // one expression
	}
	var p textPattern
	at := 0
	for _, span := range templateExpression.FindAllStringIndex(s, -1) {
		p, at = append(p, s[at:span[0]]), span[1]
	}
	return append(p, s[at:])
}

// literalLength returns the number of bytes of literal text.
func (p textPattern) literalLength() int { return len(strings.Join(p, "")) }

// matchesText reports whether the pattern matches s. It uses the first occurrence of each literal:
// if any division of s matches, this one does.
func (p textPattern) matchesText(s string) bool {
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

// decodeEscapes removes percent-encoding, so that %2F stays inside its segment and %76 equals v
// (RFC 3986, section 6.2.2.2). Broken escapes are kept.
func decodeEscapes(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}
