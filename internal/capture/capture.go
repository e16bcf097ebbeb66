// Package capture decodes captures of any supported format to a stream of exchanges.
//
// It trusts no input: a capture may be of any size, truncated, compressed, wrongly typed or in
// another format. A reader holds only a few entries in memory. It delivers an entry that cannot be
// checked with the reason, so that the totals are correct.
package capture

import (
	"context"
	"io"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/validate"
)

// Types of package format that callers of this package need too.
type (
	// Options limit the memory of a reader.
	Options = format.Options
	// Info describes a capture.
	Info = format.Info
	// Location is the place of an entry in its capture.
	Location = format.Location
	// Error says why a capture could not be read to its end.
	Error = format.Error
)

// Read reads a capture from r, which may be compressed with gzip or Zstandard, be a ZIP archive
// that [Options] have as a file, too, and be encoded in UTF-8 or UTF-16, and calls deliver with its exchanges in their order. An
// exchange and everything it refers to is only valid during the call.
//
// It returns an [*Error] if the input cannot be read to its end, is damaged, or is not a capture;
// what was delivered before stays valid. It returns the error of the context, or the first error of
// deliver, unchanged. Info is filled in all cases.
//
// Memory is limited to a small multiple of the body limit, whatever the input, and to the window of
// a Zstandard stream, at most 128 MiB. Calls of Read share nothing.
func Read(ctx context.Context, r io.Reader, o Options, deliver func(Location, *validate.Exchange) error) (Info, error) {
	f, text, o, err := openCapture(r, o)
	if err != nil {
		return Info{}, err
	}
	return f.Read(ctx, text, o, deliver)
}

// Check is [Read] with a check of each exchange by v, in as many goroutines as there are
// processors. It calls count with the results on the caller's goroutine, in the order of the
// exchanges. A result is only valid during the call.
//
// Bodies and headers that no result of v depends on are not read; o need not exclude them. Each
// goroutine adds about 5 MiB to the memory limit of Read.
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
