package rewrite

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/redact/spelling"
)

// maxDepth is how deep objects and arrays may be nested.
const maxDepth = 10_000

var (
	errSyntax = errors.New("not JSON")
	errDepth  = errors.New("nested too deeply")
	// jsonPrefix matches what may come before JSON: a guard against script inclusion, a call,
	// or the field of an event.
	jsonPrefix = regexp.MustCompile(`^\s*(?:\)\]\}',?\s*|[\w$.]+\(\s*|(?:for|while)\s*\(;;\);\s*|data:\s*)?[{\[]`)
)

// jsonStart returns where the JSON of a text begins, -1 if it is none.
func jsonStart(s string) int {
	switch first := strings.IndexAny(s[:min(len(s), maxJSONPrefix)], "{["); first {
	case -1, 0:
		return first
	}
	return len(jsonPrefix.FindString(s)) - 1
}

const maxJSONPrefix = 128

// json returns JSON with its secrets replaced. Of a text that is cut off, the rest is replaced as
// words. It reports false if no value of the text is JSON.
func (r *rewriter) json(at position, s string) (string, bool) {
	w := jsonWalker{rewriter: r, text: s, at: at}
	err := w.walk()
	if err != nil && w.complete == 0 {
		return "", false
	}
	return w.result(), true
}

// A jsonWalker goes through JSON text, and collects what is to be replaced. The rest of the text
// stays as it is.
type jsonWalker struct {
	*rewriter
	text     string
	at       position
	isHAR    bool // members have the meaning that HAR gives them
	pos      int
	frames   []frame
	edits    []edit
	coding   string // the Content-Encoding of the current message
	complete int    // the end of the last scalar
	ended    bool
}

// An edit replaces a part of a text.
type edit struct {
	start, end int
	text       string
	filler     int // how many characters follow the text
}

// A span is a part of a text; the zero value is none.
type span struct{ start, end int }

func (s span) exists() bool { return s.end > 0 }

// A frame is an open object or array.
type frame struct {
	closing byte
	forced  redact.Kind // every value in it is a secret of this kind
	role    role
	place   Place
	isPair  bool   // an element of a list of pairs: only its value may be secret
	member  string // name of the current member

	// The members of an object whose meaning depends on the others are replaced at its end.
	name, key            string // of a pair
	valueSpan, keySpan   span
	mimeType, encoding   string // of a body
	textSpan, numberSpan span
	chunks               []span
}

// walk goes through one value, up to the end of the text.
func (w *jsonWalker) walk() error {
	for {
		if err := w.value(); err != nil {
			return err
		}
		more, err := w.afterValue()
		if err != nil || !more {
			return err
		}
	}
}

// value reads a scalar, or the beginning of a container up to its first value.
func (w *jsonWalker) value() error {
	w.skipSpace()
	if w.pos == len(w.text) {
		return errSyntax
	}
	switch c := w.text[w.pos]; c {
	case '{', '[':
		return w.open(c)
	case '"':
		s, err := w.string()
		if err == nil {
			w.complete = w.pos
			w.scalarString(s)
		}
		return err
	}
	return w.word()
}

// open enters a container. One without values is left at once.
func (w *jsonWalker) open(c byte) error {
	if len(w.frames) == maxDepth {
		return errDepth
	}
	w.frames = append(w.frames, w.newFrame(c))
	w.pos++
	w.skipSpace()
	switch {
	case w.pos == len(w.text):
		return errSyntax
	case w.text[w.pos] == w.top().closing:
		w.pos++
		w.close()
		return nil
	case c == '{':
		if err := w.memberName(); err != nil {
			return err
		}
	}
	return w.value()
}

// afterValue leaves the containers that end, and moves to the next value. It reports false at the
// end of the text.
func (w *jsonWalker) afterValue() (bool, error) {
	for {
		w.skipSpace()
		if len(w.frames) == 0 {
			w.ended = true
			if w.pos < len(w.text) {
				return false, errSyntax
			}
			return false, nil
		}
		if w.pos == len(w.text) {
			return false, errSyntax
		}
		switch w.text[w.pos] {
		case ',':
			w.pos++
			if w.top().closing == '}' {
				w.skipSpace()
				return true, w.memberName()
			}
			return true, nil
		case w.top().closing:
			w.pos++
			w.close()
		default:
			return false, errSyntax
		}
	}
}

func (w *jsonWalker) top() *frame { return &w.frames[len(w.frames)-1] }

func (w *jsonWalker) skipSpace() {
	for w.pos < len(w.text) && strings.IndexByte(" \t\r\n", w.text[w.pos]) >= 0 {
		w.pos++
	}
}

