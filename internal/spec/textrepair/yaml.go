package textrepair

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A YAML is a text of YAML in which the characters are hidden that YAML parsers refuse, or
// read as line breaks though YAML 1.2 does not: each by one character for private use,
// so that lines and columns stay.
type YAML struct {
	Text     []byte
	Findings []Finding
	// LineBreaks says that the text has characters that YAML 1.1 reads as line breaks.
	LineBreaks bool

	base rune // of the characters that hide others; 0 if none does
}

// The planes for private use (Unicode), one of which a text hardly uses.
const (
	firstPrivatePlane = 0xF0000
	lastPrivatePlane  = 0x100000
	planeSize         = 0x10000
)

// padding fills up a place whose text has become shorter.
const padding = 0x40

// HideForYAML hides the characters of a text that YAML parsers do not take for ordinary
// ones. With lineBreaks it leaves those that YAML 1.1 reads as line breaks.
func HideForYAML(text []byte, lineBreaks bool) *YAML {
	y := &YAML{Text: text}
	if !mayNeedHiding(text) {
		return y
	}
	var breaks, controls kind
	for at, r := range string(text) {
		switch {
		case r == '\u0085' || r == '\u2028' || r == '\u2029':
			breaks.add(at)
		case isRefused(r):
			controls.add(at)
		}
	}
	if breaks.count+controls.count == 0 {
		return y
	}
	y.LineBreaks = breaks.count > 0
	y.Findings = controls.finding(y.Findings, RuleCharacters, "the text has a control character, which YAML does not allow",
		"the text has %d control characters, which YAML does not allow", "Remove them, or write them as escapes in double quotes.")
	fix := "Remove them, or write them as escapes in double quotes."
	if lineBreaks {
		y.Findings = breaks.finding(y.Findings, RuleCharacters, "the line ends in U+0085, U+2028 or U+2029, which YAML 1.2 does not take for a line break",
			"%d lines end in U+0085, U+2028 or U+2029, which YAML 1.2 does not take for line breaks", "Save the file with ordinary line breaks.")
	} else {
		y.Findings = breaks.finding(y.Findings, RuleCharacters, "the text has U+0085, U+2028 or U+2029, which some tools take for a line break",
			"the text has %d times U+0085, U+2028 or U+2029, which some tools take for a line break", fix)
	}
	y.hide(lineBreaks)
	return y
}

// mayNeedHiding looks at single bytes only, because nearly all texts need nothing.
func mayNeedHiding(text []byte) bool {
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xef {
			return true
		}
	}
	return false
}

// isRefused reports whether YAML does not allow a character (YAML 1.2.2, section 5.1).
func isRefused(r rune) bool {
	switch {
	case r < 0x20:
		return r != '\t' && r != '\n' && r != '\r'
	case r < 0x7f:
		return false
	}
	return r < 0xa0 && r != '\u0085' || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF'
}

func (y *YAML) hide(lineBreaks bool) {
	if !y.choosePlane() {
		return
	}
	var out bytes.Buffer
	for _, r := range string(y.Text) {
		if isRefused(r) || !lineBreaks && (r == '\u0085' || r == '\u2028' || r == '\u2029') {
			r += y.base
		}
		out.WriteRune(r)
	}
	y.Text = out.Bytes()
}

// choosePlane finds a plane for private use that the text does not use.
func (y *YAML) choosePlane() bool {
	for base := rune(firstPrivatePlane); base <= lastPrivatePlane; base += planeSize {
		if bytes.IndexFunc(y.Text, func(r rune) bool { return base <= r && r < base+planeSize }) < 0 {
			y.base = base
			return true
		}
	}
	return false
}

// Reveal makes the characters visible again that are hidden in a piece of the text.
func (y *YAML) Reveal(text string) string {
	if y.base == 0 || strings.IndexFunc(text, y.isHidden) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !y.isHidden(r):
			return r
		case r == y.base+padding:
			return -1
		}
		return r - y.base
	}, text)
}

func (y *YAML) isHidden(r rune) bool { return y.base <= r && r < y.base+planeSize }

var escapedPair = regexp.MustCompile(`\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})`)

// JoinSurrogates writes pairs of surrogates in double quotes, of which JSON makes one
// character, as YAML does. It reports whether there is any on a line, from 1.
func (y *YAML) JoinSurrogates(line int) bool {
	start := 0
	for range line - 1 {
		next := bytes.IndexByte(y.Text[start:], '\n')
		if next < 0 {
			return false
		}
		start += next + 1
	}
	end := start + lineEnd(y.Text[start:])
	if !escapedPair.Match(y.Text[start:end]) || y.base == 0 && !y.choosePlane() {
		return false
	}
	joined := escapedPair.ReplaceAllFunc(y.Text[start:end], y.join)
	y.Text = bytes.Join([][]byte{y.Text[:start], joined, y.Text[end:]}, nil)
	return true
}

// join keeps the number of characters.
func (y *YAML) join(pair []byte) []byte {
	m := escapedPair.FindSubmatch(pair)
	high, _ := strconv.ParseUint(string(m[1]), 16, 16)
	low, _ := strconv.ParseUint(string(m[2]), 16, 16)
	joined := fmt.Appendf(nil, `\U%08X`, utf16.DecodeRune(rune(high), rune(low)))
	for len(joined) < len(pair) {
		return utf8.AppendRune(utf8.AppendRune(joined, y.base+padding), y.base+padding)
	}
	return joined
}
