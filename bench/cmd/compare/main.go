//go:build unix

// Command compare generates a capture, lets several engines check the same
// bytes in turn, and prints what they took and whether their verdicts are
// right. It is run in the directory of the bench module.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"

	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

// A comparison is one workload over all engines.
type comparison struct {
	size       measure.Bytes
	mix        string
	seed       uint64
	drift      float64
	pretty     bool
	runs       int
	procs      int
	directory  string
	benchmarks string
}

func main() {
	c := comparison{size: 100e6}
	flag.Var(&c.size, "size", "`size` of the capture")
	flag.StringVar(&c.mix, "mix", "mixed", "workload, see hargen")
	flag.Uint64Var(&c.seed, "seed", 1, "seed of the traffic")
	flag.Float64Var(&c.drift, "drift", 0, "share of judged responses that break the contract")
	flag.BoolVar(&c.pretty, "pretty", false, "indent the capture")
	flag.IntVar(&c.runs, "runs", 5, "runs of each engine, in turn")
	flag.IntVar(&c.procs, "procs", 0, "GOMAXPROCS of the engines; 0 leaves it alone")
	flag.StringVar(&c.directory, "dir", "", "`directory` for the capture, which is kept; empty takes a temporary one")
	flag.StringVar(&c.benchmarks, "bench", "", "`file` to append each run to, for benchstat")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	right, err := c.run(ctx)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(2)
	case !right:
		os.Exit(1)
	}
}

// run reports whether all verdicts are right.
func (c *comparison) run(ctx context.Context) (bool, error) {
	if c.runs < 1 {
		return false, fmt.Errorf("no result without a run")
	}
	if c.directory == "" {
		directory, err := os.MkdirTemp("", "bench-*")
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(directory)
		c.directory = directory
	}
	if err := c.build(ctx); err != nil {
		return false, err
	}
	manifest, err := c.generate(ctx)
	if err != nil {
		return false, err
	}
	usages, floor, err := c.measure(ctx)
	if err != nil {
		return false, err
	}
	c.table(os.Stdout, manifest, usages, floor)
	if err := c.benchstat(manifest, usages); err != nil {
		return false, err
	}
	return c.verdicts(os.Stdout, manifest)
}

func (c *comparison) path(name string) string { return filepath.Join(c.directory, name) }

// build compiles ours from the main module and the rest from this one.
func (c *comparison) build(ctx context.Context) error {
	directory, err := filepath.Abs(c.directory)
	if err != nil {
		return err
	}
	c.directory = directory
	out := directory + string(filepath.Separator)
	for _, args := range [][]string{
		{"build", "-C", "..", "-o", out, "./cmd/apicontract"},
		{"build", "-o", out, "./cmd/hargen", "./cmd/naive", "./cmd/tokens"},
	} {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("go %v: %w", args, err)
		}
	}
	return nil
}

func (c *comparison) generate(ctx context.Context) (m traffic.Manifest, err error) {
	cmd := exec.CommandContext(ctx, c.path("hargen"), "-o", c.path(capture),
		"-size", strconv.FormatInt(int64(c.size), 10), "-mix", c.mix, "-seed", strconv.FormatUint(c.seed, 10),
		"-drift", fmt.Sprint(c.drift), "-pretty="+strconv.FormatBool(c.pretty))
	text, err := stderrOf(cmd)
	if err != nil {
		return m, fmt.Errorf("hargen: %w: %s", err, text)
	}
	return m, json.Unmarshal(text, &m)
}

// measure runs the engines in turn, so that a slow minute of the machine hits
// all of them. floor is what a program that does nothing seems to hold.
func (c *comparison) measure(ctx context.Context) (usages map[string][]measure.Usage, floor int64, err error) {
	var env []string
	if c.procs > 0 {
		env = append(env, "GOMAXPROCS="+strconv.Itoa(c.procs))
	}
	nothing, err := measure.Run(ctx, c.path("nothing.out"), []int{0}, nil, "true")
	if err != nil {
		return nil, 0, err
	}
	usages = make(map[string][]measure.Usage)
	for range c.runs {
		for _, e := range engines {
			args := append(e.args, c.path(capture))
			u, err := measure.Run(ctx, c.output(e), e.codes, env, c.path(e.program), args...)
			if err != nil {
				return nil, 0, err
			}
			usages[e.name] = append(usages[e.name], u)
		}
	}
	return usages, nothing.Peak, nil
}
