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

// An input is one capture to read, or what stands in the way of it.
type input struct {
	name   string
	source inputs.Source
	err    error
}

// inputs finds the captures that the arguments name. One that is not there does
// not keep the others from being read; it is reported like one that is broken.
func (c *check) inputs(args []string) []input {
	var all []input
	seen := map[string]bool{}
	add := func(in input) {
		if !seen[in.name] {
			all = append(all, in)
		}
		seen[in.name] = true // "a.har *.har" means it once
	}
	for _, arg := range args {
		sources, err := capture.Files().Expand(c.in, []string{arg})
		if err != nil {
			add(input{name: arg, err: absent(arg, err)})
		}
		for _, s := range sources {
			add(input{name: s.Name, source: s})
		}
	}
	// The order of the arguments does not matter: the report has that of the
	// names, as merged reports have.
	slices.SortStableFunc(all, func(a, b input) int { return strings.Compare(a.name, b.name) })
	return all
}

// absent is the error for an argument that stands for no capture. It is printed
// behind the argument, so that it need not begin with it.
func absent(arg string, err error) error {
	return errors.New(strings.TrimPrefix(err.Error(), arg+" ") + "; name a HAR file, a directory or a glob")
}

// read judges every capture in turn.
func (c *check) read(ctx context.Context, v *validate.Validator, inputs []input) *validate.Report {
	collector := validate.NewCollector(v)
	p := c.progress()
	for _, in := range inputs {
		collector.Begin(in.name)
		info, err := in.check(ctx, p, v, func(verdict *validate.Verdict) error {
			collector.Count(verdict)
			return nil
		})
		collector.End(info.Format, info.Creator, captureError(err))
	}
	p.stop()
	return collector.Report()
}

func (c *check) progress() *progress {
	if c.quiet {
		return nil
	}
	return newProgress(c.err)
}

func (in input) check(ctx context.Context, p *progress, v *validate.Validator, count func(*validate.Verdict) error) (capture.Info, error) {
	if in.err != nil {
		return capture.Info{}, in.err
	}
	if err := ctx.Err(); err != nil {
		return capture.Info{}, err
	}
	r, err := in.source.Open()
	if err != nil {
		return capture.Info{}, cause(err)
	}
	defer func() { _ = r.Close() }() // it was only read
	return capture.Check(ctx, p.watch(in.name, r), v, capture.Options{}, func(_ capture.Location, v *validate.Verdict) error {
		return count(v)
	})
}

// captureError is the error as the report keeps it.
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
