package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func newRules(s streams) *cobra.Command {
	output := choiceFlag{value: "text", allowed: []string{"text", "json"}}
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules and their levels",
		Long: `List the rules that check judges by, with the level each has unless --level says otherwise,
and those of problems of the document, which lint lists.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if output.value == "json" {
				return render.WriteJSON(s.out, validate.Rules())
			}
			return writeRules(s.out)
		},
	}
	output.addFlag(cmd, "output", "o", "output format")
	return cmd
}

func writeRules(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "RULE\tLEVEL\tBROKEN WHEN")
	for _, r := range validate.Rules() {
		if !r.Document {
			_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", r.ID, r.Level, r.Summary)
		}
	}
	_, _ = fmt.Fprintln(t, "\nRULE OF DOCUMENTS\tLEVEL\tBROKEN WHEN")
	for _, r := range validate.Rules() {
		if r.Document {
			_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", r.ID, r.Level, r.Summary)
		}
	}
	return t.Flush() // tabwriter writes nothing before
}
