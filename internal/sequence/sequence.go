// Package sequence splits bodies that are sequences of items: JSON Lines, JSON text sequences and
// server-sent events.
package sequence

import (
	"bytes"
	"iter"
)

// An Item is an item of a sequence.
type Item struct {
	// Data and Fields are valid until the next item is requested.
	Data []byte
	// Offset is the offset of Data in the body; 0 for events, whose data may span several lines.
	Offset int
	// Fields are the fields "event", "id" and "retry" of an event, unchanged.
	Fields []Field
	// Err says why Data is not a valid item; empty if it is.
	Err string
}

// A Field is a field of a server-sent event.
type Field struct{ Name, Value string }

// LineItems returns the JSON texts of NDJSON and JSON Lines: one on each line that is not
// blank.
func LineItems(body []byte) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for start := 0; start < len(body); {
			end := len(body)
			if i := bytes.IndexByte(body[start:], '\n'); i >= 0 {
				end = start + i
			}
			line := body[start:end]
			if !isBlank(line) && !yield(Item{Data: line, Offset: start}) {
				return
			}
			start = end + 1
		}
	}
}

const recordSeparator = 0x1e

// TextItems returns the texts of a JSON text sequence (RFC 7464), which each begin with a record
// separator. A number, or another text that does not mark its own end, must be followed by a line
// feed; otherwise it may be truncated.
func TextItems(body []byte) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		start := bytes.IndexByte(body, recordSeparator)
		before := body
		if start >= 0 {
			before = body[:start]
		}
		if !isBlank(before) && !yield(Item{Data: before, Err: "has no record separator (0x1E) in front of it"}) {
			return
		}
		for start >= 0 {
			start++
			end := len(body)
			next := bytes.IndexByte(body[start:], recordSeparator)
			if next >= 0 {
				end = start + next
			}
			text := body[start:end]
			if !isBlank(text) && !yield(Item{Data: text, Offset: start, Err: cutOff(text)}) {
				return
			}
			if start = end; next < 0 {
				return
			}
		}
	}
}

// cutOff returns an error text if a text may be truncated (RFC 7464, section 2.4).
func cutOff(text []byte) string {
	last := text[len(text)-1]
	if last == '}' || last == ']' || last == '"' || isBlank(text[len(text)-1:]) {
		return ""
	}
	return "has no line feed behind it, so it may be cut off"
}

func isBlank(text []byte) bool { return len(bytes.Trim(text, " \t\r\n")) == 0 }
