package rewrite

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
)

// A role is the meaning of an object in an exchange.
type role int

const (
	noRole    role = iota
	pairRole       // a list of pairs, each with the members name and value, or an object of them
	bodyRole       // a body with its media type
	chunkRole      // the text of a body in chunks
)

// roles are the members of HAR that have a meaning of their own.
var roles = map[string]struct {
	role  role
	place Place
}{
	"headers":     {pairRole, InHeader},
	"cookies":     {pairRole, InCookie},
	"queryString": {pairRole, InQuery},
	"params":      {pairRole, InForm},
	"content":     {bodyRole, InBody},
	"postData":    {bodyRole, InBody},
}

// isPairValue reports whether the current member is the value of a pair. Objects of any document
// may be pairs.
func isPairValue(f *frame) bool { return f.closing == '}' && f.forced == "" && f.member == "value" }

// keep keeps a string whose meaning depends on other members of its object.
func (w *jsonWalker) keep(f *frame, s span) bool {
	switch {
	case f.forced != "":
		return false
	case f.member == "value":
		w.keepSpan(f, &f.valueSpan, s)
		return true
	case f.member == "key":
		w.keepSpan(f, &f.keySpan, s)
		return true
	case f.member == "name" && (f.name == "" || w.pairKind(f) == ""):
		f.name = w.decoded(s)
		return f.role == pairRole && isPlainWord(f.name) // which is no secret, whatever it sounds like
	case f.role == bodyRole:
		return w.keepBody(f, s)
	}
	return false
}

// keepBody keeps the text of a body, and what says how to read it.
func (w *jsonWalker) keepBody(f *frame, s span) bool {
	switch f.member {
	case "text":
		w.keepSpan(f, &f.textSpan, s)
		return true
	case "mimeType":
		f.mimeType = w.decoded(s)
	case "_file":
		w.counts.add(beside, InBody)
	case "encoding":
		f.encoding = cmp.Or(f.encoding, w.decoded(s))
	}
	return false
}

// keepSpan keeps a part of the text. Of a member that an object has twice, the first is a secret,
// because readers may take either.
func (w *jsonWalker) keepSpan(f *frame, kept *span, s span) {
	if kept.exists() {
		w.replaceValue(f, redact.Credential, "", *kept)
	}
	*kept = s
}

// close leaves a container, and replaces what it has kept.
func (w *jsonWalker) close() {
	f := *w.top()
	w.closePair(&f)
	if f.textSpan.exists() {
		w.replace(f.textSpan, w.recorded(w.at, recordedBody{f.mimeType, f.encoding, w.coding, w.decoded(f.textSpan)}))
	}
	w.frames = w.frames[:len(w.frames)-1]
	if f.role == chunkRole {
		w.replaceChunks(f.chunks)
	}
}

// closePair replaces the value of a pair. The member key is the name of a value, or a value itself.
func (w *jsonWalker) closePair(f *frame) {
	if f.keySpan.exists() {
		f.key = w.decoded(f.keySpan)
		kind := redact.Kind("")
		if !f.valueSpan.exists() && !f.numberSpan.exists() {
			kind = w.kindOf(f.place, "key")
		}
		w.replaceValue(f, kind, "key", f.keySpan)
	}
	kind := w.pairKind(f)
	if f.valueSpan.exists() {
		if f.place == InHeader && strings.EqualFold(f.name, "Content-Encoding") {
			w.coding = w.decoded(f.valueSpan)
		}
		w.replaceValue(f, kind, pairNameIn(f), f.valueSpan)
	}
	if kind != "" && f.numberSpan.exists() {
		w.replaceNumber(f, kind, pairNameIn(f), f.numberSpan)
	}
}

// replaceChunks replaces the secrets of a body that is in chunks of base64 or hexadecimal digits.
// The first chunk gets all of it then.
func (w *jsonWalker) replaceChunks(chunks []span) {
	var texts []string
	for _, s := range chunks {
		texts = append(texts, w.decoded(s))
	}
	content, encode := decodeChunks(texts)
	if encode == nil {
		for i, s := range chunks {
			w.replace(s, w.rewriter.text(w.at.in(InBody), texts[i]))
		}
		return
	}
	replaced := w.content(w.at, recordedBody{coding: w.coding}, content)
	if replaced == string(content) {
		return
	}
	for i, s := range chunks {
		text := ""
		if i == 0 {
			text = encode([]byte(replaced))
		}
		w.replace(s, text)
	}
}

