// Package capture turns recorded traffic into a stream of exchanges.
//
// Captures come from outside and are believed in nothing: they may be of any
// size, cut off, compressed, wrongly typed or not captures at all. A reader
// holds one entry at a time, bounded, and whatever cannot be judged is
// delivered all the same, with the reason in it, so that the totals add up.
package capture

import (
	"context"
	"io"
	"math"
	"runtime"

	"github.com/apicontract/apicontract/validate"
)

// DefaultMaxContent is how much of an entry's content is kept unless
// [Options] say otherwise.
const DefaultMaxContent = 8 << 20

// Options bound what a reader keeps in memory. The zero value is ready to use.
type Options struct {
	// MaxContent is how many bytes of one entry's content are kept, counted
	// after all codings are removed; 0 is [DefaultMaxContent]. An entry with
	// more is delivered with its content absent, as too large. So is one
	// whose text takes more than one and a half times that in the capture
	// (base64 takes 4/3, and so may JSON of many short strings; text that is
	// mostly \u escapes takes up to six times).
	MaxContent int64
	// Wanted reports whether content that came from a URL is of interest. What
	// is not, as far as that is known when it is read, is delivered as the
	// content of another host. Nil wants all.
	Wanted func(url string) bool
	// Heeded reports whether a response header field matters, by its name. Of
	// those that do not, [Check] may leave out all but one. Nil: all do.
	Heeded func(name string) bool
}

func (o Options) maxContent() int {
	if o.MaxContent > 0 {
		return int(min(o.MaxContent, math.MaxInt/4)) // one and a half times as much, and room, is an int
	}
	return DefaultMaxContent
}

// Info is what a capture says of itself.
type Info struct {
	Format  string // "har"; empty if the input turned out to be no capture
	Creator string // name and version of the recorder; empty if not told
	Entries int    // how many exchanges were delivered
}

// Read reads a capture from r, which may be compressed with gzip or Zstandard
// and be encoded in UTF-8 or UTF-16, and calls each with its exchanges in
// their order. An exchange and everything it refers to is only valid during
// the call.
//
// The error is nil; an [*Error] if the input cannot be read to its end, is
// damaged, or is no capture, in which case what was delivered stands; the
// context's; or, as it is, the first that each returns. Info is filled in all
// cases.
//
// Memory is bounded by a small multiple of the content limit, whatever the
// input, beside the window that a Zstandard stream asks for, at most 128 MiB.
// Calls of Read share nothing.
func Read(ctx context.Context, r io.Reader, o Options, each func(*validate.Exchange) error) (Info, error) {
	return readWith(ctx, r, o, each, nil)
}

// Check is Read for who wants a verdict on each exchange. It calls check from
// several goroutines at once, as many as there are processors for, and count with
// their results, from the caller's own, in the order of the exchanges. A result is
// only valid during the call of count.
//
// Header fields that no verdict depends on may be missing: those of most requests,
// of responses from hosts that are not wanted, and those that are not heeded.
//
// Each goroutine adds about 5 MiB to the bound on memory that Read has.
func Check(ctx context.Context, r io.Reader, o Options, check func(*validate.Exchange) validate.Verdict, count func(*validate.Verdict) error) (Info, error) {
	a := &ahead{workers: runtime.GOMAXPROCS(0), max: o.maxContent(), wanted: o.Wanted, heeded: o.Heeded, check: check, count: count}
	return readWith(ctx, r, o, nil, a)
}

func readWith(ctx context.Context, r io.Reader, o Options, each func(*validate.Exchange) error, a *ahead) (Info, error) {
	text, err := plain(r)
	if err != nil {
		return Info{}, err
	}
	h := newHAR(ctx, text, o, each)
	if a != nil {
		h.ahead, h.entry.lean = a, true
		var v validate.Verdict // for all entries: count keeps nothing of it
		h.each = func(x *validate.Exchange) error {
			v = a.verdict(&h.entry, x)
			return a.count(&v)
		}
	}
	h.documents()
	return h.info, h.verdict()
}
