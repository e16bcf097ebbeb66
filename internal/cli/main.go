// Package cli is the command line, with one file for each command. It turns arguments into calls of
// the engine, and results into output and an exit code.
package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// streams are the process's standard streams. Only results go to stdout; everything about the run
// itself goes to stderr.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Main runs the command line and returns the process's exit code. If ctx ends, the run ends
// within a second: captures are read no further, and what was found until then is reported.
func Main(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	defer setCollections()()
	s := streams{in: in, out: out, err: errs}
	root := newRoot(s)
	root.SetArgs(args)
	return s.runUntil(ctx, func() int { return s.exitCode(root.ExecuteContext(withArguments(ctx, args))) })
}

// Command returns the command line as a tree, to write manual pages and completion scripts from.
// Its commands read nothing and discard what they print.
func Command() *cobra.Command {
	return newRoot(streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard})
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "apicontract",
		Short: "Check HTTP traffic against an API's contract, its error codes included",
		Long: `apicontract checks that an API's responses match its contract: an OpenAPI document with a
table of error codes. It reads captures of HTTP traffic and serves a mock of the API. The
contract of the HeyGen API is built in; --spec FILE uses another one.

Exit codes: 0 no finding at or above --fail-on; 1 findings; 2 wrong usage, or a document that
cannot be used; 3 a capture that cannot be read to its end, or nothing in it could be checked.`,
		Example: `  apicontract check traffic.har
  apicontract explain video_not_found`,
		Args:              noCommand,
		RunE:              func(*cobra.Command, []string) error { return errNoCommand },
		Version:           moduleVersion(),
		SilenceErrors:     true, // exitCode prints them, once and in one form
		SilenceUsage:      true,
		DisableAutoGenTag: true,
	}
	conf := &configuration{streams: s}
	conf.addFlags(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return conf.apply(cmd) }
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("{{.DisplayName}} {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelp())
	// The root command only reports a missing command, so it has no usage to show.
	root.SetUsageTemplate(strings.Replace(root.UsageTemplate(), "{{if .Runnable}}", "{{if and .Runnable .HasParent}}", 1))
	root.AddCommand(newCheck(s, conf), newLint(s), newCoverage(s), newRender(s), newMerge(s), newRedact(s), newMock(s), newRules(s), newExplain(s), newCodes(s), newDocument(s), newConfig(s, conf), newVersion(s))
	root.InitDefaultCompletionCmd()
	requireShell(root)
	return root
}
