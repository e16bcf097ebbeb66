package cli

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/baseline"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// A checkCommand is the command of that name with its flags.
type checkCommand struct {
	streams
	spec             documentFlag
	baseURLs         baseURLs
	outputs          outputFlags
	failOn           choiceFlag
	levels           ruleLevels
	include, exclude []string
	quiet, verbose   bool
	formats          choiceFlag
	lenientNullable  bool
	anyHost          bool
	minChecked       thresholdFlag
	noFastPath       bool
	baseline         baselineFlags
	configuration    *configuration
	watches          bool
}

// The values of --schema-formats.
const (
	assertFormats   = "assert"
	annotateFormats = "annotate"
)

// defaultMinChecked is the --min-checked that applies without the flag, in percent.
const defaultMinChecked = 50

// failNever is the --fail-on under which findings fail no run.
const failNever = "never"

func newCheck(s streams, conf *configuration) *cobra.Command {
	c := &checkCommand{streams: s, configuration: conf, outputs: outputFlags{kind: render.KindReport}, formats: choiceFlag{value: assertFormats, allowed: []string{assertFormats, annotateFormats}}, failOn: newFailOn(),
		minChecked: thresholdFlag{name: "checked", percent: defaultMinChecked, given: true}}
	cmd := &cobra.Command{
		Use:   "check [FILE…]",
		Short: "Check captures against the contract",
		Long: `Check captures of HTTP traffic against the contract. A capture is a HAR file, plain or
compressed with gzip or Zstandard, or a ZIP archive as Playwright writes it. FILE may be a glob
(** for any depth), a directory, or -
for standard input. Without FILE, the captures of the configuration are checked.

Every entry of a capture is reported as checked or skipped, with the reason. Entries for other
hosts than the contract's servers are skipped; --base-url adds a mock or a staging server.`,
		Example: `  apicontract check traffic.har
  apicontract check --output text --output json=report.json 'captures/**/*.har'
  apicontract check --spec openapi.yaml --base-url http://localhost:8080 traffic.har
  apicontract check --write-baseline baseline.json traffic.har
  apicontract check --baseline baseline.json traffic.har
  apicontract check --level message-incomplete=error --exclude '/v3/assets/**' traffic.har
  zstd -dc traffic.har.zst | apicontract check -`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.addFlags(cmd)
	return cmd
}

func (c *checkCommand) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	c.spec.addFlag(cmd)
	f.Var(&c.baseURLs, "base-url", "`URL` of another server of the API, such as http://localhost:8080; repeatable")
	f.BoolVar(&c.anyHost, "any-host", false, "match requests by path alone, whatever their host")
	c.outputs.addFlag(cmd)
	c.failOn.addFlag(cmd, "fail-on", "", "lowest level of finding that makes the exit code 1")
	c.baseline.addFlags(cmd)
	f.Var(&c.minChecked, "min-checked", "least share, in percent, of the responses of the contract that must be checked; with less, the exit code is 3")
	f.Var(&c.levels, "level", "set the level of a rule: error, warning, note or off; repeatable")
	f.StringArrayVar(&c.include, "include", nil, "check only operations that match `PATTERN`: a path (/v3/videos/**), an operationId (list*) or a method and path (GET /v3/**); repeatable (default all)")
	f.StringArrayVar(&c.exclude, "exclude", nil, "skip operations that match `PATTERN`; repeatable; wins over --include")
	c.formats.addFlag(cmd, "schema-formats", "", "assert the formats of strings and numbers, or treat them as annotations")
	f.BoolVar(&c.lenientNullable, "lenient-nullable", false, "accept null wherever a schema has nullable: true, even where OpenAPI gives it no effect")
	f.BoolVarP(&c.quiet, "quiet", "q", false, "print only the findings that make the run fail, and one line of totals")
	f.BoolVarP(&c.verbose, "verbose", "v", false, "print every occurrence of a finding, and every host")
	f.BoolVar(&c.watches, "watch", false, "check again when a capture, the document, the baseline or the configuration changes, and print the difference")
	f.BoolVar(&c.noFastPath, "no-fast-path", false, "check every response without the fast path; the report is the same")
	_ = f.MarkHidden("no-fast-path") // it is there for tests
	completeFlag(cmd, "level", c.levels.completionWords()...)
	completeOperations(cmd, &c.spec, "include", "exclude")
	for _, name := range []string{"base-url", "min-checked"} {
		completeFlag(cmd, name) // the shell has nothing to complete
	}
}

// capturesOf returns the captures that the arguments name, or else the configuration.
func (c *checkCommand) capturesOf(args []string) ([]string, error) {
	if len(args) > 0 {
		return args, nil
	}
	if configured, ok := c.configuration.loaded.Value(capturesKey); ok && len(configured.Texts) > 0 {
		return configured.Texts, nil
	}
	return nil, usageErrorf("check needs a capture; name a HAR file, a directory or a glob, or - for standard input")
}