// string reads a string, and returns the part between its quotes.
func (w *jsonWalker) string() (span, error) {
	if w.pos == len(w.text) || w.text[w.pos] != '"' {
		return span{}, errSyntax
	}
	for i := w.pos + 1; i < len(w.text); i++ {
		next := strings.IndexAny(w.text[i:], `"\`)
		if next < 0 {
			break
		}
		i += next
		if w.text[i] == '"' {
			s := span{w.pos + 1, i}
			w.pos = i + 1
			return s, nil
		}
		i++
	}
	return span{}, errSyntax
}

func (w *jsonWalker) decoded(s span) string { return spelling.JSONString.Decode(w.text[s.start:s.end]) }

// memberName reads a name and the colon. A name may be a secret, such as an address.
func (w *jsonWalker) memberName() error {
	s, err := w.string()
	if err != nil {
		return err
	}
	f := w.top()
	f.member = w.decoded(s)
	if w.skipSpace(); w.pos == len(w.text) || w.text[w.pos] != ':' {
		return errSyntax
	}
	w.pos++
	w.replace(s, w.words(w.position(), f.member))
	return nil
}

// scalarWords are the scalars that are neither strings nor numbers. Recorders write some that JSON
// lacks.
var scalarWords = []string{"true", "false", "null", "undefined", "NaN", "Infinity", "-Infinity"}

// word reads a number or another scalar that is no string.
func (w *jsonWalker) word() error {
	end := w.pos
	for end < len(w.text) && strings.IndexByte(",]} \t\r\n", w.text[end]) < 0 {
		end++
	}
	word := w.text[w.pos:end]
	if word == "" || strings.Trim(word, "-+.eE0123456789") != "" && !slices.Contains(scalarWords, word) {
		return errSyntax
	}
	s := span{w.pos, w.pos + len(word)}
	w.pos = s.end
	w.complete = w.pos
	if len(w.frames) == 0 || !strings.ContainsAny(word, "0123456789") {
		return nil
	}
	f := w.top()
	if isPairValue(f) {
		if f.numberSpan.exists() {
			w.replaceNumber(f, redact.Credential, "", f.numberSpan)
		}
		f.numberSpan = s
		return nil
	}
	if kind := w.memberKind(f); kind != "" {
		w.replaceNumber(f, kind, f.member, s)
	}
	return nil
}

// replaceNumber replaces a number, unless it is the quantity of something.
func (w *jsonWalker) replaceNumber(f *frame, kind redact.Kind, name string, s span) {
	if !isQuantity(name) {
		w.edits = append(w.edits, edit{start: s.start, end: s.end, text: w.secret(kind, f.place, w.text[s.start:s.end])})
	}
}

// position is where the values of the innermost container are.
func (w *jsonWalker) position() position {
	if len(w.frames) == 0 {
		return w.at
	}
	return w.at.in(w.top().place)
}

// memberKind returns the kind of secret that the current member of a container is; empty if it is
// none.
func (w *jsonWalker) memberKind(f *frame) redact.Kind {
	switch {
	case f.forced != "" && isAttribute(f.member) || f.isPair:
		return ""
	case f.forced != "" || f.closing == ']':
		return f.forced
	}
	return w.kindOf(f.place, f.member)
}

// newFrame returns the frame for the container that begins here.
func (w *jsonWalker) newFrame(c byte) frame {
	f := frame{closing: c + 2, place: w.at.place} // { and }, [ and ] are two apart
	if len(w.frames) == 0 {
		return f
	}
	parent := w.top()
	f.place, f.forced = parent.place, w.memberKind(parent)
	if c == '[' {
		f.member = parent.member // which is that of its elements
	}
	if c == '{' && (parent.member == "request" || parent.member == "response") {
		w.coding = ""
	}
	known, hasRole := roles[parent.member]
	switch {
	case parent.closing == ']':
		f.role = parent.role
		f.isPair = f.role == pairRole && c == '{'
	case parent.role == bodyRole && parent.member == "text" && c == '[':
		f.role = chunkRole
	case hasRole && w.isHAR:
		f.role, f.place, f.forced = known.role, known.place, ""
	case isPairValue(parent):
		f.forced = w.kindOf(parent.place, w.pairName(parent))
	}
	return f
}

// scalarString handles a string that is a value.
func (w *jsonWalker) scalarString(s span) {
	if len(w.frames) == 0 {
		w.replace(s, w.rewriter.text(w.at, w.decoded(s)))
		return
	}
	f := w.top()
	switch {
	case f.role == chunkRole && f.closing == ']':
		f.chunks = append(f.chunks, s)
		return
	case f.closing == '}' && w.keep(f, s):
		return
	}
	w.replaceValue(f, w.memberKind(f), f.member, s)
}

// replaceValue replaces a value of a name, which is a secret of a kind unless that is empty.
func (w *jsonWalker) replaceValue(f *frame, kind redact.Kind, name string, s span) {
	decoded := w.decoded(s)
	if kind != "" {
		w.replace(s, w.secretNamed(kind, f.place, name, decoded))
	} else if f.place != InHeader || !isChallenge(name) {
		w.replace(s, w.rewriter.text(w.position(), decoded))
	}
}

func (w *jsonWalker) replace(s span, text string) {
	spelled := w.text[s.start:s.end]
	if replaced := spelling.JSONString.Replace(spelled, text); replaced != spelled {
		w.edits = append(w.edits, edit{start: s.start, end: s.end, text: replaced})
	}
}
