package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/lint/library"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A lintCommand is the command lint with its flags.
type lintCommand struct {
	streams
	spec    documentFlag
	outputs outputFlags
	failOn  choiceFlag
	verbose bool
}

func newLint(s streams) *cobra.Command {
	l := &lintCommand{streams: s, outputs: outputFlags{kind: render.KindProblems}, failOn: newFailOn()}
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "List the problems of the OpenAPI document",
		Long: `List all problems of the OpenAPI document, each with its location and fix. A problem does not
stop check: only the parts that depend on it are unchecked. A mistake in the document's own
error table is an error, every other problem a warning.

The exit code is 1 if a problem is at or above --fail-on, and 2 if the document cannot be read.`,
		Example: `  apicontract lint --spec openapi.yaml
  apicontract lint --spec openapi.yaml --fail-on warning
  apicontract lint --spec openapi.yaml --output json=problems.json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return l.run(cmd.Context()) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	l.spec.addFlag(cmd)
	l.outputs.addFlag(cmd)
	l.failOn.addFlag(cmd, "fail-on", "", "lowest level of problem that makes the exit code 1")
	f.BoolVarP(&l.verbose, "verbose", "v", false, "print the JSON Pointer of every problem")
	return cmd
}

func (l *lintCommand) run(ctx context.Context) error {
	doc, err := l.spec.readDocument()
	if err != nil {
		return l.spec.loadError(err)
	}
	out, err := l.outputs.openWriters(l.streams, render.Options{Verbose: l.verbose, FailLevel: failLevelOf(l.failOn)}, l.spec.path, l.spec.table)
	if err != nil {
		return err
	}
	problems := enginehook.Problems(library.Problems(doc)).([]validate.Problem)
	l.spec.locateProblems(problems)
	shown := render.NewProblemList(validate.ToolInfo{Name: "apicontract", Version: moduleVersion()},
		render.DocumentInfo{Title: doc.Title(), Version: doc.APIVersion(), Source: doc.Name()}, problems)
	err = out.write(ctx, func(f render.Format, w io.Writer, o render.Options) error { return f.Problems(w, shown, o) })
	if err != nil {
		return err
	}
	floor := failLevelOf(l.failOn)
	for i := range problems {
		if floor != "" && problems[i].Level.AtLeast(floor) {
			return &exitError{code: exitFindings}
		}
	}
	return nil
}
