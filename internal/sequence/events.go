package sequence

import (
	"bytes"
	"iter"
)

// Events returns the data of server-sent events (HTML Living Standard, section 9.2.6).
// Events without data are none. The data of an event that no blank line ends is
// returned, too, although clients drop it: recorders trim what they keep.
func Events(body []byte) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		var event eventData
		for line := range eventLines(bytes.TrimPrefix(body, []byte("\ufeff"))) {
			if len(line) > 0 {
				event.add(line)
				continue
			}
			if data := event.take(); len(data) > 0 && !yield(Item{Data: data}) {
				return
			}
		}
		if data := event.take(); len(data) > 0 {
			yield(Item{Data: data})
		}
	}
}

// eventLines returns lines, which end with CR LF, LF or CR.
func eventLines(body []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for len(body) > 0 {
			line, rest := body, []byte(nil)
			if i := bytes.IndexAny(body, "\r\n"); i >= 0 {
				line, rest = body[:i], body[i+1:]
				if body[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
					rest = rest[1:]
				}
			}
			if !yield(line) {
				return
			}
			body = rest
		}
	}
}

// eventData collects the data of one event.
type eventData struct {
	first  []byte // the only line, which is not copied
	lines  int
	joined []byte
}

// add reads a line, of which only the field "data" counts.
func (e *eventData) add(line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	if string(name) != "data" {
		return
	}
	value = bytes.TrimPrefix(value, []byte(" "))
	switch e.lines++; e.lines {
	case 1:
		e.first = value
	case 2:
		e.joined = append(append(append(e.joined[:0], e.first...), '\n'), value...)
	default:
		e.joined = append(append(e.joined, '\n'), value...)
	}
}

// take returns the data, and begins the next event.
func (e *eventData) take() []byte {
	data := e.joined
	switch e.lines {
	case 0:
		data = nil
	case 1:
		data = e.first
	}
	e.lines = 0
	return data
}
