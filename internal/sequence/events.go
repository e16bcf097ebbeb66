package sequence

import (
	"bytes"
	"iter"
)

// EventItems returns the data of server-sent events (HTML Living Standard, section 9.2.6). It
// ignores events without data. It also returns the data of an event that no blank line ends,
// although clients drop it, because recorders trim bodies.
func EventItems(body []byte) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		var event eventData
		for line := range eventLines(bytes.TrimPrefix(body, []byte("\ufeff"))) {
			if len(line) > 0 {
				event.addLine(line)
				continue
			}
			if item := event.takeItem(); len(item.Data) > 0 && !yield(item) {
				return
			}
		}
		if item := event.takeItem(); len(item.Data) > 0 {
			yield(item)
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

// An eventData collects the fields of one event.
type eventData struct {
	fields []Field
	first  []byte // the only line, which is not copied
	lines  int
	joined []byte
}

// addLine reads a line. Comments and unknown fields are ignored.
func (e *eventData) addLine(line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "data":
		e.addData(value)
	case "event", "id", "retry":
		e.setField(string(name), string(value))
	}
}

// setField sets a field; the last field with a name counts.
func (e *eventData) setField(name, value string) {
	for i := range e.fields {
		if e.fields[i].Name == name {
			e.fields[i].Value = value
			return
		}
	}
	e.fields = append(e.fields, Field{name, value})
}

func (e *eventData) addData(value []byte) {
	switch e.lines++; e.lines {
	case 1:
		e.first = value
	case 2:
		e.joined = append(append(append(e.joined[:0], e.first...), '\n'), value...)
	default:
		e.joined = append(append(e.joined, '\n'), value...)
	}
}

// takeItem returns the event and starts the next one.
func (e *eventData) takeItem() Item {
	data := e.joined
	switch e.lines {
	case 0:
		data = nil
	case 1:
		data = e.first
	}
	item := Item{Data: data, Fields: e.fields}
	e.lines, e.fields = 0, e.fields[:0]
	return item
}
