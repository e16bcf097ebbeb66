package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func newCodes(s streams) *cobra.Command {
	output := choiceFlag{value: "text", allowed: []string{"text", "markdown", "json"}}
	var spec documentFlag
	cmd := &cobra.Command{
		Use:     "codes",
		Short:   "List the error codes of the contract",
		Long:    "List the error table: each code with its status and with how a caller should react.",
		Example: "  apicontract codes --output markdown > errors.md",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			contract, err := spec.loadContract()
			if err != nil {
				return err
			}
			if len(contract.Codes()) == 0 {
				return usageErrorf("%s has no error table; add x-error-table to it", render.Printable(contract.Source()))
			}
			return writeCodes(s.out, output.value, contract.Codes())
		},
	}
	spec.addFlag(cmd)
	output.addFlag(cmd, "output", "o", "output format")
	return cmd
}

func writeCodes(w io.Writer, format string, codes []validate.ErrorCode) error {
	switch format {
	case "json":
		return render.WriteJSON(w, codes)
	case "markdown":
		return writeCodesMarkdown(w, codes)
	}
	return writeCodesText(w, codes)
}

func writeCodesText(w io.Writer, codes []validate.ErrorCode) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "CODE\tSTATUS\tRETRY\tRETRY-AFTER\tPARAM")
	for _, c := range codes {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", render.Printable(c.Name), statusList(c), c.Retry, c.RetryAfter, c.Param)
	}
	return t.Flush() // tabwriter writes nothing before
}

func writeCodesMarkdown(w io.Writer, codes []validate.ErrorCode) error {
	var b strings.Builder
	b.WriteString("| code | status | retry | `Retry-After` | `param` | meaning | what to do |\n")
	b.WriteString("|---|---|---|---|---|---|---|\n")
	for _, c := range codes {
		cells := []string{codeLink(c), statusList(c), string(c.Retry), string(c.RetryAfter), string(c.Param), markdownCell(c.Meaning), markdownCell(c.Action)}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// codeLink is the code as a link to its documentation, where that is known.
func codeLink(c validate.ErrorCode) string {
	name := "`" + markdownCell(c.Name) + "`"
	if c.DocURL == "" {
		return name
	}
	return "[" + name + "](" + markdownCell(c.DocURL) + ")"
}

// markdownCell keeps a text within its cell: bars are escaped, lines joined.
func markdownCell(s string) string {
	return strings.ReplaceAll(render.Printable(strings.Join(strings.Fields(s), " ")), "|", `\|`)
}

// anyStatus stands for the status of a code that only a range or a default
// response lists.
const anyStatus = "any"

func statusList(c validate.ErrorCode) string {
	if len(c.Statuses) == 0 {
		return anyStatus
	}
	words := make([]string, len(c.Statuses))
	for i, s := range c.Statuses {
		words[i] = strconv.Itoa(s)
	}
	return strings.Join(words, ", ")
}
