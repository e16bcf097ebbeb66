package har

import (
	"strings"

	"github.com/apicontract/apicontract/validate"
)

// A messageHeaders holds the headers of a request or response while its entry is read.
type messageHeaders struct {
	isRecorded bool
	raw        []rawHeader
	skipped    int             // number of skipped headers
	fields     validate.Header // buffer of the header lines
}

type rawHeader struct{ name, value textSpan }

func (m *messageHeaders) clear() { m.isRecorded, m.raw, m.skipped = false, m.raw[:0], 0 }

// readHeaders reads headers: an array of names and values, or an object of them. Any other value
// means that they were not recorded.
func (d *entryDecoder) readHeaders(m *messageHeaders) {
	m.clear()
	switch d.peekToken() {
	case '[':
		m.isRecorded = true
		d.readArray(func() { d.readHeader(m) })
	case '{':
		m.isRecorded = d.readMembers(func(name []byte) {
			if len(m.raw) > maxLines {
				d.skipValue()
				return
			}
			from := len(d.arena)
			d.arena = append(d.arena, name...)
			d.readValues(m, textSpan{from, len(d.arena)}, len(m.raw))
		})
	default:
		d.skipValue()
	}
}

// readHeader reads a name and its value, in either order. A name without a value has an empty one;
// a value without a name is ignored.
func (d *entryDecoder) readHeader(m *messageHeaders) {
	var name textSpan
	start := len(m.raw)
	if start > maxLines {
		d.skipValue()
		return
	}
	d.readMembers(func(member []byte) {
		switch string(member) {
		case "name":
			name, _ = d.readScalar()
		case "value":
			m.raw = m.raw[:start]
			d.readValues(m, textSpan{}, start)
		default:
			d.skipValue()
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

// readValues reads the value of a header. An array is one header line for each element, as Polly.js
// writes it.
func (d *entryDecoder) readValues(m *messageHeaders, name textSpan, start int) {
	if d.peekToken() != '[' {
		value, _ := d.readScalar()
		m.raw = append(m.raw, rawHeader{name, value})
		return
	}
	d.readArray(func() {
		if len(m.raw) > maxLines {
			d.skipValue()
			return
		}
		value, _ := d.readScalar()
		m.raw = append(m.raw, rawHeader{name, value})
	})
	if len(m.raw) == start {
		m.raw = append(m.raw, rawHeader{name: name})
	}
}

// maxLines is the maximum number of header lines of one message. It is more than any server
// accepts.
const maxLines = 4096

// headerLines returns the header lines, nil if they were not recorded. An empty list means that
// they were not recorded, because every response has headers. Lines that a recorder folded into
// one, with line breaks, are separated again. HTTP/2 pseudo-headers are left out (RFC 9113, section
// 8.3).
func (m *messageHeaders) headerLines(all string) validate.Header {
	if !m.isRecorded {
		return nil
	}
	if m.fields == nil {
		m.fields = make(validate.Header, 0, 32)
	}
	m.fields = m.fields[:0]
	for _, raw := range m.raw {
		name, value := raw.nameAndValue(all)
		if name == "" || name[0] == ':' {
			continue
		}
		m.appendLines(name, value)
	}
	if len(m.fields) == 0 {
		return nil
	}
	return m.fields
}

func (m *messageHeaders) appendLines(name, value string) {
	for len(m.fields) <= maxLines {
		line, rest, more := strings.Cut(value, "\n")
		if line = strings.Trim(line, " \t\r"); line != "" || !more {
			m.fields = append(m.fields, validate.HeaderLine{Name: name, Value: line})
		}
		if !more {
			return
		}
		value = rest
	}
}

// pseudoHeader returns the value of a pseudo-header, "" if there is none.
func (m *messageHeaders) pseudoHeader(all, name string) string {
	for _, raw := range m.raw {
		if n, value := raw.nameAndValue(all); n == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func (f rawHeader) nameAndValue(all string) (name, value string) {
	return strings.TrimSpace(all[f.name.from:f.name.to]), all[f.value.from:f.value.to]
}
