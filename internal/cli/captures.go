package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

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

// findCaptures finds the captures that the arguments name. A missing one is reported like an
// unreadable one, and the others are still read.
func (c *checkCommand) findCaptures(args []string) []captureInput {
	var all []captureInput
	seen := map[string]bool{}
	add := func(in captureInput) {
		if !seen[in.name] {
			all = append(all, in)
		}
		seen[in.name] = true // "a.har *.har" means a.har once
	}
	for _, arg := range args {
		sources, err := capture.FileKind().Expand(c.in, []string{arg})
		if err != nil {
			add(captureInput{name: arg, err: missingCapture(arg, err)})
		}
		for _, s := range sources {
			add(captureInput{name: s.Name, source: s})
		}
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
	for _, in := range inputs {
		collector.BeginCapture(in.name)
		info, err := in.checkCapture(ctx, p, v, func(verdict *validate.Result) error {
			collector.Add(verdict)
			return nil
		})
		collector.EndCapture(info.Format, info.Creator, captureError(err))
	}
	p.removeBar()
	return collector.Report()
}

func (c *checkCommand) startProgress() *progressBar {
	if c.quiet {
		return nil
	}
	return newProgressBar(c.err)
}

func (in captureInput) checkCapture(ctx context.Context, p *progressBar, v *validate.Validator, count func(*validate.Result) error) (capture.Info, error) {
	if in.err != nil {
		return capture.Info{}, in.err
	}
	if err := ctx.Err(); err != nil {
		return capture.Info{}, err
	}
	r, err := in.source.Open()
	if err != nil {
		return capture.Info{}, systemError(err)
	}
	defer func() { _ = r.Close() }() // the file was only read
	return capture.Check(ctx, p.countBytes(in.name, r), v, capture.Options{}, func(_ capture.Location, v *validate.Result) error {
		return count(v)
	})
}

// captureError returns the error for the report.
func captureError(err error) *validate.CaptureError {
	var e *capture.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return &validate.CaptureError{Message: e.Message, Offset: e.Offset}
	case errors.Is(err, context.Canceled):
		return &validate.CaptureError{Message: "interrupted"}
	}
	return &validate.CaptureError{Message: err.Error()}
}
