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

// A captureReader reads the HARs of one capture.
type captureReader struct {
	jsonScanner
	splitter entrySplitter
	entry    entryDecoder
	deliver  format.DeliverFunc
	count    func(at format.Location, v *validate.Result) error // for parallel
	parallel *format.ParallelReader                             // nil if one goroutine reads everything
	info     format.Info

	prefixes      entryPrefixes
	root          string          // JSON Pointer of the current HAR or entry in its document
	at            format.Location // of the next entry, without its index in an array of entries
	entriesBefore int             // number of entries delivered before that array
	logs          int             // logs and bare entries seen
	firstDamage   *format.Error   // the first damage that does not end the reading
}

func newReader(ctx context.Context, text io.Reader, o format.Options, each format.DeliverFunc) *captureReader {
	r := &captureReader{deliver: each, entry: newDecoder(o)}
	r.Window = format.NewWindow(ctx, text)
	r.lenient = true
	r.splitter.limit = textLimit(o)
	return r
}

func (r *captureReader) readAll() (format.Info, error) {
	r.readDocuments()
	return r.info, r.readError()
}

// readError returns the reading's error: the earlier one if there are two.
func (r *captureReader) readError() error {
	if r.nonStrictOffset > 0 && (r.firstDamage == nil || r.nonStrictOffset-1 < r.firstDamage.Offset) {
		r.firstDamage = &format.Error{Offset: r.nonStrictOffset - 1, Message: "this is not strict JSON; reading continued"}
	}
	if r.firstDamage != nil {
		if _, ok := r.failure.(*format.Error); ok || r.failure == nil {
			return r.firstDamage
		}
	}
	return r.failure
}

func (r *captureReader) noteDamage(offset int64, message string) {
	if r.firstDamage == nil && r.failure == nil {
		r.firstDamage = &format.Error{Offset: offset, Message: message}
	}
}

func (r *captureReader) readLog() {
	first := r.peekToken()
	start, found := r.Offset(), false
	r.logs++
	if first != '{' {
		r.skipValue()
		r.noteDamage(start, "not a HAR file: its log is not an object")
		return
	}
	r.info.Format = Name
	r.readObject(func(name []byte) {
		switch string(name) {
		case "entries":
			found = r.readEntries() || found
		case "creator":
			r.readCreator()
		default:
			r.skipValue()
		}
	})
	if !found {
		r.noteDamage(start, "this HAR has no array of entries in its log: record it again")
	}
}

// readCreator reads the creator of the log: an object or, from some recorders, a string.
func (r *captureReader) readCreator() {
	var name, version string
	if r.peekToken() == '{' {
		r.readObject(func(member []byte) {
			switch string(member) {
			case "name":
				name = r.readText()
			case "version":
				version = r.readText()
			default:
				r.skipValue()
			}
		})
	} else {
		name = r.readText()
	}
	if r.info.Creator == "" {
		r.info.Creator = strings.TrimSpace(name + " " + version)
	}
}

// readText reads a text for display.
func (r *captureReader) readText() string {
	switch r.peekToken() {
	case '{', '[', 'n':
		r.skipValue()
		return ""
	}
	return printablePrefix(string(r.readValue(nil, maxName)), 100)
}

// printablePrefix returns at most n characters of s, without control characters, which a terminal
// would interpret.
func printablePrefix(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if n--; n < 0 || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// readEntries reads a log's entries and reports whether they were an array.
func (r *captureReader) readEntries() bool {
	if r.peekToken() != '[' {
		r.skipValue()
		return false
	}
	r.Pos++
	if r.peekToken() == ']' {
		r.Pos++
		return true
	}
	r.beginEntries()
	for r.failure == nil {
		if !r.readParallel() {
			r.readEntry()
		}
		if r.failure != nil {
			r.resync(true)
		} else if r.endsContainer(']') && !r.resync(false) {
			break
		}
	}
	return true
}

// beginEntries sets the location of the entries that follow.
func (r *captureReader) beginEntries() {
	r.at.Parent = r.root + "/log/entries"
	r.at.Index, r.entriesBefore = 0, r.info.Entries
}

// readParallel reads entries in several goroutines if that is worth it. It reports whether it
// stopped after an entry, not before one.
func (r *captureReader) readParallel() (afterEntry bool) {
	if !r.parallel.Ready() || r.peekToken() < 0 {
		return false
	}
	afterEntry, r.failure = r.parallel.Run(&r.Window, r.deliverResult)
	return afterEntry
}

// readEntry reads an entry: directly if it is well-formed and not long, else with the splitter.
func (r *captureReader) readEntry() {
	if r.peekToken() != '{' {
		r.beforeNextEntry(r.skipValue)
		r.deliverExchange(r.entry.malformedExchange())
		return
	}
	r.Fill()
	x, end := r.entry.Decode(r.Buf[r.Pos:r.End])
	if end == 0 {
		r.Pos++
		r.beforeNextEntry(func() { r.readCutEntry("{") })
		r.expectByte('}', "the brace that closes the entry")
		return
	}
	entry := r.Buf[r.Pos : r.Pos+end]
	r.prefixes.addEntry(entry)
	if r.parallel != nil {
		r.parallel.LearnPrefix(entryPrefix(entry))
	}
	r.Pos += end
	r.deliverExchange(x)
}

// beforeNextEntry calls read with a window that ends before the next entry.
func (r *captureReader) beforeNextEntry(read func()) {
	if !r.splitter.entryPerLine {
		r.StopBefore(r.prefixes.texts, false)
		defer r.EndBoundary()
	}
	read()
}

// readBareEntry reads the rest of an object that is an entry, from the value of the member called
// name, up to its closing brace.
func (r *captureReader) readBareEntry(name string) {
	r.logs++
	r.info.Format = Name
	r.readCutEntry(`{"` + name + `":`)
}

// readCutEntry reads an entry up to its closing brace. head is the part that was already read.
func (r *captureReader) readCutEntry(head string) {
	if r.failure != nil {
		return
	}
	if !r.splitter.splitEntry(&r.Window, head) || r.PeekByte() != '}' {
		r.failExpecting(fmt.Sprintf("the rest of entry %d", r.info.Entries))
		return
	}
	r.deliverExchange(r.entry.decodeCut(&r.splitter))
}

// deliverExchange delivers an exchange.
func (r *captureReader) deliverExchange(x *validate.Exchange) {
	if r.failure == nil {
		r.failure = r.Context().Err()
	}
	if r.failure == nil {
		r.failure = r.deliver(r.nextLocation(), x)
		r.info.Entries++
	}
}

// deliverResult delivers the result of an exchange that was already checked.
func (r *captureReader) deliverResult(v *validate.Result) error {
	if err := r.Context().Err(); err != nil {
		return err
	}
	at := r.nextLocation()
	r.info.Entries++
	return r.count(at, v)
}

// nextLocation returns the location of the next entry to deliver.
func (r *captureReader) nextLocation() format.Location {
	at := r.at
	if at.Index >= 0 {
		at.Index += r.info.Entries - r.entriesBefore
	}
	return at
}
