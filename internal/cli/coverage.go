package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/inputs"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A coverageCommand is the command of that name with its flags.
type coverageCommand struct {
	streams
	outputs    outputFlags
	missing    bool
	thresholds []*thresholdFlag
	operationSelection
}

func newCoverage(s streams) *cobra.Command {
	c := &coverageCommand{streams: s, outputs: outputFlags{kind: render.KindCoverage}}
	cmd := &cobra.Command{
		Use:   "coverage FILE…",
		Short: "Show how much of the contract was exercised",
		Long: `Show which operations, statuses and error codes of the contract were seen, and how often. FILE
is a report that tests wrote to $APICONTRACT_REPORT_DIR or that check -o json wrote, a glob or a
directory of reports, or - for standard input. Reports of one contract are added up.

The exit code is 1 if a share is below its threshold.`,
		Example: `  APICONTRACT_REPORT_DIR=$PWD/reports go test -count=1 ./...
  apicontract coverage reports
  apicontract coverage --min-operations 90 --min-codes 100 reports
  apicontract coverage --include '/v3/videos/**' --min-outcomes 100 reports
  apicontract coverage --missing 'shards/**/*.json'`,
		Args: requireReport,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.addFlags(cmd)
	return cmd
}

func (c *coverageCommand) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	c.outputs.addFlag(cmd)
	f.BoolVar(&c.missing, "missing", false, "list only what was not seen")
	f.StringArrayVar(&c.include, "include", nil, "count only operations that match `PATTERN`: a path (/v3/videos/**), an operationId (list*) or a method and path (GET /v3/**); repeatable (default all)")
	f.StringArrayVar(&c.exclude, "exclude", nil, "leave out operations that match `PATTERN`; repeatable; wins over --include")
	completeFlag(cmd, "include")
	completeFlag(cmd, "exclude")
	for _, t := range []struct {
		name, usage string
		of          func(*render.CoverageTotals) render.Share
	}{
		{"operations", "of the operations", func(t *render.CoverageTotals) render.Share { return t.Operations }},
		{"statuses", "of the statuses of each operation", func(t *render.CoverageTotals) render.Share { return t.Statuses }},
		{"codes", "of the codes of the error table, with any operation", func(t *render.CoverageTotals) render.Share { return t.Codes }},
		{"outcomes", "of the codes of each status of each operation", func(t *render.CoverageTotals) render.Share { return t.Outcomes }},
	} {
		floor := &thresholdFlag{name: t.name, of: t.of}
		f.Var(floor, "min-"+t.name, "least share "+t.usage)
		completeFlag(cmd, "min-"+t.name)
		c.thresholds = append(c.thresholds, floor)
	}
}

func requireReport(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageErrorf("coverage needs a report; name the directory that tests left reports in, or what check -o json=PATH wrote")
	}
	return nil
}

func (c *coverageCommand) run(ctx context.Context, args []string) error {
	out, err := c.outputs.openWriters(c.streams, render.Options{Missing: c.missing}, args...)
	if err != nil {
		return err
	}
	defer out.Close()
	merged, n, err := c.readReports(args)
	if err != nil {
		return err
	}
	if merged.Summary.Checked == 0 {
		return inputErrorf("nothing was checked in %d reports; run tests that make exchanges with the contract's servers", n)
	}
	if merged.Coverage, err = c.selectRows(merged.Coverage); err != nil {
		return err
	}
	merged.Tool = validate.ToolInfo{Name: "apicontract", Version: moduleVersion()}
	cover := render.NewCoverage(merged, n)
	err = out.write(ctx, func(f render.Format, w io.Writer, o render.Options) error { return f.Coverage(w, cover, o) })
	if err != nil {
		return err
	}
	return c.missedThresholds(&cover.Totals)
}

// missedThresholds names the thresholds that are not reached.
func (c *coverageCommand) missedThresholds(t *render.CoverageTotals) error {
	var lines []string
	for _, f := range c.thresholds {
		share := f.of(t)
		switch {
		case !f.given:
		case share.Of == 0:
			return usageErrorf("--min-%s: the contract has none", f.name)
		case !share.Reaches(f.percent):
			lines = append(lines, fmt.Sprintf("%s: %d of %d were seen, %.1f %%; --min-%s requires %s %%", f.name, share.Seen, share.Of, share.Percent, f.name, f))
		}
	}
	if len(lines) > 0 {
		return &exitError{exitFindings, lines}
	}
	return nil
}

// readReports reads and merges what the arguments name, one after the other, so that
// no more than two are in memory.
func (c *coverageCommand) readReports(args []string) (merged *validate.Report, n int, err error) {
	names, err := c.reportNames(args)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		r, err := c.readReport(name)
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

// reportNames are the files that the arguments stand for, and standard input.
func (c *coverageCommand) reportNames(args []string) ([]string, error) {
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
	return append(names, distinctFiles(files)...), nil
}

// distinctFiles leaves out files that were named before in another way: what is in them
// would count twice.
func distinctFiles(files []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(files, func(file string) bool {
		whole, err := filepath.EvalSymlinks(file)
		if err == nil {
			whole, err = filepath.Abs(whole)
		}
		again := err == nil && seen[whole]
		seen[whole] = true
		return again
	})
}

func (c *coverageCommand) readReport(name string) (*validate.Report, error) {
	if name == inputs.Stdin {
		return decodeReport(c.in)
	}
	f, err := inputs.Source{Name: name}.Open()
	if err != nil {
		return nil, systemError(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return decodeReport(f)
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

// A thresholdFlag is a threshold in percent.
type thresholdFlag struct {
	name    string
	of      func(*render.CoverageTotals) render.Share
	percent float64
	given   bool
}

func (f *thresholdFlag) String() string {
	if !f.given {
		return ""
	}
	return strconv.FormatFloat(f.percent, 'f', -1, 64)
}

func (f *thresholdFlag) Type() string { return "PERCENT" }

func (f *thresholdFlag) Set(s string) error {
	n, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil || !(n >= 0 && n <= 100) {
		return errors.New("must be a number from 0 to 100")
	}
	f.percent, f.given = n, true
	return nil
}
