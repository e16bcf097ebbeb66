package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
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
			if len(codes) == 0 {
				return usageErrorf("%s has no error table; add x-error-table to it", render.Printable(contract.Source()))
			}
			out, err := output.openWriters(s, render.Options{}, string(spec))
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
