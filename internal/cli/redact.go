package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/inputs"
	"github.com/apicontract/apicontract/internal/redact/rewrite"
	"github.com/apicontract/apicontract/validate"
)

// A redactCommand is the command of that name with its flags.
type redactCommand struct {
	streams
	check checkCommand // the flags that decide what is checked
	names rewrite.Names
	to    string
	key   keyFlags
}

func newRedact(s streams) *cobra.Command {
	c := &redactCommand{streams: s}
	c.check = checkCommand{streams: s, formats: choiceFlag{value: assertFormats}}
	cmd := &cobra.Command{
		Use:   "redact CAPTURE --to FILE",
		Short: "Replace the secrets of a capture, so that it can be shared",
		Long: `Copy a HAR with tokens in place of credentials, cookies, tokens, the signatures of URLs and
e-mail addresses. Everything else stays byte for byte. A token has the length and the form of its
value, so that the copy has the same findings: both are checked, and a difference is reported.

Equal values have equal tokens, within one run or with one --key-file. CAPTURE may be compressed
with gzip or Zstandard, and - is standard input; with --to -, the copy goes to standard output.

Exit codes: 0 the copy has the findings of the capture; 1 it has others; 2 wrong usage; 3 the
capture cannot be read to its end, and nothing was written.`,
		Example: `  apicontract redact traffic.har --to shared.har
  apicontract redact traffic.har --to shared.har --member username --header X-Account
  apicontract redact traffic.har.gz --to shared.har.gz --key-file redact.key`,
		Args: requireOneCapture,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args[0]) },
	}
	c.addFlags(cmd)
	return cmd
}

func (c *redactCommand) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&c.to, "to", "", "`FILE` for the copy, which only its owner may read; compressed if it ends in .gz or .zst; - is standard output")
	f.StringArrayVar(&c.names.Members, "member", nil, "replace the values of this `NAME` too, in JSON, forms and queries; repeatable")
	f.StringArrayVar(&c.names.Headers, "header", nil, "replace the values of the header `NAME` too; repeatable")
	f.StringArrayVar(&c.names.Queries, "query", nil, "replace the values of the query parameter `NAME` too; repeatable")
	c.key.addFlags(f)
	c.check.spec.addFlag(cmd)
	f.Var(&c.check.baseURLs, "base-url", "`URL` of another server of the API, for the check; repeatable")
	f.BoolVar(&c.check.anyHost, "any-host", false, "match requests by path alone, for the check")
	for _, name := range []string{"member", "header", "query", "base-url"} {
		completeFlag(cmd, name)
	}
}

func requireOneCapture(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageErrorf("redact takes one capture; name a HAR file, or - for standard input")
	}
	return nil
}

