package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func newCodes(s streams) *cobra.Command {
	output := outputFlags{kind: render.KindCodes}
	var spec documentFlag
	cmd := &cobra.Command{
		Use:   "codes",
		Short: "List the error codes of the contract",
		Long: `List the error table: each code with its status, whether a client may retry, and whether
the response has Retry-After and param.`,
		Example: "  apicontract codes --output markdown=errors.md",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			contract, err := spec.loadContract()
			if err != nil {
				return err
			}
			codes := contract.Codes()
			spec.printTableProblems(s.err, contract)
			if len(codes) == 0 {
				return noCodesError(contract)
			}
			out, err := output.openWriters(s, render.Options{}, spec.path, spec.table)
			if err != nil {
				return err
			}
			return out.write(cmd.Context(), func(f render.Format, w io.Writer, o render.Options) error { return f.Codes(w, codes, o) })
		},
	}
	spec.addFlag(cmd)
	output.addFlag(cmd)
	return cmd
}

// noCodesError returns the reason why there is nothing to list.
func noCodesError(contract *validate.Contract) error {
	source := render.Printable(contract.Source())
	if contract.HasErrorTable() {
		return usageErrorf("the error table of %s has no codes; add rows to its `codes`", source)
	}
	return usageErrorf("%s has no error table; add x-error-table to it, or give one with --error-table", source)
}

// printTableProblems prints the problems of the --error-table, as check and lint do.
func (d documentFlag) printTableProblems(w io.Writer, contract *validate.Contract) {
	problems := contract.ErrorTableProblems()
	d.locateProblems(problems)
	for _, p := range problems {
		_, _ = fmt.Fprintf(w, "%s[%s]: %s\n  %s:%d:%d\n", p.Level, p.Rule, render.Printable(p.Message),
			render.Printable(p.Location.File), p.Location.Line, p.Location.Column)
	}
}