// run checks in the order in which things can be wrong: flags, document,
// outputs, captures.
func (c *checkCommand) run(ctx context.Context, args []string) error {
	if c.quiet && c.verbose {
		return usageErrorf("--quiet and --verbose contradict each other; give one of them")
	}
	args, err := c.capturesOf(args)
	if err != nil {
		return err
	}
	if err := c.checkWatch(args); err != nil {
		return err
	}
	if c.watches && watchedRunOf(ctx) == nil {
		return c.watch(ctx)
	}
	return c.checkOnce(ctx, args)
}

// checkOnce checks the captures once.
func (c *checkCommand) checkOnce(ctx context.Context, args []string) error {
	run := watchedRunOf(ctx)
	run.begin(func() []string { return c.watchedFiles(ctx, args, nil) })
	validator, err := c.newValidator()
	if err != nil {
		return err
	}
	run.begin(func() []string { return c.watchedFiles(ctx, args, validator.Contract()) })
	known, err := c.baseline.load(validator.Contract().Title())
	if err != nil {
		return err
	}
	inputs := c.findCaptures(ctx, args)
	out, target, err := c.openOutputs(inputs)
	if err != nil {
		return err
	}
	defer out.Close()
	defer target.Close()
	report := c.checkCaptures(ctx, validator, inputs)
	c.completeReport(report, known)
	if run != nil {
		run.report = report
	}
	err = out.write(ctx, c.writeReport(run, report))
	if err != nil && ctx.Err() == nil {
		return err
	}
	c.warnUnmatched(validator, report)
	c.warnSuppressions(out, report)
	if result := c.resultError(report, validator.Contract()); result != nil || err != nil {
		return cmp.Or(result, err)
	}
	return c.baseline.save(c.err, target, report)
}

// openOutputs opens the outputs and the file of --write-baseline, none of which may be a file that
// is read.
func (c *checkCommand) openOutputs(inputs []captureInput) (*outputWriter, *render.Sink, error) {
	read := []string{c.spec.path, c.spec.table}
	for _, in := range inputs {
		read = append(read, in.name)
	}
	target, err := c.baseline.openTarget(c.outputs.values, read...)
	if err != nil {
		return nil, nil, err
	}
	options := render.Options{Verbose: c.verbose, Quiet: c.quiet, FailLevel: c.failLevel(), MinChecked: c.minChecked.percent, StrictBaseline: c.baseline.strict}
	out, err := c.outputs.openWriters(c.streams, options, append(read, c.baseline.read)...)
	if err != nil {
		target.Close()
		return nil, nil, err
	}
	return out, target, nil
}

// completeReport adds to a report what the engine does not know: the tool, the names of files, and
// what the team has accepted.
func (c *checkCommand) completeReport(r *validate.Report, known *baseline.File) {
	r.Tool = validate.ToolInfo{Name: "apicontract", Version: moduleVersion()}
	r.Contract.BuiltIn = c.spec.path == ""
	c.spec.locateReport(r)
	c.markAccepted(r, known)
}

func (c *checkCommand) newValidator() (*validate.Validator, error) {
	contract, err := c.spec.loadContract()
	if err != nil {
		return nil, err
	}
	v, err := validate.New(contract, c.validatorOptions()...)
	if err != nil {
		return nil, usageErrorf("%v", err)
	}
	return v, nil
}

func (c *checkCommand) validatorOptions() []validate.Option {
	options := []validate.Option{validate.WithInclude(c.include...), validate.WithExclude(c.exclude...)}
	for _, url := range c.baseURLs {
		options = append(options, validate.WithBaseURL(url))
	}
	options = append(options, validate.WithSchemaFormats(c.formats.value == assertFormats))
	if c.anyHost {
		options = append(options, validate.WithAnyHost())
	}
	if c.lenientNullable {
		options = append(options, validate.WithLenientNullable())
	}
	if c.noFastPath {
		options = append(options, enginehook.WithoutFastPath.(validate.Option))
	}
	for _, l := range c.levels {
		options = append(options, validate.WithLevel(l.rule, l.level))
	}
	return options
}

// failLevel is the lightest level that fails the run; empty: none does.
func (c *checkCommand) failLevel() validate.Level { return failLevelOf(c.failOn) }

func newFailOn() choiceFlag {
	return choiceFlag{
		value:   string(validate.LevelError),
		allowed: []string{string(validate.LevelError), string(validate.LevelWarning), string(validate.LevelNote), failNever},
	}
}

func failLevelOf(failOn choiceFlag) validate.Level {
	if failOn.value == failNever {
		return ""
	}
	return validate.Level(failOn.value)
}
