package cli

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/inputs"
	"github.com/apicontract/apicontract/validate"
)

// A captureInput is one capture to read, or the reason why it cannot be read.
type captureInput struct {
	name   string
	source inputs.Source
	err    error
}

// findCaptures finds the captures that the arguments name. One that is not there does
// not keep the others from being read; it is reported like one that is broken.
func (c *checkCommand) findCaptures(ctx context.Context, args []string) []captureInput {
	var all []captureInput
	var found []inputs.Source
	for _, arg := range args {
		sources, err := unlessInterrupted(ctx, func() ([]inputs.Source, error) { return capture.FileKind().Expand(c.in, []string{arg}) })
		switch {
		case err != nil && ctx.Err() != nil:
			all = append(all, captureInput{name: arg, err: ctx.Err()})
		case err != nil:
			all = append(all, captureInput{name: arg, err: missingCapture(arg, err)})
		}
		found = append(found, sources...)
	}
	for _, s := range inputs.Distinct(found) { // "a.har *.har" means it once
		all = append(all, captureInput{name: s.Name, source: s})
	}
	// The report is sorted by name, as merged reports are, so the order of the arguments does not
	// matter.
	slices.SortStableFunc(all, func(a, b captureInput) int { return strings.Compare(a.name, b.name) })
	return all
}

// missingCapture returns the error for an argument that is not a capture. The argument itself is
// printed before the error, so its name is removed.
func missingCapture(arg string, err error) error {
	return errors.New(strings.TrimPrefix(err.Error(), arg+" ") + "; name a HAR file, a directory or a glob")
}

// checkCaptures checks the captures one after the other.
func (c *checkCommand) checkCaptures(ctx context.Context, v *validate.Validator, inputs []captureInput) *validate.Report {
	collector := validate.NewCollector(v)
	p := c.startProgress()
	check, stop := afterInterrupt(ctx)
	defer stop()
	for _, in := range inputs {
		collector.BeginCapture(in.name)
		info, err := in.checkCapture(ctx, check, p, v, func(verdict *validate.Result) error {
			collector.Add(verdict)
			return nil
		})
		collector.EndCapture(info.Format, info.Creator, captureError(ctx, err))
	}
	p.removeBar()
	saveMemory()
	return collector.Finish()
}

func (c *checkCommand) startProgress() *progressBar {
	if c.quiet {
		return nil
	}
	return newProgressBar(c.err)
}

// afterInterrupt returns a context that ends a little later than the given one. What was
// read before the interrupt is still checked, as far as that is a matter of moments.
func afterInterrupt(ctx context.Context) (later context.Context, stop func()) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() { time.AfterFunc(drainTime, cancel) })
	return later, func() { forget(); cancel() }
}

// drainTime is how long entries are checked that were read before an interrupt.
const drainTime = 300 * time.Millisecond

// checkCapture checks a capture. Reading ends with the first context, checking with the
// second.
func (in captureInput) checkCapture(ctx, check context.Context, p *progressBar, v *validate.Validator, count func(*validate.Result) error) (capture.Info, error) {
	if in.err != nil {
		return capture.Info{}, in.err
	}
	if err := ctx.Err(); err != nil {
		return capture.Info{}, err
	}
	r, err := in.source.Open(ctx)
	if err != nil {
		return capture.Info{}, systemError(err)
	}
	defer func() { _ = r.Close() }() // it was only read
	folder := in.source.Folder()
	defer func() { _ = folder.Close() }()
	options := capture.Options{Bodies: folder}
	if file, size, ok := inputs.AsFile(r); ok {
		options.File, options.Size = file, size
	}
	return capture.Check(check, p.countBytes(in.name, r), v, options, func(_ capture.Location, v *validate.Result) error {
		return count(v)
	})
}

// captureError is the error as the report keeps it.
func captureError(ctx context.Context, err error) *validate.CaptureError {
	var e *capture.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return &validate.CaptureError{Message: interrupted}
	case errors.As(err, &e):
		return &validate.CaptureError{Message: e.Message, Offset: e.Offset}
	}
	return &validate.CaptureError{Message: err.Error()}
}
