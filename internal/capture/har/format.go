// Package har reads HAR 1.2 logs (the archived W3C note of 2012) as recorders write them: members
// in any order, several logs or documents in sequence, one entry or HAR per line, an array of
// entries, entries without a log, and each of these in a call such as onInputData(…).
//
// A capture may be of any size, truncated, wrongly typed or damaged. The reader holds one entry at
// a time, up to a limit. It delivers an entry that cannot be checked with the reason, so that the
// totals are correct.
package har

import (
	"context"
	"io"
	"slices"

	"github.com/apicontract/apicontract/internal/capture/format"
)

// Name is the format's name in reports.
const Name = "har"

// A Format is the capture format HAR.
type Format struct{}

// Name implements [format.Format].
func (Format) Name() string { return Name }

// Suffixes implements [format.Format].
func (Format) Suffixes() []string {
	return []string{".har", ".har.json", ".har.gz", ".har.zst", ".har.zip"}
}

// Recognizes implements [format.Format]: a HAR has a log, a single entry has a request or a
// response.
func (Format) Recognizes(start []byte) bool {
	return slices.ContainsFunc(format.MemberNames(start), func(name string) bool {
		return name == "log" || name == "request" || name == "response"
	})
}

// Read implements [format.Format].
func (Format) Read(ctx context.Context, text io.Reader, o format.Options, deliver format.DeliverFunc) (format.Info, error) {
	return newReader(ctx, text, o, deliver).readAll()
}

// Check implements [format.ParallelFormat]. Headers that are not needed may be missing: those of
// most requests, of responses whose body is not needed, and those that [format.Options] excludes.
func (Format) Check(ctx context.Context, text io.Reader, o format.Options, c format.Checker) (format.Info, error) {
	r := newReader(ctx, text, o, nil)
	r.entry.skipHeaders = true
	r.deliver = format.NewDecoderChecker(c, &r.entry).Deliver
	r.count = c.Count
	r.parallel = format.NewParallelReader(c, func() format.Decoder {
		d := newDecoder(o)
		d.skipHeaders = true
		return &d
	})
	return r.readAll()
}

// textLimit returns the maximum length of an entry's strings in the capture.
func textLimit(o format.Options) int {
	limit := o.BodyLimit()
	return limit + limit/2 + longString
}

func newDecoder(o format.Options) entryDecoder {
	return entryDecoder{bodies: o.Bodies, maxBody: o.BodyLimit(), maxText: textLimit(o), needBody: o.NeedBody, needHeader: o.NeedHeader}
}

var _ format.ParallelFormat = Format{}
