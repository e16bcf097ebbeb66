package cli

import (
	"context"
	"io"
	"slices"

	"github.com/apicontract/apicontract/internal/config"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/inputs"
	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// checkWatch returns an error if the flags and --watch contradict each other.
func (c *checkCommand) checkWatch(args []string) error {
	switch {
	case !c.watches:
		return nil
	case slices.Contains(args, inputs.Stdin):
		return usageErrorf("--watch cannot read standard input; name a file, a directory or a glob")
	case c.baseline.write != "":
		return usageErrorf("--watch and --write-baseline contradict each other; write the baseline in a run of its own")
	}
	return nil
}

// watchedFiles returns the files that a run reads. It finds captures anew at each call. Without a
// contract, because that is damaged, the files that its document refers to are not among them.
func (c *checkCommand) watchedFiles(ctx context.Context, args []string, contract *validate.Contract) []string {
	files := []string{c.baseline.read, c.spec.path, c.configuration.loaded.Path, config.FileName}
	if c.spec.table != builtinTable {
		files = append(files, c.spec.table)
	}
	if contract != nil && c.spec.path != "" {
		for _, root := range enginehook.Document(contract).FileRoots() {
			files = append(files, c.spec.locateFile(root.Location().File))
		}
	}
	for _, in := range c.findCaptures(ctx, args) {
		files = append(files, in.name)
	}
	return slices.DeleteFunc(files, func(name string) bool { return name == "" })
}

// writeReport writes a report to an output. A run of --watch that is not the first writes the
// difference to the run before, where people read it.
func (c *checkCommand) writeReport(run *watchedRun, r *validate.Report) renderFunc {
	return func(f render.Format, w io.Writer, o render.Options) error {
		if run != nil && run.before != nil && f.Name == "text" && w == c.out {
			return render.WriteDifference(w, run.before, r, o)
		}
		return f.Report(w, r, o)
	}
}
