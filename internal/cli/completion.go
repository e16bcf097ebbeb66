package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/inputs"
	"github.com/apicontract/apicontract/validate"
)

// completeOperations has the shell complete the operation IDs of the command's document for the
// flags, each with its method and path. A document that cannot be read completes nothing: the
// command itself reports it.
func completeOperations(cmd *cobra.Command, document *documentFlag, flags ...string) {
	completeWords(cmd, flags, func(*cobra.Command, []string) []cobra.Completion {
		contract, err := document.loadContract()
		if err != nil {
			return nil
		}
		var words []cobra.Completion
		for _, op := range contract.Operations() {
			words = appendOperation(words, op.ID, op.Method, op.PathTemplate)
		}
		return words
	})
}

// completeReportedOperations has the shell complete the operation IDs of the reports that the
// command line names so far.
func completeReportedOperations(cmd *cobra.Command, flags ...string) {
	completeWords(cmd, flags, func(cmd *cobra.Command, args []string) []cobra.Completion {
		report := readNamedReports(cmd, args)
		if report == nil {
			return nil
		}
		var words []cobra.Completion
		last := ""
		for i := range report.Coverage {
			row := &report.Coverage[i] // the rows of an operation follow each other
			if row.Operation != last {
				words = appendOperation(words, row.Operation, row.Method, row.PathTemplate)
			}
			last = row.Operation
		}
		return words
	})
}

// readNamedReports returns nil if no report can be read. Standard input belongs to the command and
// is not read for a completion.
func readNamedReports(cmd *cobra.Command, args []string) *validate.Report {
	if len(args) == 0 || slices.Contains(args, inputs.Stdin) {
		return nil
	}
	report, _, err := readReports(cmd.Context(), cmd.InOrStdin(), args)
	if err != nil {
		return nil
	}
	return report
}

func appendOperation(words []cobra.Completion, id, method, path string) []cobra.Completion {
	if id == "" {
		return words // --include selects it by its path
	}
	return append(words, cobra.CompletionWithDesc(id, method+" "+path))
}

// completeWords sets a function that returns the words that the shell completes for the flags.
func completeWords(cmd *cobra.Command, flags []string, words func(*cobra.Command, []string) []cobra.Completion) {
	for _, flag := range flags {
		// The only error is that cmd has no such flag, which does not matter for completion.
		_ = cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			configure(cmd)
			return words(cmd, args), cobra.ShellCompDirectiveNoFileComp
		})
	}
}

// configure sets the flags of a command as a run does, such as the document that the configuration
// names. The command itself reports a configuration that cannot be read.
func configure(cmd *cobra.Command) { _ = cmd.Root().PersistentPreRunE(cmd, nil) }
