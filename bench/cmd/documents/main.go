//go:build unix

// Command documents measures what it takes to load a large document and to check one response
// by it: apicontract check, and kin-openapi, which checks the body by the response's schema.
// Each run is a process of its own, in turn. Without files it makes documents of 40,000
// paths and of an enum of 300,000 values.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/apicontract/apicontract/bench/internal/measure"
)

func main() {
	runs := flag.Int("runs", 3, "how often each engine loads each document")
	part := flag.String("part", "", "run as a `part` of the comparison: capture, kin or make")
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: documents [-runs N] [FILE…]") }
	flag.Parse()
	err := runPart(*part, *runs, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "documents:", err)
		os.Exit(1)
	}
}

func runPart(part string, runs int, args []string) error {
	switch part {
	case "capture":
		return writeCapture(args[0], os.Stdout)
	case "kin":
		return checkWithKin(args[0])
	case "make":
		return writeDocument(args[0], os.Stdout)
	}
	folder, err := os.MkdirTemp("", "documents")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // the files are temporary
	c := comparison{folder: folder, runs: runs, ctx: context.Background()}
	return c.compareAll(args)
}

// A comparison keeps this process small: Linux counts its memory in that of its children.
type comparison struct {
	ctx    context.Context
	folder string
	runs   int
	self   string
}

func (c *comparison) compareAll(files []string) (err error) {
	if c.self, err = os.Executable(); err != nil {
		return err
	}
	build := exec.CommandContext(c.ctx, "go", "build", "-C", "..", "-o", c.path("apicontract"), "./cmd/apicontract")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	if len(files) == 0 {
		if files, err = c.makeDocuments(); err != nil {
			return err
		}
	}
	fmt.Print("| document | MB | apicontract CPU s | peak MB | kin-openapi CPU s | peak MB |\n|---|---|---|---|---|---|\n")
	for _, file := range files {
		if err := c.compareDocument(file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func (c *comparison) path(name string) string { return filepath.Join(c.folder, name) }

func (c *comparison) makeDocuments() (files []string, err error) {
	for _, name := range documentNames {
		if _, err := measure.Run(c.ctx, c.path(name), []int{0}, nil, c.self, "-part", "make", name); err != nil {
			return nil, err
		}
		files = append(files, c.path(name))
	}
	return files, nil
}

func (c *comparison) compareDocument(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	capture := c.path("capture.har")
	if _, err := measure.Run(c.ctx, capture, []int{0}, nil, c.self, "-part", "capture", file); err != nil {
		return err
	}
	var ours, kin []measure.Usage
	var refusal error
	for range c.runs {
		u, err := measure.Run(c.ctx, os.DevNull, []int{0, 1}, nil, c.path("apicontract"), "check", "--spec", file, capture)
		if err != nil {
			return err
		}
		ours = append(ours, u)
		if u, err = measure.Run(c.ctx, os.DevNull, []int{0}, nil, c.self, "-part", "kin", file); err != nil {
			refusal = err
			continue
		}
		kin = append(kin, u)
	}
	fmt.Printf("| %s | %.1f | %s | %s |\n", filepath.Base(file), float64(info.Size())/1e6, figures(ours), figuresOr(kin, refusal))
	return nil
}

// figures are two cells: the median of CPU time and the highest memory.
func figures(runs []measure.Usage) string {
	return fmt.Sprintf("%.2f | %.0f", measure.MedianCPU(runs).Round(10*time.Millisecond).Seconds(), float64(measure.HighestPeak(runs))/1e6)
}

func figuresOr(runs []measure.Usage, refusal error) string {
	if len(runs) > 0 {
		return figures(runs)
	}
	text := refusal.Error()
	return fmt.Sprintf("%.100s | –", text)
}
