package capture

import (
	"bytes"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// needed are the response header fields that reading needs itself.
var needed = [...]string{"Content-Type", "Content-Length", "Content-Encoding"}

// isHeeded reports whether a response header field matters to anybody.
func (d *decoder) isHeeded(name string) bool {
	for _, n := range needed {
		if len(n) == len(name) && strings.EqualFold(n, name) {
			return true
		}
	}
	return d.heeded(name)
}

// answerFields reads the response's fields, or only those that matter, and one more
// if none does: that there are any matters, too.
func (d *decoder) answerFields() {
	m := &d.answer
	if !d.lean || d.heeded == nil || d.peek() != '[' || len(d.elided) > 0 {
		d.fields(m)
		return
	}
	m.clear()
	m.recorded = true
	left := 0 // where one begins that was left out
	d.array(func() {
		name, value := d.plainField()
		at := d.pos
		switch {
		case value == 0:
			d.field(m)
		case len(m.raw) <= maxLines && d.isHeeded(text(name)):
			d.take(m, name, value)
		case d.pass(value):
			m.left++
			left = at
		default:
			d.field(m)
		}
	})
	if left == 0 || d.failure != nil || slices.ContainsFunc(m.raw, d.isField) {
		return
	}
	end := d.pos
	d.pos = left
	d.field(m)
	m.left--
	d.pos = end
}

// isField reports whether a line has a name, and none of a pseudo-header.
func (d *decoder) isField(f rawField) bool {
	name := bytes.TrimSpace(d.arena[f.name.from:f.name.to])
	return len(name) > 0 && name[0] != ':'
}

// take reads the field of a plain name whose value begins at p.
func (d *decoder) take(m *message, name []byte, p int) {
	at, start, from := d.pos, len(m.raw), len(d.arena)
	d.arena = append(d.arena, name...)
	d.pos = p
	d.values(m, span{from, len(d.arena)}, start)
	if d.peek() == '}' {
		d.pos++
		return
	}
	d.pos, m.raw = at, m.raw[:start]
	d.field(m)
}

// plainField looks at a field that is written as nearly all are: first its name, of
// ASCII and no pseudo-header's, and then its value. It returns the name and where the
// value begins; 0 if it is written in another way.
func (d *decoder) plainField() (name []byte, value int) {
	d.peek()
	b, p := d.buf[:d.end], d.pos
	for _, token := range [...]string{"{", `"name"`, ":"} {
		if p = after(b, p, token); p < 0 {
			return nil, 0
		}
	}
	if p == len(b) || b[p] != '"' {
		return nil, 0
	}
	from := p + 1
	for p = from; p < len(b) && '!' <= b[p] && b[p] <= '~' && b[p] != '"' && b[p] != '\\'; p++ {
	}
	if p == from || b[from] == ':' || p == len(b) || b[p] != '"' {
		return nil, 0
	}
	name = b[from:p]
	p++
	for _, token := range [...]string{",", `"value"`, ":"} {
		if p = after(b, p, token); p < 0 {
			return nil, 0
		}
	}
	return name, p
}

// pass moves behind the field whose value begins at p, if nothing follows in it.
func (d *decoder) pass(p int) bool {
	b := d.buf[:d.end]
	if p == len(b) || b[p] != '"' {
		return false // it may be several lines
	}
	end := jsonscan.ValueEnd(b, p)
	if end < 0 || mayFold(b[p:end]) {
		return false
	}
	if end = blanks(b, end); end == len(b) || b[end] != '}' {
		return false
	}
	d.pos = end + 1
	return true
}

// mayFold reports whether a string may hold line breaks, which make lines of it.
func mayFold(s []byte) bool {
	return bytes.IndexByte(s, '\\') >= 0 && (bytes.Contains(s, []byte(`\n`)) || bytes.Contains(s, []byte(`\u`)))
}

// after returns the place behind a token at p and the blanks that follow; -1 if
// another is there.
func after(b []byte, p int, token string) int {
	if end := p + len(token); end <= len(b) && string(b[p:end]) == token {
		return blanks(b, end)
	}
	return -1
}
