package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func newRules(s streams) *cobra.Command {
	output := outputFlags{kind: render.KindRules}
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules and their levels",
		Long: `List the rules of check and of lint with their default levels; check --level changes the level
of a rule.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out, err := output.openWriters(s, render.Options{})
			if err != nil {
				return err
			}
			return out.write(cmd.Context(), func(f render.Format, w io.Writer, o render.Options) error {
				return f.Rules(w, validate.Rules(), o)
			})
		},
	}
	output.addFlag(cmd)
	return cmd
}
