//go:build unix

// Command exchanges lets several engines check the same exchanges in turn, without a capture: each
// finds the operation and checks the response. It prints their time and memory and whether their
// results are right. Run it in the directory of the bench module.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"

	"github.com/apicontract/apicontract/bench/internal/bodies"
	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/rivals"
)

// A processRun is the measurement of one process.
type processRun struct {
	Exchanges   uint64 `json:"exchanges"`
	Nanoseconds int64  `json:"nanoseconds"`
	CPU         int64  `json:"cpu"`
	Allocs      uint64 `json:"allocs"`
	Bytes       uint64 `json:"bytes"`
	Wrong       int    `json:"wrong"`

	peak int64
}

// cpuPerExchange returns the CPU time of an exchange in nanoseconds, on all threads.
func (r processRun) cpuPerExchange() float64 { return float64(r.CPU) / float64(r.Exchanges) }

func (r processRun) perSecond() float64 { return float64(r.Exchanges) / float64(r.Nanoseconds) * 1e9 }

type comparison struct {
	mix        string
	drift      float64
	n, runs    int
	procs      int
	npm        bool
	benchmarks string

	directory string
	bytes     int // of all bodies
	faults    map[string]int
}

const apicontract = "apicontract"

func (c *comparison) engineNames() []string {
	names := []string{apicontract, rivals.Filter, rivals.PB33F}
	if c.npm {
		names = append(names, rivals.Responses)
	}
	if c.npm && c.mix == "errors" {
		names = append(names, rivals.Ajv) // it cannot find operations
	}
	return names
}

func main() {
	var c comparison
	flag.StringVar(&c.mix, "mix", "errors", "workload, see hargen")
	flag.Float64Var(&c.drift, "drift", 0, "share of the exchanges that break the contract")
	flag.IntVar(&c.n, "n", 1000, "exchanges, checked over and over")
	flag.IntVar(&c.runs, "runs", 5, "runs of each engine, in turn, of a second each")
	flag.IntVar(&c.procs, "procs", 0, "GOMAXPROCS of the Go engines; 0 leaves it alone, so that they collect garbage on other cores")
	flag.BoolVar(&c.npm, "npm", false, "with the engines of npm, after npm ci in npm/")
	flag.StringVar(&c.benchmarks, "bench", "", "`file` to append each run to, for benchstat")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	right, err := c.runAll(ctx)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "exchanges:", err)
		os.Exit(2)
	case !right:
		os.Exit(1)
	}
}

// runAll runs all engines and reports whether all results are right.
func (c *comparison) runAll(ctx context.Context) (right bool, err error) {
	if c.runs < 1 || c.n < 1 {
		return false, errors.New("no result without a run of something")
	}
	if c.directory, err = os.MkdirTemp("", "bench-*"); err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(c.directory)) }()
	if err := c.prepareFiles(ctx); err != nil {
		return false, err
	}
	runs := make(map[string][]processRun)
	for range c.runs {
		for _, name := range c.engineNames() {
			r, err := c.timeEngine(ctx, name)
			if err != nil {
				return false, err
			}
			runs[name] = append(runs[name], r)
		}
	}
	if err := errors.Join(c.writeTable(os.Stdout, runs), c.writeBenchstat(runs)); err != nil {
		return false, err
	}
	return c.checkFindings(os.Stdout, runs), nil
}

func (c *comparison) filePath(name string) string { return filepath.Join(c.directory, name) }

// prepareFiles builds the programs and writes the exchanges.
func (c *comparison) prepareFiles(ctx context.Context) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", c.directory+string(filepath.Separator), "./cmd/bodies", "./cmd/checkbodies")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	if _, err := measure.Run(ctx, c.filePath("bodies.json"), []int{0}, nil, c.filePath("bodies"),
		"-n", strconv.Itoa(c.n), "-mix", c.mix, "-drift", fmt.Sprint(c.drift)); err != nil {
		return err
	}
	file, err := bodies.Read(c.filePath("bodies.json"))
	if err != nil {
		return err
	}
	c.faults = make(map[string]int)
	for _, e := range file.Exchanges {
		c.bytes += len(e.Content)
		if e.Fault != "" {
			c.faults[e.Fault]++
		}
	}
	return nil
}

func (c *comparison) timeEngine(ctx context.Context, name string) (r processRun, err error) {
	command := []string{c.filePath("checker"), "-engine", name, c.filePath("bodies.json")}
	if name == rivals.Ajv || name == rivals.Responses {
		command = []string{"node", "npm/exchanges.mjs", name, c.filePath("bodies.json")}
	}
	u, err := measure.Run(ctx, c.filePath("out.json"), []int{0}, measure.ProcsEnv(c.procs), command[0], command[1:]...)
	if err != nil {
		return r, err
	}
	text, err := os.ReadFile(c.filePath("out.json"))
	if err != nil {
		return r, err
	}
	r.peak = u.Peak
	return r, json.Unmarshal(text, &r)
}
