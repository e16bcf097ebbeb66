package har

import (
	"context"
	"io"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// readEach reads a HAR and ignores the locations.
func readEach(ctx context.Context, r io.Reader, o format.Options, each func(*validate.Exchange) error) (format.Info, error) {
	return Format{}.Read(ctx, r, o, func(_ format.Location, x *validate.Exchange) error { return each(x) })
}

// checkEach checks a HAR and ignores the locations.
func checkEach(ctx context.Context, r io.Reader, o format.Options, check func(*validate.Exchange) validate.Result, count func(*validate.Result) error) (format.Info, error) {
	return Format{}.Check(ctx, r, o, format.Checker{Check: check, Count: func(_ format.Location, v *validate.Result) error { return count(v) }})
}
