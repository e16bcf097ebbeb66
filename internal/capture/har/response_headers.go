package har

import (
	"bytes"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// neededForBody are the response headers that decoding the body needs.
var neededForBody = [...]string{"Content-Type", "Content-Length", "Content-Encoding"}

// needsHeader reports whether a response header is needed.
func (d *entryDecoder) needsHeader(name string) bool {
	for _, n := range neededForBody {
		if len(n) == len(name) && strings.EqualFold(n, name) {
			return true
		}
	}
	return d.needHeader(name)
}

// responseHeaders reads the response's headers, or only those that are needed. It keeps
// one header even if none is needed, because an empty list means "not recorded".
func (d *entryDecoder) responseHeaders() {
	m := &d.response
	if !d.skipHeaders || d.needHeader == nil || d.peekToken() != '[' || len(d.elided) > 0 {
		d.readHeaders(m)
		return
	}
	m.clear()
	m.isRecorded = true
	skipped := 0 // beginning of a skipped header
	d.readArray(func() {
		name, value := d.peekHeader()
		at := d.Pos
		switch {
		case value == 0:
			d.readHeader(m)
		case len(m.raw) <= maxLines && d.needsHeader(unsafeString(name)):
			d.keepHeader(m, name, value)
		case d.skipHeader(value):
			m.skipped++
			skipped = at
		default:
			d.readHeader(m)
		}
	})
	if skipped == 0 || d.failure != nil || slices.ContainsFunc(m.raw, d.isHeader) {
		return
	}
	end := d.Pos
	d.Pos = skipped
	d.readHeader(m)
	m.skipped--
	d.Pos = end
}

// isHeader reports whether a line has a name that is not a pseudo-header's.
func (d *entryDecoder) isHeader(f rawHeader) bool {
	name := bytes.TrimSpace(d.arena[f.name.from:f.name.to])
	return len(name) > 0 && name[0] != ':'
}

// keepHeader reads the header with a name whose value begins at p.
func (d *entryDecoder) keepHeader(m *messageHeaders, name []byte, p int) {
	at, start, from := d.Pos, len(m.raw), len(d.arena)
	d.arena = append(d.arena, name...)
	d.Pos = p
	d.readValues(m, textSpan{from, len(d.arena)}, start)
	if d.peekToken() == '}' {
		d.Pos++
		return
	}
	d.Pos, m.raw = at, m.raw[:start]
	d.readHeader(m)
}

// peekHeader looks at a header in the usual form: first its name, which is ASCII and not a
// pseudo-header's, then its value. It returns the name and the beginning of the value; 0 for any
// other form.
func (d *entryDecoder) peekHeader() (name []byte, value int) {
	d.peekToken()
	b, p := d.Buf[:d.End], d.Pos
	for _, token := range [...]string{"{", `"name"`, ":"} {
		if p = skipToken(b, p, token); p < 0 {
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
		if p = skipToken(b, p, token); p < 0 {
			return nil, 0
		}
	}
	return name, p
}

// skipHeader moves past the header whose value begins at p, if it has no further members.
func (d *entryDecoder) skipHeader(p int) bool {
	b := d.Buf[:d.End]
	if p == len(b) || b[p] != '"' {
		return false // an array means several lines
	}
	end := jsonscan.ValueEnd(b, p)
	if end < 0 || mayFold(b[p:end]) {
		return false
	}
	if end = jsonscan.SkipSpace(b, end); end == len(b) || b[end] != '}' {
		return false
	}
	d.Pos = end + 1
	return true
}

// mayFold reports whether a string may contain line breaks, which separate header lines.
func mayFold(s []byte) bool {
	return bytes.IndexByte(s, '\\') >= 0 && (bytes.Contains(s, []byte(`\n`)) || bytes.Contains(s, []byte(`\u`)))
}

// skipToken returns the position after a token at p and the blanks that follow, -1 if the token is
// not there.
func skipToken(b []byte, p int, token string) int {
	if end := p + len(token); end <= len(b) && string(b[p:end]) == token {
		return jsonscan.SkipSpace(b, end)
	}
	return -1
}
