//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/heap"
	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

// A workloadResult holds the measurements of all engines for one workload.
type workloadResult struct {
	mix         string
	manifest    traffic.Manifest
	engines     []engineCommand
	usages      map[string][]measure.Usage
	heap        map[string]heap.Count // of the engines that count allocations
	failed      map[string]string     // why engines could not load the capture
	minimumPeak int64                 // peak memory of a program that does nothing
}

func (c *comparison) filePath(name string) string { return filepath.Join(c.directory, name) }

// outputFile returns the file for an engine's standard output.
func (c *comparison) outputFile(e engineCommand) string {
	return c.filePath(e.name + ".out")
}

// buildPrograms builds ours from the main module and the others from this one, and writes the
// document as JSON for engines that only read JSON.
func (c *comparison) buildPrograms(ctx context.Context) error {
	directory, err := filepath.Abs(c.directory)
	if err != nil {
		return err
	}
	c.directory = directory
	out := directory + string(filepath.Separator)
	for _, args := range [][]string{
		{"build", "-C", "..", "-o", out, "./cmd/apicontract"},
		{"build", "-o", out, "./cmd/bodies", "./cmd/hargen", "./cmd/naive", "./cmd/ours", "./cmd/tokens"},
	} {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("go %v: %w", args, err)
		}
	}
	_, err = measure.Run(ctx, c.filePath(document), []int{0}, nil, c.filePath("bodies"), "-n", "0")
	return err
}

func (c *comparison) generateCapture(ctx context.Context, mix string) (m traffic.Manifest, err error) {
	cmd := exec.CommandContext(ctx, c.filePath("hargen"), "-o", c.filePath(capture),
		"-size", strconv.FormatInt(int64(c.size), 10), "-mix", mix, "-seed", strconv.FormatUint(c.seed, 10),
		"-drift", fmt.Sprint(c.drift), "-pretty="+strconv.FormatBool(c.pretty))
	var text bytes.Buffer
	cmd.Stderr = &text
	if err := cmd.Run(); err != nil {
		return m, fmt.Errorf("hargen: %w: %s", err, text.Bytes())
	}
	return m, json.Unmarshal(text.Bytes(), &m)
}

// runWorkload runs the engines in turn, so that a slow minute of the machine affects all of them.
func (c *comparison) runWorkload(ctx context.Context, mix string) (*workloadResult, error) {
	manifest, err := c.generateCapture(ctx, mix)
	if err != nil {
		return nil, err
	}
	nothing, err := measure.Run(ctx, c.filePath("nothing.out"), []int{0}, nil, "true")
	if err != nil {
		return nil, err
	}
	r := &workloadResult{
		mix: mix, manifest: manifest, engines: c.chosenEngines(), minimumPeak: nothing.Peak,
		usages: make(map[string][]measure.Usage), heap: make(map[string]heap.Count), failed: make(map[string]string),
	}
	for _, e := range r.engines {
		if e.counting != nil {
			if r.heap[e.name], err = c.countAllocations(ctx, e); err != nil {
				return nil, err
			}
		}
	}
	for range c.runs {
		for _, e := range r.engines {
			if r.failed[e.name] != "" {
				continue
			}
			if err := c.timeEngine(ctx, e, r); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// timeEngine runs an engine once and adds the measurement.
func (c *comparison) timeEngine(ctx context.Context, e engineCommand, r *workloadResult) error {
	if e.report != "" {
		_ = os.Remove(c.filePath(e.report)) // the previous run's file
	}
	command := e.command(c)
	u, err := measure.Run(ctx, c.outputFile(e), e.codes, c.environment(), command[0], command[1:]...)
	if err == nil && e.report != "" {
		if _, absent := os.Stat(c.filePath(e.report)); absent != nil {
			err = errors.New(u.Stderr)
		}
	}
	switch {
	case err == nil:
		r.usages[e.name] = append(r.usages[e.name], u)
		return nil
	case e.limited && ctx.Err() == nil:
		r.failed[e.name] = errorLine(err)
		return nil
	}
	return err
}

func (c *comparison) environment() []string {
	return append(measure.ProcsEnv(c.procs), "REDOCLY_TELEMETRY=off")
}

// countAllocations runs an engine that counts its allocations.
func (c *comparison) countAllocations(ctx context.Context, e engineCommand) (n heap.Count, err error) {
	command := e.counting(c)
	env := append(c.environment(), heap.Variable+"="+c.filePath("heap.json"))
	if _, err := measure.Run(ctx, c.outputFile(e), e.codes, env, command[0], command[1:]...); err != nil {
		return n, err
	}
	text, err := os.ReadFile(c.filePath("heap.json"))
	if err != nil {
		return n, err
	}
	return n, json.Unmarshal(text, &n)
}

// errorLine returns the most informative line of an error.
func errorLine(err error) string {
	for line := range strings.Lines(err.Error()) {
		if strings.Contains(line, "Error: ") {
			return strings.TrimSpace(line)
		}
	}
	return strings.TrimSpace(err.Error())
}
