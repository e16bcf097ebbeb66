package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A coverageCommand is the command coverage with its flags.
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
	completeReportedOperations(cmd, "include", "exclude")
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
		return usageErrorf("coverage needs a report; name the directory that tests wrote reports to, or what check -o json=PATH wrote")
	}
	return nil
}

func (c *coverageCommand) run(ctx context.Context, args []string) error {
	out, err := c.outputs.openWriters(c.streams, render.Options{Missing: c.missing}, args...)
	if err != nil {
		return err
	}
	defer out.Close()
	merged, n, err := readReports(ctx, c.in, args)
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

// missedThresholds returns an error that names the thresholds that are not reached, nil if all are.
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
