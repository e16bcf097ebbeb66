package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/apicontract/apicontract/internal/config"
	"github.com/apicontract/apicontract/internal/suggest"
)

// A configuration holds the flags for the configuration file, and what that and the environment
// say, for all commands.
type configuration struct {
	streams
	path   string // value of --config; empty: the file is searched
	none   bool
	loaded *config.Config
}

func (c *configuration) addFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&c.path, "config", "", "configuration `FILE` (default: the nearest "+config.FileName+" up to the root of the repository)")
	f.BoolVar(&c.none, "no-config", false, "read no configuration file")
	_ = root.MarkPersistentFlagFilename("config", "yaml", "yml")
}

// sections are the commands whose flags the configuration may set.
var sections = []string{"check", "lint", "coverage"}

// commonFlags are the flags that the configuration sets for every command that has them.
var commonFlags = []string{"spec", "error-table"}

// unconfigured are the flags that belong to a single run, or to the person who reads its output.
var unconfigured = []string{"help", "quiet", "verbose", "write-baseline", "watch"}

// capturesKey names the captures that check reads without arguments.
const capturesKey = "check.captures"

// configKeys returns the keys of the configuration: the flags of the commands.
func configKeys(root *cobra.Command) []config.Key {
	var keys []config.Key
	for _, section := range sections {
		if section == "check" {
			keys = append(keys, config.Key{Name: capturesKey, Kind: config.List, Resolve: resolvePath})
		}
		eachConfigured(root, section, func(name string, f *pflag.Flag) {
			if !slices.ContainsFunc(keys, func(k config.Key) bool { return k.Name == name }) {
				keys = append(keys, newConfigKey(name, f))
			}
		})
	}
	slices.SortStableFunc(keys, func(a, b config.Key) int {
		return cmp.Compare(strings.Count(a.Name, "."), strings.Count(b.Name, ".")) // common ones first
	})
	return keys
}

// eachConfigured calls f for each flag of a command that the configuration may set, with its key.
func eachConfigured(root *cobra.Command, section string, f func(name string, flag *pflag.Flag)) {
	for _, cmd := range root.Commands() {
		if cmd.Name() != section {
			continue
		}
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			switch {
			case slices.Contains(commonFlags, flag.Name):
				f(flag.Name, flag)
			case !flag.Hidden && !slices.Contains(unconfigured, flag.Name) && root.PersistentFlags().Lookup(flag.Name) == nil:
				f(section+"."+flag.Name, flag)
			}
		})
	}
}

func newConfigKey(name string, f *pflag.Flag) config.Key {
	key := config.Key{Name: name}
	switch f.Value.(type) {
	case *ruleLevels:
		key.Kind = config.Levels
	case *baseURLs, *outputFlags, pflag.SliceValue:
		key.Kind = config.List
	}
	switch {
	case f.Name == "output":
		key.Resolve = resolveOutput
	case f.Annotations[cobra.BashCompFilenameExt] != nil:
		key.Resolve = resolvePath
	}
	return key
}

// resolvePath resolves a path, or the name of the built-in error table.
func resolvePath(text string, join func(string) string) string {
	if text == builtinTable {
		return text
	}
	return join(text)
}

// resolveOutput resolves the path of an output, such as json=report.json.
func resolveOutput(text string, join func(string) string) string {
	format, path, found := strings.Cut(text, "=")
	if !found {
		return text
	}
	return format + "=" + join(path)
}

// load reads the configuration once.
func (c *configuration) load(root *cobra.Command) (*config.Config, error) {
	if c.loaded != nil {
		return c.loaded, nil
	}
	if c.none && c.path != "" {
		return nil, usageErrorf("--config and --no-config contradict each other; give one of them")
	}
	path, err := c.find()
	if err != nil {
		return nil, err
	}
	keys := configKeys(root)
	loaded, err := config.Load(path, os.Environ(), keys)
	if err != nil {
		return nil, usageErrorf("%v", err)
	}
	c.warnUnknown(loaded.Unknown, keys)
	c.loaded = loaded
	return loaded, nil
}

// find returns the path of the configuration file as seen from the current folder; empty if there
// is none.
func (c *configuration) find() (string, error) {
	if c.path != "" || c.none {
		return c.path, nil
	}
	folder, err := os.Getwd()
	if err != nil {
		return "", usageErrorf("%v; name a configuration with --config, or give --no-config", err)
	}
	path, err := config.Find(folder)
	if err != nil {
		return "", usageErrorf("%v; name a configuration with --config, or give --no-config", err)
	}
	if relative, err := filepath.Rel(folder, path); path != "" && err == nil {
		return relative, nil
	}
	return path, nil
}

// warnUnknown warns of variables that are probably misspelt.
func (c *configuration) warnUnknown(names []string, keys []config.Key) {
	var known []string
	for _, k := range keys {
		known = append(known, strings.TrimPrefix(k.Variable(), config.Prefix))
	}
	for _, name := range names {
		if near := suggest.Nearest(strings.TrimPrefix(name, config.Prefix), known); len(near) > 0 {
			_, _ = fmt.Fprintf(c.err, "apicontract: warning: the variable %s sets nothing; did you mean %s?\n", name, config.Prefix+near[0])
		}
	}
}

// apply sets the flags of a command that its arguments do not set. It reads no configuration for
// a command without any such flag.
func (c *configuration) apply(cmd *cobra.Command) error {
	if !slices.Contains(sections, cmd.Name()) && cmd.Flags().Lookup("spec") == nil {
		return nil
	}
	loaded, err := c.load(cmd.Root())
	if err != nil {
		return err
	}
	return applyValues(loaded, cmd)
}

// applyValues sets the flags of a command that are not set yet.
func applyValues(loaded *config.Config, cmd *cobra.Command) (err error) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := cmd.Name() + "." + f.Name
		if slices.Contains(commonFlags, f.Name) {
			name = f.Name
		}
		value, ok := loaded.Value(name)
		if !ok || f.Changed || err != nil {
			return
		}
		for _, text := range value.Texts {
			if e := f.Value.Set(text); e != nil {
				err = usageErrorf("%s: %s %q: %v", value.Origin, name, text, e)
				return
			}
		}
	})
	return err
}
