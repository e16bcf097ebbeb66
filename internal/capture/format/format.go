// Package format is the base of every capture format: the interface of a format, the window on its
// text, and a reader that uses several goroutines.
//
// A format is a package of its own that implements [Format], and a line in the table of package
// capture.
package format

import (
	"context"
	"io"
	"io/fs"
	"math"

	"github.com/apicontract/apicontract/validate"
)

// A Format reads captures in one format. Its methods are safe for concurrent use.
type Format interface {
	// Name returns the format's name in reports, such as "har".
	Name() string
	// Suffixes returns the suffixes of file names in this format, in lower case, including those of
	// compressed files.
	Suffixes() []string
	// Recognizes reports whether a capture that begins with start is of this format. start is
	// uncompressed UTF-8, of at least 4 KiB if the capture is that long.
	Recognizes(start []byte) bool
	// Read calls deliver with the exchanges of the capture text in their order. An exchange is only
	// valid during the call, but its strings may be kept.
	//
	// It returns an [*Error] if text cannot be read to its end, is damaged or is not of this
	// format. It returns the error of the context, or the first error of deliver, unchanged. Info
	// is filled in all cases.
	Read(ctx context.Context, text io.Reader, o Options, deliver DeliverFunc) (Info, error)
}

// A ParallelFormat has its own way to check entries in several goroutines, such as a
// [ParallelReader]. Entries of other formats are decoded in one goroutine and checked in several,
// see [CheckDecoded].
type ParallelFormat interface {
	Format
	// Check is Read for c: it checks every exchange, and counts the results in the
	// order of the exchanges.
	Check(ctx context.Context, text io.Reader, o Options, c Checker) (Info, error)
}

// A DeliverFunc receives an exchange and its location in the capture.
type DeliverFunc func(at Location, x *validate.Exchange) error

// A Checker checks exchanges.
type Checker struct {
	// Check is called from several goroutines at the same time. It keeps nothing of the exchange
	// except the host's name.
	Check func(*validate.Exchange) validate.Result
	// Count receives the results in the order of the exchanges, on the goroutine that reads. A
	// result is only valid during the call.
	Count func(at Location, v *validate.Result) error
}

// DefaultMaxBody is the default of [Options.MaxBody].
const DefaultMaxBody = 8 << 20

// Options bound what a reader keeps in memory, and say what is beside a capture. The zero
// value is ready to use.
type Options struct {
	// Bodies is the folder of the capture, in which recorders keep bodies in files of their
	// own. It must not lead out of the folder. Nil: such bodies are not read.
	Bodies fs.FS
	// File is the capture as a file, of Size bytes, which reading a ZIP archive needs. Nil:
	// ZIP archives are refused.
	File io.ReaderAt
	Size int64
	// MaxBody is how many bytes of one response's body are kept, counted after all
	// codings are removed; 0 is [DefaultMaxBody]. An entry with more is delivered
	// without its body, as too large. A format may leave a body out earlier, if its
	// text in the capture is more than one and a half times as long (base64 takes 4/3,
	// and so may JSON of many short strings; text that is mostly \u escapes takes up to
	// six times).
	MaxBody int64
	// NeedBody reports whether the body of a response from a URL is needed. Other bodies may be
	// skipped, if the URL is known when the body is read. Nil means that all are needed.
	NeedBody func(url string) bool
	// NeedHeader reports whether a response header is needed, by its name. A [ParallelFormat] may
	// skip all other headers but one. Nil means that all are needed.
	NeedHeader func(name string) bool
}

// BodyLimit returns MaxBody or its default.
func (o Options) BodyLimit() int {
	if o.MaxBody > 0 {
		return int(min(o.MaxBody, math.MaxInt/4)) // with room for one and a half times as much
	}
	return DefaultMaxBody
}

// Info describes a capture.
type Info struct {
	Format  string // "har"; empty if the input is not a capture
	Creator string // name and version of the recorder; empty if unknown
	Entries int    // number of exchanges that were delivered
}
