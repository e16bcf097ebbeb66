package textrepair

import (
	"bytes"
	"fmt"
)

// LooksJSON reports whether a text begins like a JSON object, after blanks and comments.
func LooksJSON(text []byte) bool {
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		end := commentEnd(text)
		if end == 0 {
			return bytes.HasPrefix(text, []byte("{"))
		}
		text = text[end:]
	}
}

// commentEnd returns the length of the comment that a text begins with, 0 if there is
// none.
func commentEnd(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("//")):
		return lineEnd(text)
	case bytes.HasPrefix(text, []byte("/*")):
		if end := bytes.Index(text[2:], []byte("*/")); end >= 0 {
			return end + len("/**/")
		}
		return len(text)
	}
	return 0
}

func lineEnd(text []byte) int {
	if end := bytes.IndexAny(text, "\r\n"); end >= 0 {
		return end
	}
	return len(text)
}

// HiddenBackslash replaces the backslash of an escape that JSON does not allow; [Reveal]
// makes it a backslash again.
const HiddenBackslash = '\x7f'

// JSON replaces what is often found in JSON though its grammar does not have it: comments
// and commas before a closing bracket by blanks, and the backslash of an escaped surrogate
// that stands alone by [HiddenBackslash]. No byte moves. Without findings the text is
// returned as it is.
func JSON(text []byte, mayBeYAML bool) (repaired []byte, findings []Finding) {
	r := jsonRepair{text: text, comma: -1, keepEscapes: bytes.IndexByte(text, HiddenBackslash) >= 0}
	r.scan()
	return r.out, r.findings(mayBeYAML)
}

type jsonRepair struct {
	text []byte
	out  []byte // a copy of text, once there is something to repair

	keepEscapes bool // the text has the character that would hide backslashes

	comma int  // the offset of the last comma, if nothing but blanks and comments follow
	last  byte // the last character that is part of a token

	comments, hashes, commas, surrogates kind
}

// A kind counts the findings of one kind.
type kind struct{ first, count int }

func (k *kind) add(offset int) {
	if k.count == 0 {
		k.first = offset
	}
	k.count++
}

func (r *jsonRepair) scan() {
	for at := 0; at < len(r.text); {
		switch c := r.text[at]; c {
		case ' ', '\t', '\r', '\n':
			at++
			continue
		case '"', '\'':
			at = r.str(at)
			r.last, r.comma = c, -1
			continue
		case '/':
			if end := commentEnd(r.text[at:]); end > 0 && r.last != ':' {
				r.comments.add(at)
				r.blank(at, end)
				at += end
				continue
			}
		case '#':
			if r.beginsComment(at) {
				r.hashes.add(at)
				end := lineEnd(r.text[at:])
				r.blank(at, end)
				at += end
				continue
			}
		case '}', ']':
			if r.comma >= 0 {
				r.commas.add(r.comma)
				r.blank(r.comma, 1)
			}
		}
		r.last, r.comma = r.text[at], -1
		if r.last == ',' {
			r.comma = at
		}
		at++
	}
}

// beginsComment reports whether a number sign begins a comment, as in YAML: it follows a
// blank, or what ends a value.
func (r *jsonRepair) beginsComment(at int) bool {
	return at == 0 || bytes.IndexByte([]byte(" \t\r\n,[]{}\""), r.text[at-1]) >= 0
}

// str returns the end of a string.
func (r *jsonRepair) str(at int) int {
	quote := r.text[at]
	for at++; at < len(r.text); at++ {
		switch r.text[at] {
		case quote:
			return at + 1
		case '\\':
			at = r.escape(at)
		case '\n':
			if quote == '\'' {
				return at // an apostrophe of a comment or of a YAML text
			}
		}
	}
	return at
}

// escape returns the offset of the last byte of the escape at a backslash.
func (r *jsonRepair) escape(at int) int {
	unit, ok := escapedUnit(r.text[at:])
	switch {
	case !ok:
		return at + 1
	case unit < 0xd800 || unit > 0xdfff:
		return at + len(`\u0000`) - 1
	}
	low, ok := escapedUnit(r.text[at+len(`\u0000`):])
	if ok && unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff {
		return at + len(`\u0000\u0000`) - 1
	}
	if !r.keepEscapes {
		r.surrogates.add(at)
		r.replace(at, HiddenBackslash)
	}
	return at + len(`\u0000`) - 1
}

// escapedUnit reads an escape of the form \uXXXX.
func escapedUnit(text []byte) (unit int, ok bool) {
	if len(text) < len(`\u0000`) || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	for _, c := range text[2:6] {
		digit := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if digit < 0 {
			return 0, false
		}
		unit = unit<<4 | digit
	}
	return unit, true
}

func (r *jsonRepair) blank(at, length int) {
	for i := range length {
		if c := r.text[at+i]; c != '\r' && c != '\n' {
			r.replace(at+i, ' ')
		}
	}
}

func (r *jsonRepair) replace(at int, with byte) {
	if r.out == nil {
		r.out = bytes.Clone(r.text)
	}
	r.out[at] = with
}

func (r *jsonRepair) findings(mayBeYAML bool) (all []Finding) {
	all = r.comments.finding(all, RuleJSON, "a comment, which JSON does not have, is left out", "%d comments, which JSON does not have, are left out",
		"Remove the comments, or write the document in YAML.")
	all = r.surrogates.finding(all, RuleJSON, "an escape is half of a character, which no JSON text can hold", "%d escapes are halves of characters, which no JSON text can hold",
		"Write both halves of the character, one after the other.")
	if mayBeYAML {
		return all
	}
	all = r.hashes.finding(all, RuleJSON, "a comment, which JSON does not have, is left out", "%d comments, which JSON does not have, are left out",
		"Remove the comments, or name the file .yaml.")
	return r.commas.finding(all, RuleJSON, "a comma before a closing bracket, which JSON does not have, is left out",
		"%d commas before closing brackets, which JSON does not have, are left out", "Remove the comma before the bracket.")
}

// finding adds the finding of a kind, if there is one. The text for many has their number.
func (k *kind) finding(all []Finding, rule, one, many, fix string) []Finding {
	switch {
	case k.count > 1:
		one = fmt.Sprintf(many, k.count)
	case k.count == 0:
		return all
	}
	return append(all, Finding{rule, k.first, one, fix})
}

// Reveal makes the backslashes that [JSON] hid visible again.
func Reveal(text []byte) {
	for i, c := range text {
		if c == HiddenBackslash {
			text[i] = '\\'
		}
	}
}

// HasComments reports whether a text has comments of the forms that YAML takes for values.
func HasComments(text []byte) bool {
	r := jsonRepair{text: text, comma: -1}
	r.scan()
	return r.comments.count > 0
}
