// Package format is what every capture format is built on: the interface of a format,
// the window on its text, and the reading of entries in several goroutines.
//
// A format is a package of its own that implements [Format], and a line in the table
// of package capture.
package format

import (
	"context"
	"io"
	"io/fs"
	"math"

	"github.com/apicontract/apicontract/validate"
)

// A Format reads the captures of one format. Its methods are called from several
// goroutines at once.
type Format interface {
	// Name is what reports call the format, such as "har".
	Name() string
	// Suffixes are the ends of the names of such files in a directory, in lower case,
	// those of compressed files included.
	Suffixes() []string
	// Recognizes reports whether a capture that begins with start is of this format.
	// start is UTF-8, uncompressed and at least 4 KiB, if the capture is that long.
	Recognizes(start []byte) bool
	// Read calls deliver with the exchanges of the capture text in their order. An
	// exchange is only valid during the call, but its strings may be kept.
	//
	// The error is nil; an [*Error] if text cannot be read to its end, is damaged or is
	// not of this format; the context's; or, as it is, the first that deliver returns.
	// Info is filled in all cases.
	Read(ctx context.Context, text io.Reader, o Options, deliver DeliverFunc) (Info, error)
}

// A ParallelFormat format has a way of its own to check entries in several goroutines, such
// as a [ParallelReader]. Those of other formats are decoded in one goroutine and
// checked in several, see [CheckDecoded].
type ParallelFormat interface {
	Format
	// Check is Read for c: it checks every exchange, and counts the results in the
	// order of the exchanges.
	Check(ctx context.Context, text io.Reader, o Options, c Checker) (Info, error)
}

// DeliverFunc takes an exchange and its location in the capture.
type DeliverFunc func(at Location, x *validate.Exchange) error

// A Checker checks exchanges.
type Checker struct {
	// Check is called from several goroutines at once. It keeps nothing of the exchange
	// but the host's name.
	Check func(*validate.Exchange) validate.Result
	// Count takes the results in the order of the exchanges, from the goroutine that
	// reads. A result is only valid during the call.
	Count func(at Location, v *validate.Result) error
}

// DefaultMaxBody is how much of a response's body is kept unless [Options] say
// otherwise.
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
	// NeedBody reports whether the body that came from a URL is needed. One that is not,
	// as far as that is known when it is read, may be left out as the body of another
	// host. Nil: all are.
	NeedBody func(url string) bool
	// NeedHeader reports whether a response header is needed, by its name. Of the others,
	// a [ParallelFormat] format may leave out all but one. Nil: all are.
	NeedHeader func(name string) bool
}

// BodyLimit returns MaxBody or its default.
func (o Options) BodyLimit() int {
	if o.MaxBody > 0 {
		return int(min(o.MaxBody, math.MaxInt/4)) // one and a half times as much, and room, is an int
	}
	return DefaultMaxBody
}

// Info describes a capture.
type Info struct {
	Format  string // "har"; empty if the input turned out to be no capture
	Creator string // name and version of the recorder; empty if unknown
	Entries int    // how many exchanges were delivered
}
