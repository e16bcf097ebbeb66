package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/suggest"
)

// A choiceFlag is a flag that takes one of a few words.
type choiceFlag struct {
	value   string
	allowed []string
}

func (c *choiceFlag) String() string { return c.value }
func (c *choiceFlag) Type() string   { return strings.Join(c.allowed, "|") }

func (c *choiceFlag) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return notOneOf(s, c.allowed)
	}
	c.value = s
	return nil
}

// addFlag adds the flag to cmd, with its completion.
func (c *choiceFlag) addFlag(cmd *cobra.Command, name, short, usage string) {
	cmd.Flags().VarP(c, name, short, usage)
	completeFlag(cmd, name, c.allowed...)
}

func notOneOf(s string, allowed []string) error {
	return fmt.Errorf("not one of %s; %s", strings.Join(allowed, ", "), suggest.DidYouMean(s, allowed, "choose one of them"))
}

// completeFlag sets the words that the shell completes for a flag.
func completeFlag(cmd *cobra.Command, flag string, words ...string) {
	// The only error is that cmd has no such flag, which does not matter for completion.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}
