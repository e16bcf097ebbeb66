//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/apicontract/apicontract/bench/internal/measure"
)

func tableOn(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
}

// writeTable prints medians of time and the highest peak of memory.
func (r *workloadResult) writeTable(w io.Writer) error {
	m := r.manifest
	fmt.Fprintf(w, "%s, seed %d, drift %g: %d entries, %.1f MB; medians of %d runs in turn\n\n",
		m.Mix, m.Seed, m.Share, m.Entries, r.megabytes(), len(r.usages[apicontract.name]))
	t := tableOn(w)
	fmt.Fprintln(t, "engine\ts\tCPU s\tMB/s\texchanges/s\tallocs/exchange\tpeak MB\tours is\tby CPU\t")
	for _, e := range r.engines {
		if r.failed[e.name] != "" {
			continue
		}
		u := measure.MedianRun(r.usages[e.name])
		s := u.Wall.Seconds()
		fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%.1f\t%.0f\t%s\t%.1f\t%.2f×\t%.2f×\t\n", e.name, s, measure.MedianCPU(r.usages[e.name]).Seconds(),
			r.megabytes()/s, float64(m.Entries)/s, r.allocations(e), r.peakMegabytes(e), r.timeRatio(e), r.ratioOfCPU(e))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, e := range r.engines {
		if why := r.failed[e.name]; why != "" {
			fmt.Fprintf(w, "%s could not load it: %s\n", e.name, why)
		}
	}
	fmt.Fprintf(w, "\nA program that does nothing: %.1f MB.\n", float64(r.minimumPeak)/1e6)
	return nil
}

func (r *workloadResult) megabytes() float64 { return float64(r.manifest.Bytes) / 1e6 }

func (r *workloadResult) peakMegabytes(e engineCommand) float64 {
	return float64(measure.HighestPeak(r.usages[e.name])) / 1e6
}

// timeRatio returns how many times faster our engine is.
func (r *workloadResult) timeRatio(e engineCommand) float64 {
	mine := measure.MedianRun(r.usages[apicontract.name]).Wall
	return measure.MedianRun(r.usages[e.name]).Wall.Seconds() / mine.Seconds()
}

// ratioOfCPU returns how many times less CPU time our engine takes. A busy machine changes it
// little, and a second core not at all.
func (r *workloadResult) ratioOfCPU(e engineCommand) float64 {
	mine := measure.MedianCPU(r.usages[apicontract.name])
	return measure.MedianCPU(r.usages[e.name]).Seconds() / mine.Seconds()
}

func (r *workloadResult) allocations(e engineCommand) string {
	if e.counting == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(r.heap[e.name].Allocs)/float64(r.manifest.Entries))
}

// writeOverview prints our results for all workloads, and how many times faster our engine is than
// each other one.
func writeOverview(w io.Writer, results []*workloadResult) error {
	t := tableOn(w)
	engines := results[0].engines[1:]
	fmt.Fprint(t, "apicontract on\tMB/s\texchanges/s\tallocs/exchange\tpeak MB\t")
	for i := range engines {
		fmt.Fprintf(t, "÷ %c\tCPU\t", 'A'+i)
	}
	fmt.Fprintln(t)
	for _, r := range results {
		s := measure.MedianRun(r.usages[apicontract.name]).Wall.Seconds()
		fmt.Fprintf(t, "%s\t%.1f\t%.0f\t%s\t%.1f\t", r.mix, r.megabytes()/s, float64(r.manifest.Entries)/s,
			r.allocations(apicontract), r.peakMegabytes(apicontract))
		for _, e := range engines {
			if r.failed[e.name] != "" {
				fmt.Fprint(t, "-\t-\t")
				continue
			}
			fmt.Fprintf(t, "%.2f\t%.2f\t", r.timeRatio(e), r.ratioOfCPU(e))
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for i, e := range engines {
		fmt.Fprintf(w, "%c: %s\n", 'A'+i, e.name)
	}
	return nil
}

// writeBenchstat writes each run in the format of Go's benchmarks. An operation is the check of a
// complete capture.
func (c *comparison) writeBenchstat(r *workloadResult) (err error) {
	out := os.Stdout
	switch c.benchmarks {
	case "":
		return nil
	case "-":
	default:
		f, err := os.OpenFile(c.benchmarks, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	for _, e := range r.engines {
		for _, u := range r.usages[e.name] {
			s := u.Wall.Seconds()
			fmt.Fprintf(out, "BenchmarkHAR/mix=%s/drift=%g/engine=%s 1 %d ns/op %.2f MB/s %.0f exchanges/s %d cpu-ns/op %d peak-B",
				r.mix, r.manifest.Share, e.name, u.Wall.Nanoseconds(), r.megabytes()/s,
				float64(r.manifest.Entries)/s, u.CPU.Nanoseconds(), u.Peak)
			if e.counting != nil {
				fmt.Fprintf(out, " %d B/op %d allocs/op", r.heap[e.name].Bytes, r.heap[e.name].Allocs)
			}
			fmt.Fprintln(out)
		}
	}
	return nil
}
