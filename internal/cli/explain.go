package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/internal/suggest"
	"github.com/apicontract/apicontract/validate"
)

func newExplain(s streams) *cobra.Command {
	var spec documentFlag
	cmd := &cobra.Command{
		Use:   "explain RULE|CODE|STATUS|RETRY-CLASS",
		Short: "Explain a rule, an error code, a status or a retry class",
		Long: `Explain a rule: when it is broken, why that matters, and how to fix it.
Explain an error code: its status, what it means, and what a client should do.
Explain a status or a retry class: its meaning, and the error codes that have it.`,
		Example: `  apicontract explain code-status
  apicontract explain video_not_found
  apicontract explain 404
  apicontract explain wait`,
		Args: requireOneName,
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := explainName(args[0], spec)
			if err != nil {
				return err
			}
			_, err = io.WriteString(s.out, text)
			return err
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			configure(cmd)
			contract, _ := spec.loadContract() // without a contract, explain still finds rules
			return explainableNames(contract), cobra.ShellCompDirectiveNoFileComp
		},
	}
	spec.addFlag(cmd)
	return cmd
}

func requireOneName(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usageErrorf("explain takes one name, not %d; `apicontract rules` and `apicontract codes` list them", len(args))
}

// explainName looks up rules first, because they need no document.
func explainName(name string, spec documentFlag) (string, error) {
	if r, ok := validate.LookupRule(validate.RuleID(name)); ok {
		return explainRule(r), nil
	}
	contract, err := spec.loadContract()
	if err != nil {
		return "", err
	}
	if c, ok := contract.LookupCode(name); ok {
		return explainCode(c, spec.path == "", exampleBody(contract, c)), nil
	}
	for _, c := range contract.UndocumentedCodes() {
		if c.Name == name {
			return explainUndocumented(c), nil
		}
	}
	if status, ok := parseStatus(name); ok {
		return explainStatus(status, contract), nil
	}
	if class := validate.RetryClass(name); render.RetryMeaning(class) != "" {
		return explainRetryClass(class, contract.Codes()), nil
	}
	where := "`apicontract rules` and `apicontract codes` list them"
	if spec.path == "" {
		where += "; for another document, give --spec FILE"
	}
	advice := suggest.DidYouMean(name, explainableNames(contract), where)
	if spec.path == "" && advice != where {
		advice += " For a code of another document, give --spec FILE"
	}
	return "", usageErrorf("%q is not a rule, an error code of %s, a status or a retry class; %s", name, contract.Title(), advice)
}

// explainableNames returns all names that explain knows. The contract may be nil.
func explainableNames(contract *validate.Contract) []string {
	var names []string
	for _, r := range validate.Rules() {
		names = append(names, string(r.ID))
	}
	for _, class := range render.RetryClasses {
		names = append(names, string(class))
	}
	if contract == nil {
		return names
	}
	for _, c := range contract.Codes() {
		names = append(names, c.Name)
	}
	for _, c := range contract.UndocumentedCodes() {
		names = append(names, c.Name)
	}
	return names
}

func explainRule(r validate.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n", r.ID, r.Level)
	fmt.Fprintf(&b, "Broken when: %s\n\n", render.WrapText(r.Summary, ""))
	fmt.Fprintf(&b, "%s\n\n", render.WrapText(r.Help, ""))
	fmt.Fprintf(&b, "Example\n%s\n\n", indentLines(r.Example))
	fmt.Fprintf(&b, "How to fix\n  %s\n\n", render.WrapText(hints.Fix(string(r.ID), r.Fix), "  "))
	fmt.Fprintf(&b, "Source\n  %s\n", render.WrapText(r.Source, "  "))
	return b.String()
}

func indentLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] = "  " + l
		}
	}
	return strings.Join(lines, "\n")
}
