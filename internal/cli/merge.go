package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A mergeCommand is the command merge with its flags.
type mergeCommand struct {
	streams
	outputs outputFlags
}

func newMerge(s streams) *cobra.Command {
	m := &mergeCommand{streams: s, outputs: outputFlags{kind: render.KindReport, defaultFormat: "json", noAnnotations: true}}
	cmd := &cobra.Command{
		Use:   "merge FILE…",
		Short: "Make one report of several",
		Long: `Add up reports of one contract, such as those of CI shards: the result is the report of one
check of all captures. FILE is what check -o json wrote or tests wrote to $APICONTRACT_REPORT_DIR,
a glob or a directory of reports, or - for standard input. The order does not matter.`,
		Example: `  apicontract merge shard-1.json shard-2.json -o json=report.json
  apicontract merge reports -o text -o json=report.json`,
		Args: requireReports,
		RunE: func(cmd *cobra.Command, args []string) error { return m.run(cmd.Context(), args) },
	}
	m.outputs.addFlag(cmd)
	return cmd
}

func requireReports(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageErrorf("merge needs reports; name those that check -o json=PATH wrote, a directory or a glob")
	}
	return nil
}

func (m *mergeCommand) run(ctx context.Context, args []string) error {
	out, err := m.outputs.openWriters(m.streams, render.Options{FailLevel: validate.LevelError, MinChecked: defaultMinChecked}, args...)
	if err != nil {
		return err
	}
	defer out.Close()
	merged, _, err := readReports(ctx, m.in, args)
	if err != nil {
		return err
	}
	merged.Tool = validate.ToolInfo{Name: "apicontract", Version: moduleVersion()}
	return out.write(ctx, func(f render.Format, w io.Writer, o render.Options) error { return f.Report(w, merged, o) })
}