func (c *redactCommand) run(ctx context.Context, name string) error {
	source, err := c.openSource(name)
	if err != nil {
		return err
	}
	validator, err := c.check.newValidator()
	if err != nil {
		return err
	}
	out, err := c.createCopy(name)
	if err != nil {
		return err
	}
	key, err := c.key.read()
	if err != nil {
		return errors.Join(err, out.discard())
	}
	contract := rewrite.NewContract(enginehook.Document(validator.Contract()), c.names)
	result, err := c.copyCapture(ctx, source, out, validator, rewrite.Options{Key: key, Names: c.names, Contract: contract})
	if err != nil {
		_ = out.discard() // the first error counts
		c.key.removeNew()
		return c.copyError(ctx, name, err)
	}
	if err := out.commit(); err != nil {
		c.key.removeNew()
		return c.writeError(err)
	}
	c.printSummary(name, result)
	if len(result.differences) > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

// openSource finds the capture, which must be one file or standard input.
func (c *redactCommand) openSource(name string) (inputs.Source, error) {
	sources, err := capture.FileKind().Expand(c.in, []string{name})
	switch {
	case err != nil:
		return inputs.Source{}, inputErrorf("%s: %v", name, missingCapture(name, err))
	case len(sources) > 1:
		return inputs.Source{}, usageErrorf("%s has %d captures; name one, because each needs a file of its own", name, len(sources))
	}
	return sources[0], nil
}

// copyError is the error of a copy that was not finished.
func (c *redactCommand) copyError(ctx context.Context, name string, err error) error {
	if _, ok := errors.AsType[*copyWriteError](err); ok {
		return c.writeError(err)
	}
	if ctx.Err() != nil {
		return inputErrorf(interrupted)
	}
	text := ""
	if e, ok := errors.AsType[*capture.Error](err); ok {
		text = e.Message
	} else {
		text = systemError(err).Error()
	}
	return inputErrorf("%s: %s; %s", name, text, c.nothingWritten())
}

func (c *redactCommand) nothingWritten() string {
	if c.to == inputs.Stdin {
		return "what was written until then has no secrets, but no end"
	}
	return "nothing was written"
}

func (c *redactCommand) writeError(err error) error {
	return usageErrorf("--to %s: %v; make room for it or name another file", c.to, systemError(err))
}

// A copyResult is what is known after a copy.
type copyResult struct {
	rewrite.Summary
	original    *validate.Report
	differences []string // between the verdicts
}

// copyCapture copies the capture, and checks both while their text passes by. A file is read twice:
// what it reveals anywhere is replaced everywhere.
func (c *redactCommand) copyCapture(ctx context.Context, source inputs.Source, out *copyFile, v *validate.Validator, o rewrite.Options) (copyResult, error) {
	if info, err := os.Stat(source.Name); source.Name != inputs.Stdin && err == nil && info.Mode().IsRegular() {
		if o.Known, err = collectKnown(ctx, source, o); err != nil {
			return copyResult{}, err
		}
	}
	in, err := source.Open(ctx)
	if err != nil {
		return copyResult{}, err
	}
	defer func() { _ = in.Close() }() // it was only read
	text, err := openCaptureText(in)
	if err != nil {
		return copyResult{}, err
	}
	if err := out.encode(text.encoding); err != nil {
		return copyResult{}, err
	}
	folder, copyFolder := source.Folder(), c.copyFolder()
	defer func() { _, _ = folder.Close(), copyFolder.Close() }()
	original := startCheck(ctx, v, capture.Options{Bodies: folder})
	copied := startCheck(ctx, v, capture.Options{Bodies: copyFolder})
	summary, err := rewrite.Rewrite(ctx, io.MultiWriter(out, copied), io.TeeReader(text, original), o)
	before, after := original.finish(), copied.finish()
	if err == nil {
		err = cmp.Or(ctx.Err(), out.close())
	}
	return copyResult{summary, before, compareReports(before, after)}, err
}

// copyFolder is the folder in which the copy has bodies in files; none on standard output.
func (c *redactCommand) copyFolder() *inputs.Folder {
	if c.to == inputs.Stdin {
		return &inputs.Folder{}
	}
	return inputs.Source{Name: c.to}.Folder()
}

// collectKnown reads a capture for the secrets that its names reveal.
func collectKnown(ctx context.Context, source inputs.Source, o rewrite.Options) (rewrite.KnownValues, error) {
	in, err := source.Open(ctx)
	if err != nil {
		return rewrite.KnownValues{}, err
	}
	defer func() { _ = in.Close() }() // it was only read
	text, err := openCaptureText(in)
	if err != nil {
		return rewrite.KnownValues{}, err
	}
	return rewrite.Collect(ctx, text, o)
}

// printSummary prints what was replaced and where, and whether the verdict is the same.
func (c *redactCommand) printSummary(name string, r copyResult) {
	_, _ = fmt.Fprintf(c.err, "values replaced in %s: %d\n", name, r.Total())
	c.printCounts(r.Counts)
	if len(r.Kept) > 0 {
		_, _ = fmt.Fprintln(c.err, "not replaced, because another value would break the contract:")
		c.printCounts(r.Kept)
	}
	if r.Unpacked > 0 {
		_, _ = fmt.Fprintf(c.err, "compressed bodies that are uncompressed in the copy, so that sizes differ: %d\n", r.Unpacked)
	}
	if r.Files > 0 {
		_, _ = fmt.Fprintf(c.err, "bodies in files beside the capture, which are not copied: %d\n", r.Files)
	}
	if len(r.differences) == 0 {
		_, _ = fmt.Fprintf(c.err, "the verdict is the same (entries checked: %d of %d, findings: %d)\n", r.original.Summary.Checked, r.original.Summary.Entries, len(r.original.Findings))
		if r.original.Summary.Checked == 0 {
			_, _ = fmt.Fprintln(c.err, "nothing was checked; name the API's document with --spec, or a server with --base-url, to compare findings")
		}
		return
	}
	_, _ = fmt.Fprintf(c.err, "the verdict is not the same:\n")
	for _, line := range r.differences {
		_, _ = fmt.Fprintf(c.err, "  %s\n", line)
	}
}

// printCounts prints a line for each kind, with its places.
func (c *redactCommand) printCounts(counts []rewrite.Count) {
	for i := 0; i < len(counts); {
		kind, total, places := counts[i].Kind, 0, []string(nil)
		for ; i < len(counts) && counts[i].Kind == kind; i++ {
			total += counts[i].Count
			places = append(places, fmt.Sprintf("%s %d", counts[i].Place, counts[i].Count))
		}
		_, _ = fmt.Fprintf(c.err, "  %s: %d (%s)\n", kind, total, strings.Join(places, ", "))
	}
}
