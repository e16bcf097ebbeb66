package redact

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Kind is a kind of secret.
type Kind string

// The kinds of secrets.
const (
	Credential Kind = "credential" // by its name, or behind the name of an authentication scheme
	Cookie     Kind = "cookie"
	Token      Kind = "token" // by its form
	SignedURL  Kind = "signed URL"
	Address    Kind = "e-mail address"
	Configured Kind = "configured value"
	// URL is a URL in a text, which may have secrets in it.
	URL Kind = "URL"
)

// The runes that a text has in place of its secrets while others are searched follow the
// ellipsis, and are private ones: the first is that of the first secret.
const (
	firstPlaceholder = rune(0xF0000)
	maxPlaceholders  = 0xFFFD
)

// A Search says which secrets of a text [Search.Replace] replaces. The zero value is ready to use.
type Search struct {
	// FormsOnly is for a text in which names are no evidence, such as a program: only URLs and
	// what has the form of a credential or of an address are replaced.
	FormsOnly bool
	// Known returns the kind of a word that is known to be a secret, or else nothing. It may
	// be nil.
	Known func(word string) Kind
}

// Replace returns a text with its secrets replaced: what [Text] removes except the queries of
// URLs and long words that merely look generated. Absolute URLs are passed to replace as a whole,
// and so are secrets, as they stand in the text, percent-encoding included. A text with private
// characters, or with too many secrets, is one secret.
func (q Search) Replace(s string, replace func(kind Kind, secret string) string) string {
	return newReplacement(s).run(s, replace, func(s string, cut cutFunc) string {
		s = cutURLs(s, cut)
		if q.Known != nil {
			s = cutKnown(s, q.Known, cut)
		}
		if !q.FormsOnly && mayNameSecret(s) {
			s = redactNames(s, cut)
		}
		return redactAddresses(redactForms(s, cut), cut)
	})
}

// MinKnown is the length from which words are looked up as known ones.
const MinKnown = 8

// cutKnown cuts the words that are known.
func cutKnown(s string, known func(string) Kind, cut cutFunc) string {
	var b strings.Builder
	last := 0
	for start := 0; start < len(s); {
		end := start
		for end < len(s) && (isWordByte(s[end]) && s[end] != '/' || s[end] == '.' || s[end] == '~') {
			end++
		}
		if word := strings.Trim(s[start:end], "."); len(word) >= MinKnown {
			if kind := known(word); kind != "" {
				at := start + strings.Index(s[start:end], word)
				b.WriteString(s[last:at] + cut(kind, word))
				last = at + len(word)
			}
		}
		start = end + 1
	}
	if last == 0 {
		return s
	}
	return b.String() + s[last:]
}

// absoluteURL matches a URL in a text, without the punctuation of its sentence.
var absoluteURL = regexp.MustCompile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>\\\\^`{|}]*[^\\s\"'<>\\\\^`{|}.,;:!?()\\[\\]]")

// cutURLs cuts the absolute URLs that a text quotes.
func cutURLs(s string, cut cutFunc) string {
	if !strings.Contains(s, "://") {
		return s
	}
	return absoluteURL.ReplaceAllStringFunc(s, func(url string) string { return cut(URL, url) })
}

// A replacement collects the secrets of a text, which has placeholders in their place: no search
// finds a part of what another has found.
type replacement struct {
	secrets []secret
	isFull  bool
}

type secret struct {
	kind Kind
	text string
}

func newReplacement(s string) *replacement {
	return &replacement{isFull: strings.ContainsFunc(s, isPlaceholder)}
}

func (r *replacement) run(s string, replace func(Kind, string) string, search func(string, cutFunc) string) string {
	found := s
	if !r.isFull {
		found = search(s, r.cut)
	}
	switch {
	case r.isFull:
		return replace(Credential, s)
	case len(r.secrets) == 0:
		return s
	}
	return r.expand(found, func(x secret) string { return replace(x.kind, r.original(x.text)) })
}

func (r *replacement) cut(kind Kind, text string) string {
	if text == "" {
		return ""
	}
	if len(r.secrets) == maxPlaceholders {
		r.isFull = true
		return text
	}
	r.secrets = append(r.secrets, secret{kind, text})
	return ellipsis + string(firstPlaceholder+rune(len(r.secrets)-1))
}

// original returns a text without placeholders.
func (r *replacement) original(s string) string {
	return r.expand(s, func(x secret) string { return r.original(x.text) })
}

// expand returns a text with its placeholders replaced.
func (r *replacement) expand(s string, replace func(secret) string) string {
	var b strings.Builder
	for {
		i := strings.IndexFunc(s, isPlaceholder)
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		placeholder, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(strings.TrimSuffix(s[:i], ellipsis))
		b.WriteString(replace(r.secrets[placeholder-firstPlaceholder]))
		s = s[i+size:]
	}
}

func isPlaceholder(r rune) bool {
	return r >= firstPlaceholder && r <= firstPlaceholder+maxPlaceholders
}
