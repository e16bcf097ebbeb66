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
	output := choice{value: "text", allowed: []string{"text", "markdown", "json"}}
	var spec document
	cmd := &cobra.Command{
		Use:     "codes",
		Short:   "List the error codes of the contract",
		Long:    "List the error table: each code with its status and with how a caller should react.",
		Example: "  apicontract codes --output markdown > errors.md",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			contract, err := spec.load()
			if err != nil {
				return err
			}
			if len(contract.Codes()) == 0 {
				return usagef("%s has no error table; add x-error-table to it", render.Printable(contract.Source()))
			}
			return writeCodes(s.out, output.value, contract.Codes())
		},
	}
	spec.register(cmd)
	output.register(cmd, "output", "o", "output format")
	return cmd
}

func writeCodes(w io.Writer, format string, codes []validate.Code) error {
	switch format {
	case "json":
		return render.WriteJSON(w, codes)
	case "markdown":
		return writeCodesMarkdown(w, codes)
	}
	return writeCodesText(w, codes)
}

func writeCodesText(w io.Writer, codes []validate.Code) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "CODE\tSTATUS\tRETRY\tRETRY-AFTER\tPARAM")
	for _, c := range codes {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", render.Printable(c.Name), statuses(c), c.Retry, c.RetryAfter, c.Param)
	}
	return t.Flush() // tabwriter writes nothing before
}

func writeCodesMarkdown(w io.Writer, codes []validate.Code) error {
	var b strings.Builder
	b.WriteString("| code | status | retry | `Retry-After` | `param` | meaning | what to do |\n")
	b.WriteString("|---|---|---|---|---|---|---|\n")
	for _, c := range codes {
		cells := []string{link(c), statuses(c), string(c.Retry), string(c.RetryAfter), string(c.Param), cell(c.Meaning), cell(joinFacts(c.Fixes, " "))}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// joinFacts writes facts one after another.
func joinFacts(facts []validate.Fact, separator string) string {
	texts := make([]string, len(facts))
	for i, f := range facts {
		texts[i] = f.Text
	}
	return strings.Join(texts, separator)
}

// link is the code as a link to its documentation, where that is known.
func link(c validate.Code) string {
	name := "`" + cell(c.Name) + "`"
	if c.DocURL == "" {
		return name
	}
	return "[" + name + "](" + cell(c.DocURL) + ")"
}

// cell keeps a text within its cell: bars are escaped, lines joined.
func cell(s string) string {
	return strings.ReplaceAll(render.Printable(strings.Join(strings.Fields(s), " ")), "|", `\|`)
}

// anyStatus stands for the status of a code that only a range or a default
// response lists.
const anyStatus = "any"

func statuses(c validate.Code) string {
	if len(c.Statuses) == 0 {
		return anyStatus
	}
	words := make([]string, len(c.Statuses))
	for i, s := range c.Statuses {
		words[i] = strconv.Itoa(s)
	}
	return strings.Join(words, ", ")
}
