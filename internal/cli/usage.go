package cli

import (
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/apicontract/apicontract/internal/suggest"
)

var errNoCommand = usageErrorf("no command given; try `apicontract check FILE`, or `apicontract --help` for all commands")

// noCommand runs if the first argument is not a command.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil {
		return usageErrorf("%q is a file, not a command; try `apicontract check %s`", args[0], args[0])
	}
	return usageErrorf("unknown command %q; %s", args[0], suggest.DidYouMean(args[0], commandNames(cmd), "see `apicontract --help`"))
}

// newHelp replaces cobra's help command, which exits with 0 for an unknown command.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			topic, rest, err := cmd.Root().Find(args)
			if err != nil || topic == cmd.Root() && len(args) > 0 {
				return noCommand(cmd.Root(), args)
			}
			if len(rest) > 0 {
				return noCommand(topic, rest)
			}
			topic.InitDefaultHelpFlag()
			topic.InitDefaultVersionFlag()
			return topic.Help()
		},
	}
}

// requireShell makes the completion command reject an unknown shell. Cobra prints the help and
// exits with 0.
func requireShell(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Args = cobra.ArbitraryArgs
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			shells := strings.Join(commandNames(cmd), ", ")
			if len(args) == 0 {
				return usageErrorf("completion needs the name of a shell: %s", shells)
			}
			return usageErrorf("no completion for %q; %s", args[0],
				suggest.DidYouMean(args[0], commandNames(cmd), "the shells are "+shells))
		}
	}
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// flagError words the errors of cobra and pflag about flags in our own terms.
func flagError(cmd *cobra.Command, err error) error {
	help := "see `" + cmd.CommandPath() + " --help`"
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := flagName(unknown)
		return usageErrorf("unknown flag %s; %s", name, suggest.DidYouMean(name, flagNames(cmd), help))
	case errors.As(err, &missing):
		return usageErrorf("--%s needs a value; %s", missing.GetFlag().Name, help)
	case errors.As(err, &invalid):
		return usageErrorf("--%s %q: %v", invalid.GetFlag().Name, invalid.GetValue(), invalid.Unwrap())
	}
	return usageErrorf("%v; %s", err, help)
}

// flagName returns the flag that the user meant: pflag reports a long flag after a single dash as a
// group of short ones.
func flagName(e *pflag.NotExistError) string {
	if group := e.GetSpecifiedShortnames(); len(group) == 1 {
		return "-" + group
	} else if group != "" {
		return "-" + strings.SplitN(group, "=", 2)[0]
	}
	return "--" + e.GetSpecifiedName()
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}
