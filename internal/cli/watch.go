package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/apicontract/apicontract/validate"
)

// watchInterval is the least time between two looks at watched files.
var watchInterval = 300 * time.Millisecond

// watchShare is the time between two looks as a multiple of the time that one takes: with thousands
// of captures, looking takes no more than a twentieth of a processor.
const watchShare = 20

// fileStamps returns a text for each file that changes when the file does.
func fileStamps(files []string) map[string]string {
	stamps := make(map[string]string, len(files))
	for _, name := range files {
		stamps[name] = ""
		if info, err := os.Stat(name); err == nil {
			stamps[name] = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
		}
	}
	return stamps
}

// changedFiles returns the names of files that came, went or changed.
func changedFiles(before, now map[string]string) []string {
	var changed []string
	for name, stamp := range now {
		if was, known := before[name]; !known || was != stamp {
			changed = append(changed, name)
		}
	}
	for name := range before {
		if _, known := now[name]; !known {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}

// A commandLine holds the arguments of a run in its context, for a command that runs again.
type commandLine struct{}

// withArguments returns a context that holds the arguments of a run.
func withArguments(ctx context.Context, args []string) context.Context {
	return context.WithValue(ctx, commandLine{}, args)
}

// A watchedRun is one run of check --watch. The run finds it in its context.
type watchedRun struct {
	before *validate.Report // of the run before; nil: this is the first one
	report *validate.Report // nil: the run ended with an error before it had one
	files  func() []string  // what the run reads; nil: it did not get so far
	stamps map[string]string
}

// watchKey is the key of a watchedRun in a context.
type watchKey struct{}

func watchedRunOf(ctx context.Context) *watchedRun {
	run, _ := ctx.Value(watchKey{}).(*watchedRun)
	return run
}

// begin notes the files that a run is about to read, with their state. A nil run is none of
// check --watch.
func (r *watchedRun) begin(files func() []string) {
	if r != nil {
		r.files, r.stamps = files, fileStamps(files())
	}
}

// watch runs a command, and again whenever one of the files that it reads has changed, until ctx
// ends. It returns the error of the last run, so that the exit code is that of the last report.
// Every run reads the flags, the configuration and all files anew.
func (s streams) watch(ctx context.Context) error {
	args, _ := ctx.Value(commandLine{}).([]string)
	last := &watchedRun{}
	for {
		run := &watchedRun{before: last.report}
		root := newRoot(s)
		root.SetArgs(args)
		err := root.ExecuteContext(context.WithValue(ctx, watchKey{}, run))
		if run.report == nil {
			run.report = last.report // the next difference is that to the last report
		}
		if run.files == nil && last.files == nil || ctx.Err() != nil {
			return err // nothing can be watched
		}
		if run.files == nil {
			run.files, run.stamps = last.files, fileStamps(last.files())
		}
		s.exitCode(err)
		changed := run.awaitChange(ctx)
		if changed == nil {
			return exitOnly(err)
		}
		_, _ = fmt.Fprintf(s.err, "apicontract: %s changed\n", strings.Join(changed, ", "))
		last = run
	}
}

// awaitChange waits until a file has changed, and returns the names of those that have, or nil if
// ctx ends. A file that is still being written is left alone until it stays the same for one
// interval.
func (r *watchedRun) awaitChange(ctx context.Context) []string {
	wait, previous := watchInterval, r.stamps
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		start := time.Now()
		now := fileStamps(r.files())
		wait = max(watchInterval, watchShare*time.Since(start))
		if maps.Equal(now, previous) && !maps.Equal(now, r.stamps) {
			return changedFiles(r.stamps, now)
		}
		previous = now
	}
}

// exitOnly returns an error with the same exit code that prints nothing, because its lines were
// printed.
func exitOnly(err error) error { return &exitError{code: asExitError(err).code} }
