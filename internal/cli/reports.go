package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/apicontract/apicontract/internal/inputs"
	"github.com/apicontract/apicontract/validate"
)

// readReports reads and merges what the arguments name, one after the other, so that
// no more than two are in memory.
func readReports(ctx context.Context, stdin io.Reader, args []string) (merged *validate.Report, n int, err error) {
	names, err := reportNames(args)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		r, err := readReport(ctx, stdin, name)
		if err != nil {
			return nil, 0, inputErrorf("%s: %v", name, err)
		}
		n++
		if merged == nil {
			merged = r
			continue
		}
		if merged, err = validate.Merge(merged, r); err != nil {
			return nil, 0, inputErrorf("%s: %v (the first is %s); name those of one contract, such as with a glob", name, err, names[0])
		}
	}
	return merged, n, nil
}

// reportNames returns the files that the arguments name, and standard input.
func reportNames(args []string) ([]string, error) {
	var patterns, names []string
	for _, arg := range args {
		if arg == inputs.Stdin {
			names = []string{arg}
		} else {
			patterns = append(patterns, arg)
		}
	}
	files, err := inputs.FileKind{Name: "report", Suffixes: []string{".json"}}.Files(patterns)
	if err != nil {
		return nil, inputErrorf("%v; name a report, a directory or a glob", err)
	}
	return append(names, files...), nil
}

func readReport(ctx context.Context, stdin io.Reader, name string) (*validate.Report, error) {
	if name == inputs.Stdin {
		return decodeReportUntil(ctx, inputs.ReadUntil(ctx, stdin))
	}
	f, err := inputs.Source{Name: name}.Open(ctx)
	if err != nil {
		return nil, systemError(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return decodeReportUntil(ctx, f)
}

// decodeReportUntil is decodeReport, which says so if it was interrupted.
func decodeReportUntil(ctx context.Context, in io.Reader) (*validate.Report, error) {
	r, err := decodeReport(in)
	if err != nil && ctx.Err() != nil {
		return nil, errors.New(interrupted)
	}
	return r, err
}

var errNoReport = errors.New("not a report; name a file that the tests wrote, or the output of check -o json")

func decodeReport(in io.Reader) (*validate.Report, error) {
	d := json.NewDecoder(in)
	r := new(validate.Report)
	if err := d.Decode(r); err != nil {
		return nil, errNoReport
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more data follows the report")
	}
	switch {
	case r.SchemaVersion == 0 || r.Coverage == nil:
		return nil, errNoReport
	case r.SchemaVersion != validate.SchemaVersion:
		return nil, fmt.Errorf("the report has schemaVersion %d, and this release reads %d: make the report again", r.SchemaVersion, validate.SchemaVersion)
	}
	for _, row := range r.Coverage {
		if row.Count < 0 || row.Conforming < 0 || row.Conforming > row.Count {
			return nil, errors.New("the counts of the report contradict each other; this tool did not write it")
		}
	}
	return r, nil
}
