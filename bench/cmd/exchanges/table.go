//go:build unix

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/apicontract/apicontract/bench/internal/rivals"
)

// medianRun returns the run with the median of the values that of returns.
func medianRun(runs []processRun, of func(processRun) float64) processRun {
	sorted := slices.SortedFunc(slices.Values(runs), func(a, b processRun) int { return cmp.Compare(of(a), of(b)) })
	return sorted[len(sorted)/2]
}

func (c *comparison) writeTable(w io.Writer, runs map[string][]processRun) error {
	fmt.Fprintf(w, "%s, drift %g: %d exchanges, %.0f bytes of content on average; medians of %d runs in turn\n\n",
		c.mix, c.drift, c.n, c.averageBytes(), c.runs)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "engine\texchanges/s\tMB/s\tallocs/exchange\tB/exchange\tpeak MB\tours is\tby CPU\t")
	mine, busy := medianRun(runs[apicontract], processRun.perSecond), medianRun(runs[apicontract], processRun.cpuPerExchange).cpuPerExchange()
	for _, name := range c.engineNames() {
		r := medianRun(runs[name], processRun.perSecond)
		allocs, bytes := "-", "-"
		if !fromNPM(name) {
			allocs = fmt.Sprintf("%.1f", float64(r.Allocs)/float64(r.Exchanges))
			bytes = fmt.Sprintf("%.0f", float64(r.Bytes)/float64(r.Exchanges))
		}
		fmt.Fprintf(t, "%s\t%.0f\t%.1f\t%s\t%s\t%.1f\t%.2f×\t%.2f×\t\n", name, r.perSecond(), r.perSecond()*c.averageBytes()/1e6,
			allocs, bytes, peakMegabytes(runs[name]), mine.perSecond()/r.perSecond(), medianRun(runs[name], processRun.cpuPerExchange).cpuPerExchange()/busy)
	}
	return t.Flush()
}

func (c *comparison) averageBytes() float64 { return float64(c.bytes) / float64(c.n) }

func peakMegabytes(runs []processRun) float64 {
	return float64(slices.MaxFunc(runs, func(a, b processRun) int { return int(a.peak - b.peak) }).peak) / 1e6
}

func fromNPM(name string) bool { return name == rivals.Ajv || name == rivals.Responses }

// writeBenchstat appends each run in the format of Go's benchmarks.
func (c *comparison) writeBenchstat(runs map[string][]processRun) (err error) {
	if c.benchmarks == "" {
		return nil
	}
	f, err := os.OpenFile(c.benchmarks, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, name := range c.engineNames() {
		for _, r := range runs[name] {
			fmt.Fprintf(f, "BenchmarkExchanges/mix=%s/drift=%g/engine=%s %d %.1f ns/op %.2f MB/s %.0f exchanges/s %.1f cpu-ns/op",
				c.mix, c.drift, name, r.Exchanges, 1e9/r.perSecond(), r.perSecond()*c.averageBytes()/1e6, r.perSecond(), r.cpuPerExchange())
			if !fromNPM(name) {
				fmt.Fprintf(f, " %d B/op %d allocs/op", r.Bytes/r.Exchanges, r.Allocs/r.Exchanges)
			}
			fmt.Fprintln(f)
		}
	}
	return nil
}

// checkFindings reports whether the engines found the expected faults, without those that they are
// known to accept.
func (c *comparison) checkFindings(w io.Writer, runs map[string][]processRun) bool {
	wrong, right := 0, true
	for _, n := range c.faults {
		wrong += n
	}
	fmt.Fprintf(w, "\nGenerated: %d exchanges, %d wrong.\n", c.n, wrong)
	for _, name := range c.engineNames() {
		want, word := wrong-rivals.CountAccepted(name, c.faults), "as expected"
		if got := runs[name][0].Wrong; got != want {
			word, right = fmt.Sprintf("EXPECTED %d", want), false
		}
		fmt.Fprintf(w, "%s: %d wrong: %s.\n", name, runs[name][0].Wrong, word)
	}
	for _, line := range rivals.DescribeDifferences(c.engineNames(), c.faults) {
		fmt.Fprintln(w, line)
	}
	return right
}
