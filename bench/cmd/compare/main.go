//go:build unix

// Command compare generates captures, lets several engines check the same bytes in turn, and prints
// their time and memory and whether their counts are right. Run it in the directory of the bench
// module.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

// standardMixes are the workloads of -mix all.
const standardMixes = "mixed,errors,wrong,media,huge,small"

// A comparison runs one or more workloads with all engines.
type comparison struct {
	size       measure.Bytes
	mixes      string
	seed       uint64
	drift      float64
	pretty     bool
	runs       int
	procs      int
	npm        bool
	engines    string
	directory  string
	benchmarks string
}

func main() {
	c := comparison{size: 100e6}
	flag.Var(&c.size, "size", "`size` of the capture")
	flag.StringVar(&c.mixes, "mix", "mixed", "`workloads`, see hargen, with commas in between; all for "+standardMixes)
	flag.Uint64Var(&c.seed, "seed", 1, "seed of the traffic")
	flag.Float64Var(&c.drift, "drift", -1, "share of checked responses that break the contract; negative: the workload's own")
	flag.BoolVar(&c.pretty, "pretty", false, "indent the capture")
	flag.IntVar(&c.runs, "runs", 5, "runs of each engine, in turn")
	flag.IntVar(&c.procs, "procs", 0, "GOMAXPROCS of the engines; 0 leaves it alone")
	flag.BoolVar(&c.npm, "npm", false, "with the engines of npm, after npm ci in npm/")
	flag.StringVar(&c.engines, "engines", "", "run only the engines whose `names` contain one of these, with commas in between; apicontract always runs")
	flag.StringVar(&c.directory, "dir", "", "`directory` for the capture, which is kept; empty takes a temporary one")
	flag.StringVar(&c.benchmarks, "bench", "", "`file` to append each run to, for benchstat; - prints them and no tables")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	right, err := c.runAll(ctx)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(2)
	case !right:
		os.Exit(1)
	}
}

// runAll runs all workloads and reports whether all counts are right.
func (c *comparison) runAll(ctx context.Context) (right bool, err error) {
	if c.runs < 1 {
		return false, errors.New("no result without a run")
	}
	if c.mixes == "all" {
		c.mixes = standardMixes
	}
	mixes := strings.Split(c.mixes, ",")
	for _, mix := range mixes {
		if _, known := traffic.Mixes[mix]; !known {
			return false, fmt.Errorf("no workload is called %q", mix)
		}
	}
	if c.directory == "" {
		directory, err := os.MkdirTemp("", "bench-*")
		if err != nil {
			return false, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
		c.directory = directory
	}
	if err := c.buildPrograms(ctx); err != nil {
		return false, err
	}
	return c.runMixes(ctx, mixes)
}

// runMixes runs the workloads, one after the other.
func (c *comparison) runMixes(ctx context.Context, mixes []string) (right bool, err error) {
	var tables io.Writer = os.Stdout
	if c.benchmarks == "-" {
		tables = os.Stderr
	}
	right = true
	results := make([]*workloadResult, 0, len(mixes))
	for _, mix := range mixes {
		r, err := c.runWorkload(ctx, mix)
		if err != nil {
			return false, err
		}
		if err := errors.Join(r.writeTable(tables), c.writeBenchstat(r)); err != nil {
			return false, err
		}
		ok, err := c.checkCounts(tables, r)
		if err != nil {
			return false, err
		}
		right = right && ok
		results = append(results, r)
		fmt.Fprintln(tables)
	}
	if len(results) > 1 {
		return right, writeOverview(tables, results)
	}
	return right, nil
}
