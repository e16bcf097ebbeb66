package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/baseline"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A baselineFlags holds the flags for the baseline of check.
type baselineFlags struct {
	read, write string // empty: none
	strict      bool
}

func (b *baselineFlags) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&b.read, "baseline", "", "findings that `FILE` lists do not make the run fail; new ones do")
	f.StringVar(&b.write, "write-baseline", "", "write the findings to `FILE`, for --baseline; they do not make this run fail")
	f.BoolVar(&b.strict, "strict-baseline", false, "fail if findings of the baseline have vanished")
	for _, name := range []string{"baseline", "write-baseline"} {
		_ = cmd.MarkFlagFilename(name, "json")
	}
}

// load reads the baseline; nil if there is none. title is that of the contract.
func (b *baselineFlags) load(title string) (*baseline.File, error) {
	if b.read == "" {
		if b.strict {
			return nil, usageErrorf("--strict-baseline needs a baseline; add --baseline FILE")
		}
		return nil, nil
	}
	file, err := os.Open(b.read)
	if errors.Is(err, fs.ErrNotExist) && filepath.Clean(b.read) == filepath.Clean(b.write) {
		return nil, nil // the configuration names what this run writes for the first time
	}
	if err != nil {
		return nil, usageErrorf("--baseline %s: %v; --write-baseline %s makes one", b.read, systemError(err), b.read)
	}
	defer func() { _ = file.Close() }() // it was only read
	known, err := baseline.Read(file)
	switch {
	case err != nil:
		return nil, usageErrorf("--baseline %s: %v; restore the file, or write it anew with --write-baseline", b.read, systemError(err))
	case known.Contract != title:
		return nil, usageErrorf("--baseline %s: its findings are those of %q, and the contract is %q; name the baseline of this contract, or write one with --write-baseline", b.read, known.Contract, title)
	}
	return known, nil
}

// openTarget opens the file of --write-baseline before anything is read. Without the flag, there
// is nothing in the sink.
func (b *baselineFlags) openTarget(outputs []render.Output, read ...string) (*render.Sink, error) {
	if b.write == "" {
		return new(render.Sink), nil
	}
	for _, o := range outputs {
		if o.Path != "" && filepath.Clean(o.Path) == filepath.Clean(b.write) {
			return nil, usageErrorf("--output and --write-baseline both go to %s; give each a file of its own", b.write)
		}
	}
	format := render.Format{Name: "baseline", Report: func(w io.Writer, r *validate.Report, _ render.Options) error { return baseline.Of(r).Write(w) }}
	target, err := render.Open([]render.Output{{Format: format, Path: b.write}}, nil, read)
	if err != nil {
		return nil, b.writeError(err)
	}
	return target, nil
}

func (b *baselineFlags) writeError(err error) error {
	if e, ok := errors.AsType[*render.OutputError](err); ok {
		err = e.Err
	}
	return usageErrorf("--write-baseline %s: %v; name another file", b.write, systemError(err))
}

// save writes the baseline of a report, if that is asked for, and says what it holds.
func (b *baselineFlags) save(errs io.Writer, target *render.Sink, r *validate.Report) error {
	if b.write == "" {
		return nil
	}
	failed := target.Write(func(o render.Output, w io.Writer) error { return o.Format.Report(w, r, render.Options{}) })
	if len(failed) > 0 {
		return b.writeError(failed[0])
	}
	_, _ = fmt.Fprintf(errs, "apicontract: %s: %s\n", b.write, render.BaselineChanges(r))
	if n := r.Summary.Overflow; n > 0 {
		_, _ = fmt.Fprintf(errs, "apicontract: warning: %d violations went past the limit on distinct findings and are not in the baseline; leave out operations with --exclude\n", n)
	}
	return nil
}

// vanishedLines says that --strict-baseline makes the run fail; nil if it does not.
func (b *baselineFlags) vanishedLines(r *validate.Report) []string {
	if !b.strict || r.Baseline == nil || len(r.Baseline.Absent) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the baseline %s is not current: %d of its findings vanished; write it anew with --write-baseline %s", b.read, len(r.Baseline.Absent), b.read)}
}

// notWrittenLines says that a run that did not check everything writes no baseline; nil if none is
// asked for.
func (b *baselineFlags) notWrittenLines() []string {
	if b.write == "" {
		return nil
	}
	return []string{fmt.Sprintf("%s is not written, because a baseline of what was checked would lack findings", b.write)}
}
