package har

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// A message holds the headers of a request or response while its entry is read.
type message struct {
	recorded bool
	raw      []rawHeader
	skipped  int             // how many lines were left out
	fields   validate.Fields // the buffer of lines
}

type rawHeader struct{ name, value span }

func (m *message) clear() { m.recorded, m.raw, m.skipped = false, m.raw[:0], 0 }

// headers reads headers: an array of names and values, or an object of them.
// Anything else was not recorded.
func (d *decoder) headers(m *message) {
	m.clear()
	switch d.peek() {
	case '[':
		m.recorded = true
		d.array(func() { d.header(m) })
	case '{':
		m.recorded = d.members(func(name []byte) {
			if len(m.raw) > maxLines {
				d.skip()
				return
			}
			from := len(d.arena)
			d.arena = append(d.arena, name...)
			d.values(m, span{from, len(d.arena)}, len(m.raw))
		})
	default:
		d.skip()
	}
}

// header reads one name and its value, in either order. A name without a value
// has an empty one; a value without a name is left out.
func (d *decoder) header(m *message) {
	var name span
	start := len(m.raw)
	if start > maxLines {
		d.skip()
		return
	}
	d.members(func(member []byte) {
		switch string(member) {
		case "name":
			name, _ = d.scalar()
		case "value":
			m.raw = m.raw[:start]
			d.values(m, span{}, start)
		default:
			d.skip()
		}
	})
	if name.from == name.to {
		m.raw = m.raw[:start]
		return
	}
	if len(m.raw) == start {
		m.raw = append(m.raw, rawHeader{})
	}
	for i := start; i < len(m.raw); i++ {
		m.raw[i].name = name
	}
}

// values reads the value of a field; an array is a field line for each
// element, as Polly.js writes them.
func (d *decoder) values(m *message, name span, start int) {
	if d.peek() != '[' {
		value, _ := d.scalar()
		m.raw = append(m.raw, rawHeader{name, value})
		return
	}
	d.array(func() {
		if len(m.raw) > maxLines {
			d.skip()
			return
		}
		value, _ := d.scalar()
		m.raw = append(m.raw, rawHeader{name, value})
	})
	if len(m.raw) == start {
		m.raw = append(m.raw, rawHeader{name: name})
	}
}

// maxLines bounds the field lines of one message: more than any server accepts.
const maxLines = 4096

// lines returns the field lines, nil if they were not recorded; a recorder that
// lists none kept none, for every response has some. Some recorders
// fold lines of one name into one with line breaks; they are lines again. The
// pseudo-header fields of HTTP/2 are none (RFC 9113, section 8.3).
func (m *message) lines(all string) validate.Fields {
	if !m.recorded {
		return nil
	}
	if m.fields == nil {
		m.fields = make(validate.Fields, 0, 32)
	}
	m.fields = m.fields[:0]
	for _, raw := range m.raw {
		name, value := raw.text(all)
		if name == "" || name[0] == ':' {
			continue
		}
		m.split(name, value)
	}
	if len(m.fields) == 0 {
		return nil
	}
	return m.fields
}

func (m *message) split(name, value string) {
	for len(m.fields) <= maxLines {
		line, rest, more := strings.Cut(value, "\n")
		if line = strings.Trim(line, " \t\r"); line != "" || !more {
			m.fields = append(m.fields, validate.Field{Name: name, Value: line})
		}
		if !more {
			return
		}
		value = rest
	}
}

// pseudo returns the value of a pseudo-header field, "" if there is none.
func (m *message) pseudo(all, name string) string {
	for _, raw := range m.raw {
		if n, value := raw.text(all); n == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func (f rawHeader) text(all string) (name, value string) {
	return strings.TrimSpace(all[f.name.from:f.name.to]), all[f.value.from:f.value.to]
}
