// Package capture turns recorded traffic into a stream of exchanges, in whatever format
// it was recorded.
//
// Nothing in a capture is trusted: it may be of any size, cut off, compressed, wrongly
// typed or no capture at all. A reader holds few entries at a time, bounded, and delivers
// an entry that cannot be checked with the reason, so that the totals add up.
package capture

import (
	"context"
	"io"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/validate"
)

// What package format declares for formats and for those who read captures alike.
type (
	// Options bound what a reader keeps in memory.
	Options = format.Options
	// Info describes a capture.
	Info = format.Info
	// Location says where an entry is in its capture.
	Location = format.Location
	// Error says why a capture could not be read to its end.
	Error = format.Error
)

// Read reads a capture from r, which may be compressed with gzip or Zstandard, be a ZIP archive
// that [Options] have as a file, too, and be encoded in UTF-8 or UTF-16, and calls deliver with its exchanges in their order. An
// exchange and everything it refers to is only valid during the call.
//
// The error is nil; an [*Error] if the input cannot be read to its end, is damaged, or is
// no capture, in which case what was delivered before stays valid; the context's; or, as
// it is, the first that deliver returns. Info is filled in all cases.
//
// Memory is bounded by a small multiple of the body limit, whatever the input, beside the
// window that a Zstandard stream asks for, at most 128 MiB. Calls of Read share nothing.
func Read(ctx context.Context, r io.Reader, o Options, deliver func(Location, *validate.Exchange) error) (Info, error) {
	f, text, o, err := openCapture(r, o)
	if err != nil {
		return Info{}, err
	}
	return f.Read(ctx, text, o, deliver)
}

// Check is [Read] for a check of each exchange by v. v checks in several goroutines at
// once, as many as there are processors for. Count takes the results from the caller's own
// goroutine, in the order of the exchanges. A result is only valid during the call.
//
// Bodies and headers that no result of v depends on are not read; o need not say so. Each
// goroutine adds about 5 MiB to the bound on memory that Read has.
func Check(ctx context.Context, r io.Reader, v *validate.Validator, o Options, count func(Location, *validate.Result) error) (Info, error) {
	o.NeedBody = func(url string) bool { return enginehook.MatchesServer(v, url) }
	o.NeedHeader = func(name string) bool { return enginehook.UsesResponseHeader(v, name) }
	return checkCapture(ctx, r, o, format.Checker{Check: v.Check, Count: count})
}

func checkCapture(ctx context.Context, r io.Reader, o Options, c format.Checker) (Info, error) {
	f, text, o, err := openCapture(r, o)
	if err != nil {
		return Info{}, err
	}
	if checking, ok := f.(format.ParallelFormat); ok {
		return checking.Check(ctx, text, o, c)
	}
	read := func(deliver format.DeliverFunc) (Info, error) { return f.Read(ctx, text, o, deliver) }
	return format.CheckDecoded(ctx, read, c)
}
