package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
)

// A renderCommand is the command render with its flags.
type renderCommand struct {
	streams
	outputs        outputFlags
	failOn         choiceFlag
	quiet, verbose bool
}

func newRender(s streams) *cobra.Command {
	r := &renderCommand{streams: s, outputs: outputFlags{kind: render.KindReport, noAnnotations: true}, failOn: newFailOn()}
	cmd := &cobra.Command{
		Use:   "render FILE",
		Short: "Write a report in other formats",
		Long: `Write a report of check in other formats, without checking again. FILE is what check -o json or
merge wrote, or - for standard input. --fail-on says which findings fail a case of JUnit.

The exit code says whether the report was written, and nothing about its findings.`,
		Example: `  apicontract render report.json
  apicontract render report.json -o junit=report.xml -o sarif=report.sarif`,
		Args: requireOneReport,
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	r.outputs.addFlag(cmd)
	r.failOn.addFlag(cmd, "fail-on", "", "lightest level of finding that fails")
	f.BoolVarP(&r.quiet, "quiet", "q", false, "print only the findings that fail")
	f.BoolVarP(&r.verbose, "verbose", "v", false, "print every occurrence of a finding, and every host")
	return cmd
}

func requireOneReport(_ *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usageErrorf("render takes one report, not %d; `apicontract merge` makes one of several", len(args))
}

func (r *renderCommand) run(ctx context.Context, name string) error {
	if r.quiet && r.verbose {
		return usageErrorf("--quiet and --verbose contradict each other; give one of them")
	}
	options := render.Options{Verbose: r.verbose, Quiet: r.quiet, FailLevel: failLevelOf(r.failOn), MinChecked: defaultMinChecked}
	out, err := r.outputs.openWriters(r.streams, options, name)
	if err != nil {
		return err
	}
	defer out.Close()
	report, err := readReport(ctx, r.in, name)
	if err != nil {
		return inputErrorf("%s: %v", name, err)
	}
	return out.write(ctx, func(f render.Format, w io.Writer, o render.Options) error { return f.Report(w, report, o) })
}
