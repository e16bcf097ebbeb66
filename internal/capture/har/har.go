package har

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// A reader reads the HARs of one capture.
type reader struct {
	scanner
	split    splitter
	entry    decoder
	each     format.Deliver
	count    func(at format.Location, v *validate.Verdict) error // for parallel
	parallel *format.ParallelReader                              // nil: one goroutine reads all
	info     format.Info

	prefixes entryPrefixes
	root     string          // JSON Pointer of the HAR or entry that is read, in its document
	at       format.Location // of the next entry, but for its index in an array of entries
	first    int             // how many entries were delivered before that array
	logs     int             // logs and bare entries seen
	notice   *format.Error   // the first damage that does not end the reading
}

func newReader(ctx context.Context, text io.Reader, o format.Options, each format.Deliver) *reader {
	r := &reader{each: each, entry: newDecoder(o)}
	r.Window = format.NewWindow(ctx, text)
	r.lenient = true
	r.split.limit = textLimit(o)
	return r
}

func (r *reader) read() (format.Info, error) {
	r.documents()
	return r.info, r.result()
}

// result returns the error of the reading: of two, the one that came first.
func (r *reader) result() error {
	if r.nonStrictOffset > 0 && (r.notice == nil || r.nonStrictOffset-1 < r.notice.Offset) {
		r.notice = &format.Error{Offset: r.nonStrictOffset - 1, Message: "this is not strict JSON here; it was read on all the same"}
	}
	if r.notice != nil {
		if _, ok := r.failure.(*format.Error); ok || r.failure == nil {
			return r.notice
		}
	}
	return r.failure
}

func (r *reader) note(offset int64, message string) {
	if r.notice == nil && r.failure == nil {
		r.notice = &format.Error{Offset: offset, Message: message}
	}
}

func (r *reader) log() {
	first := r.peek()
	start, found := r.Offset(), false
	r.logs++
	if first != '{' {
		r.skip()
		r.note(start, "this is no HAR: its log is not an object")
		return
	}
	r.info.Format = Name
	r.object(func(name []byte) {
		switch string(name) {
		case "entries":
			found = r.entries() || found
		case "creator":
			r.creator()
		default:
			r.skip()
		}
	})
	if !found {
		r.note(start, "this HAR has no array of entries in its log: record it again")
	}
}

// creator reads who made the log: an object, or with some a string.
func (r *reader) creator() {
	var name, version string
	if r.peek() == '{' {
		r.object(func(member []byte) {
			switch string(member) {
			case "name":
				name = r.text()
			case "version":
				version = r.text()
			default:
				r.skip()
			}
		})
	} else {
		name = r.text()
	}
	if r.info.Creator == "" {
		r.info.Creator = strings.TrimSpace(name + " " + version)
	}
}

// text reads a value that is shown to a person.
func (r *reader) text() string {
	switch r.peek() {
	case '{', '[', 'n':
		r.skip()
		return ""
	}
	return printable(string(r.value(nil, maxName)), 100)
}

// printable returns at most n characters of s, and no control characters: a
// terminal would obey them.
func printable(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if n--; n < 0 || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// entries reads a log's entries and reports whether they were an array.
func (r *reader) entries() bool {
	if r.peek() != '[' {
		r.skip()
		return false
	}
	r.Pos++
	if r.peek() == ']' {
		r.Pos++
		return true
	}
	r.beginEntries()
	for r.failure == nil {
		if !r.readParallel() {
			r.element()
		}
		if r.failure != nil {
			r.resync(true)
		} else if r.last(']') && !r.resync(false) {
			break
		}
	}
	return true
}

// beginEntries sets the location of the entries that follow.
func (r *reader) beginEntries() {
	r.at.Parent = r.root + "/log/entries"
	r.at.Index, r.first = 0, r.info.Entries
}

// readParallel reads entries in several goroutines, if it is worth it, and reports
// whether it stopped after an entry and not before one.
func (r *reader) readParallel() (afterEntry bool) {
	if !r.parallel.Ready() || r.peek() < 0 {
		return false
	}
	afterEntry, r.failure = r.parallel.Run(&r.Window, r.deliverVerdict)
	return afterEntry
}

// element reads what should be an entry: at once if it is sound and not long.
func (r *reader) element() {
	if r.peek() != '{' {
		r.beforeNextEntry(r.skip)
		r.deliver(r.entry.malformed())
		return
	}
	r.Fill()
	x, end := r.entry.Decode(r.Buf[r.Pos:r.End])
	if end == 0 {
		r.Pos++
		r.beforeNextEntry(func() { r.cut("{") })
		r.expect('}', "the brace that closes the entry")
		return
	}
	entry := r.Buf[r.Pos : r.Pos+end]
	r.prefixes.learn(entry)
	if r.parallel != nil {
		r.parallel.Learn(entryPrefix(entry))
	}
	r.Pos += end
	r.deliver(x)
}

// beforeNextEntry calls read, which does not get to see the next entry.
func (r *reader) beforeNextEntry(read func()) {
	if !r.split.lines {
		r.StopBefore(r.prefixes.texts, false)
		defer r.Continue()
	}
	read()
}

// bare reads the rest of an object that is an entry, from the value of the
// member called name on, but not its closing brace.
func (r *reader) bare(name string) {
	r.logs++
	r.info.Format = Name
	r.cut(`{"` + name + `":`)
}

// cut reads an entry up to its closing brace, of which head was read already.
func (r *reader) cut(head string) {
	if r.failure != nil {
		return
	}
	if !r.split.entry(&r.Window, head) || r.Cur() != '}' {
		r.fail(fmt.Sprintf("the rest of entry %d", r.info.Entries))
		return
	}
	r.deliver(r.entry.decodeCut(&r.split))
}

// deliver hands on an exchange.
func (r *reader) deliver(x *validate.Exchange) {
	if r.failure == nil {
		r.failure = r.Context().Err()
	}
	if r.failure == nil {
		r.failure = r.each(r.location(), x)
		r.info.Entries++
	}
}

// deliverVerdict hands on the result of an exchange that was checked already.
func (r *reader) deliverVerdict(v *validate.Verdict) error {
	if err := r.Context().Err(); err != nil {
		return err
	}
	at := r.location()
	r.info.Entries++
	return r.count(at, v)
}

// location returns the place of the entry that is delivered next.
func (r *reader) location() format.Location {
	at := r.at
	if at.Index >= 0 {
		at.Index += r.info.Entries - r.first
	}
	return at
}
