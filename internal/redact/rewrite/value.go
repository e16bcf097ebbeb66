package rewrite

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/redact/spelling"
)

// A rewriter replaces the secrets of texts by tokens. It is not safe for concurrent use.
type rewriter struct {
	names  *Names
	tokens tokenMaker
	counts counter
	kinds  map[placedName]redact.Kind // of names that were looked at
	known  KnownValues
}

type placedName struct {
	place Place
	name  string
}

// maxKinds is the number of names whose kinds are kept.
const maxKinds = 4096

func newRewriter(o *Options) *rewriter {
	names := o.Names
	names.contract = o.Contract
	return &rewriter{names: &names, tokens: tokenMaker{o.Key, &names.contract}, counts: counter{}, kinds: make(map[placedName]redact.Kind), known: o.Known}
}

// kindOf returns the kind of secret that a name announces; empty if it announces none. Captures
// have the same names again and again.
func (r *rewriter) kindOf(in Place, name string) redact.Kind {
	if kind, ok := r.kinds[placedName{in, name}]; ok {
		return kind
	}
	kind := r.names.find(in, name)
	if len(r.kinds) < maxKinds && len(name) <= maxKeptName {
		r.kinds[placedName{in, strings.Clone(name)}] = kind
	}
	return kind
}

const maxKeptName = 64

// maxNesting is how often texts may be nested in one another, such as JSON in a string of JSON.
// A text that is nested deeper is one secret.
const maxNesting = 8

// A position is where a text is: its place in the exchange, and in how many others it is nested.
type position struct {
	place   Place
	nesting int
}

func (p position) in(place Place) position { return position{place, p.nesting} }
func (p position) nested() position        { return position{p.place, p.nesting + 1} }

// text returns a text of unknown syntax with its secrets replaced. It is JSON, a URL, a form,
// base64 of one of them, or words.
func (r *rewriter) text(at position, s string) string {
	kind := r.known.kindOf(s)
	switch {
	case kind != "":
		return r.secret(kind, at.place, s)
	case isPlainWord(s):
		return s
	case at.nesting > maxNesting:
		return r.secret(redact.Credential, at.place, s)
	}
	if i := jsonStart(s); i >= 0 {
		if text, ok := r.json(at.nested(), s[i:]); ok {
			return s[:i] + text
		}
	}
	if decoded, encoding := decodeBase64(s); encoding != nil {
		if text := r.text(at.nested(), decoded); text != decoded {
			return encoding.EncodeToString([]byte(text))
		}
		return s
	}
	switch hasSpace := strings.ContainsAny(s, " \t\r\n"); {
	case !hasSpace && isURL(s):
		return r.url(at, s)
	case !hasSpace && isForm(s):
		return r.form(at, s, "&")
	}
	return r.words(at, s)
}

// words returns a text without syntax with its secrets replaced.
func (r *rewriter) words(at position, s string) string {
	if isPlainWord(s) && r.known.kindOf(s) == "" {
		return s
	}
	return redact.Search{Known: r.known.kindOf}.Replace(s, r.replaceIn(at))
}

// program is words for a program or a page, in which names are no evidence.
func (r *rewriter) program(at position, s string) string {
	return redact.Search{FormsOnly: true, Known: r.known.kindOf}.Replace(s, r.replaceIn(at))
}

func (r *rewriter) replaceIn(at position) func(redact.Kind, string) string {
	return func(kind redact.Kind, secret string) string {
		if kind == redact.URL {
			return r.url(at, secret)
		}
		return r.secret(kind, at.place, secret)
	}
}

// isPlainWord reports whether a text is short or a word, and has not the form of a secret.
func isPlainWord(s string) bool {
	if len(s) < 6 {
		return true
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && !isDigit(c) && c != '_' && c != '-' {
			return false
		}
	}
	return !redact.HasFormMark(s) && len(s) < minBase64
}

// minBase64 is the length from which text is looked at as base64.
const minBase64 = 16

var base64Encodings = []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding}

// decodeBase64 decodes base64 of a text. The encoding is nil if it is not that.
func decodeBase64(s string) (string, *base64.Encoding) {
	if len(s) < minBase64 {
		return "", nil
	}
	for _, encoding := range base64Encodings {
		if head, err := encoding.DecodeString(s[:minBase64-4]); err != nil || !isText(string(head)) {
			return "", nil
		}
		decoded, err := encoding.DecodeString(s)
		if err == nil && isText(string(decoded)) && encoding.EncodeToString(decoded) == s {
			return string(decoded), encoding
		}
	}
	return "", nil
}

// isText reports whether a text has no control characters, and is UTF-8.
func isText(s string) bool {
	for i, r := range s {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError && i < len(s)-utf8.UTFMax {
			return false
		}
	}
	return true
}

// named returns the value of a member, parameter or field with its secrets replaced.
func (r *rewriter) named(at position, name, value string) string {
	if kind := r.kindOf(at.place, name); kind != "" {
		return r.secretNamed(kind, at.place, name, value)
	}
	if at.place == InHeader && isChallenge(name) {
		return value
	}
	return r.text(at, value)
}

// secretNamed returns the tokens of a value whose name makes it secret: a list of cookies has one
// each, and the name of an authentication scheme stays.
func (r *rewriter) secretNamed(kind redact.Kind, in Place, name, value string) string {
	switch {
	case r.names.contract.lists(name, value):
		r.counts.add(listed, in)
		return value
	case strings.EqualFold(name, "Cookie") && strings.Contains(value, "="):
		return r.cookies(value)
	case strings.EqualFold(name, "Set-Cookie") && strings.Contains(value, "="):
		return r.setCookies(value)
	case in == InCookie:
		return r.cookie(value)
	}
	return r.credentials(kind, in, value)
}

// secret returns the token of a value.
func (r *rewriter) secret(kind redact.Kind, in Place, value string) string {
	if value == "" {
		return value
	}
	r.counts.add(kind, in)
	r.known.add(kind, decodeAll(value), &r.names.contract)
	return r.tokens.token(value)
}

// decodeAll decodes percent-encoding, as tokens do.
func decodeAll(s string) string {
	for range maxNesting {
		if !spelling.HasPercent(s) {
			break
		}
		s = spelling.Percent.Decode(s)
	}
	return s
}