// pairKind returns the kind of secret that the value of a pair is.
func (w *jsonWalker) pairKind(f *frame) redact.Kind { return w.kindOf(f.place, pairNameIn(f)) }

// pairNameIn returns the name of a pair, or that of the member if the object has no name.
func pairNameIn(f *frame) string {
	if name := cmp.Or(f.name, f.key); name != "" {
		return lastName(name)
	}
	return "value"
}

// pairName returns the name of the pair whose value begins here. A name that follows the value is
// looked for.
func (w *jsonWalker) pairName(f *frame) string {
	if f.name != "" || len(w.frames) > maxLookAhead {
		return pairNameIn(f)
	}
	ahead := jsonWalker{text: w.text[w.pos:]}
	if ahead.skipValue() != nil {
		return "value"
	}
	ahead.text = ahead.text[:min(len(ahead.text), ahead.pos+maxLookedAt)]
	for ahead.skipSpace(); strings.HasPrefix(ahead.text[ahead.pos:], ","); ahead.skipSpace() {
		ahead.pos++
		ahead.skipSpace()
		name, err := ahead.string()
		ahead.skipSpace()
		if err != nil || !strings.HasPrefix(ahead.text[ahead.pos:], ":") {
			break
		}
		ahead.pos++
		ahead.skipSpace()
		if ahead.decoded(name) == "name" {
			value, _ := ahead.string()
			return lastName(ahead.decoded(value))
		}
		if ahead.skipValue() != nil {
			break
		}
	}
	return "value"
}

// The limits within which names behind values are looked for, so that time is linear.
const (
	maxLookAhead = 16  // the depth of the object
	maxLookedAt  = 512 // bytes behind the value
)

// skipValue moves past a value. It looks at strings and brackets only.
func (w *jsonWalker) skipValue() error {
	for depth := 0; w.pos < len(w.text); {
		switch w.text[w.pos] {
		case '"':
			if _, err := w.string(); err != nil {
				return err
			}
		case '{', '[':
			depth++
			w.pos++
		case '}', ']':
			depth--
			w.pos++
		case ',':
			if depth == 0 {
				return nil
			}
			w.pos++
		default:
			w.pos++
			continue
		}
		if depth <= 0 {
			return nil
		}
	}
	return errSyntax
}

// result returns the text with its edits.
func (w *jsonWalker) result() string {
	var b strings.Builder
	w.writeResult(&b)
	return b.String()
}

// writeResult writes the text with its edits. Of a text that is cut off, or is followed by something
// else, the rest is replaced as words, or as a secret if it belongs to one.
func (w *jsonWalker) writeResult(out io.StringWriter) {
	end, kind := w.pos, redact.Kind("")
	if !w.ended {
		end, kind = w.complete, w.openKind()
		for len(w.frames) > 0 {
			w.close()
		}
	}
	slices.SortFunc(w.edits, func(a, b edit) int { return a.start - b.start })
	write := func(s string) { _, _ = out.WriteString(s) } // a builder's never fails, a writer's is known at its end
	last := 0
	for _, e := range w.edits {
		if e.end <= end {
			write(w.text[last:e.start] + e.text)
			last = e.end
			writeFiller(write, e.filler)
		}
	}
	write(w.text[last:end])
	if rest := w.text[end:]; kind != "" {
		write(w.secret(kind, w.at.place, rest))
	} else if rest != "" {
		write(w.words(w.at, rest))
	}
}

// filler replaces a text that is too long. It is base64 of bytes, too.
var filler = strings.Repeat("A", 64<<10)

func writeFiller(write func(string), size int) {
	for ; size > 0; size -= len(filler) {
		write(filler[:min(size, len(filler))])
	}
}

// openKind returns the kind of secret that the value is in which the text breaks off.
func (w *jsonWalker) openKind() redact.Kind {
	if len(w.frames) == 0 {
		return ""
	}
	if isPairValue(w.top()) {
		return w.pairKind(w.top())
	}
	return w.memberKind(w.top())
}
