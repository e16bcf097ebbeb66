package cli

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/apicontract/apicontract/internal/config"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A configCommand is the command config with its flags.
type configCommand struct {
	streams
	configuration *configuration
	output        choiceFlag
}

func newConfig(s streams, c *configuration) *cobra.Command {
	p := &configCommand{streams: s, configuration: c, output: choiceFlag{value: "text", allowed: []string{"text", "json"}}}
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the configuration, with the origin of each value",
		Long: `Print every value of the configuration with its origin: the configuration file, a variable of the
environment, or the default. A variable wins over the file, and a flag of the command line over
both. Every value is checked.`,
		Example: `  apicontract config
  APICONTRACT_CHECK_FAIL_ON=warning apicontract config
  apicontract config --no-config --output json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.run(cmd.Root()) },
	}
	p.output.addFlag(cmd, "output", "o", "form of the output")
	return cmd
}

// configRow is a value as the command prints it.
type configRow struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
	Origin string   `json:"origin"`
}

// configDump is the configuration as the command prints it.
type configDump struct {
	File         string            `json:"file,omitempty"`
	Values       []configRow       `json:"values"`
	Suppressions []suppressionDump `json:"suppressions"`
}

type suppressionDump struct {
	validate.Suppression
	Expired bool   `json:"expired,omitempty"`
	Origin  string `json:"origin"`
}

func (p *configCommand) run(root *cobra.Command) error {
	loaded, err := p.configuration.load(root)
	if err != nil {
		return err
	}
	for _, cmd := range root.Commands() {
		for _, section := range sections {
			if cmd.Name() == section {
				if err := applyValues(loaded, cmd); err != nil {
					return err
				}
			}
		}
	}
	dump := newConfigDump(root, loaded)
	if p.output.value == "json" {
		err = render.WriteJSON(p.out, dump)
	} else {
		err = dump.writeText(p.out)
	}
	if err != nil {
		return usageErrorf("the configuration cannot be written: %v", systemError(err))
	}
	return nil
}

func newConfigDump(root *cobra.Command, loaded *config.Config) *configDump {
	defaults := make(map[string]string)
	for _, section := range sections {
		eachConfigured(root, section, func(name string, f *pflag.Flag) { defaults[name] = f.DefValue })
	}
	dump := &configDump{File: loaded.Path, Values: []configRow{}, Suppressions: []suppressionDump{}}
	for _, key := range configKeys(root) {
		row := configRow{Key: key.Name, Values: []string{}, Origin: "default"}
		if value, ok := loaded.Value(key.Name); ok {
			row.Origin = value.Origin
			for _, text := range value.Texts {
				row.Values = append(row.Values, withoutUser(text))
			}
		} else if text := defaults[key.Name]; text != "" && text != "[]" {
			row.Values = append(row.Values, text)
		}
		dump.Values = append(dump.Values, row)
	}
	today := now()
	for _, s := range loaded.Suppressions {
		dump.Suppressions = append(dump.Suppressions, suppressionDump{s.Suppression, s.IsExpired(today), s.Origin})
	}
	return dump
}

// withoutUser returns a text without the user and password of a URL.
func withoutUser(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return text
	}
	u.User = nil
	return u.String()
}

func (d *configDump) writeText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range d.Values {
		value := strings.Join(row.Values, ", ")
		if value == "" {
			value = "-"
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", row.Key, render.Printable(value), render.Printable(row.Origin))
	}
	for _, s := range d.Suppressions {
		text := s.String()
		switch {
		case s.Expired:
			text += ", expired on " + s.Until
		case s.Until != "":
			text += ", until " + s.Until
		}
		_, _ = fmt.Fprintf(t, "suppression\t%s: %s\t%s\n", render.Printable(text), render.Printable(s.Reason), render.Printable(s.Origin))
	}
	return t.Flush() // the first error of writing
}
