//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

// table prints medians of time and the highest peak of memory.
func (c *comparison) table(w io.Writer, m traffic.Manifest, usages map[string][]measure.Usage, floor int64) {
	fmt.Fprintf(w, "%s, seed %d, drift %g: %d entries, %.1f MB; %d runs in turn, medians\n\n",
		c.mix, c.seed, c.drift, m.Entries, float64(m.Bytes)/1e6, c.runs)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "engine\ts\tCPU s\tMB/s\tentries/s\tpeak MB\t× rival\t")
	base := measure.Median(usages[rival]).Wall.Seconds()
	for _, e := range engines {
		u := measure.Median(usages[e.name])
		s := u.Wall.Seconds()
		fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%.1f\t%.0f\t%.1f\t%.2f\t\n", e.name, s, u.CPU.Seconds(),
			float64(m.Bytes)/1e6/s, float64(m.Entries)/s, float64(measure.Peak(usages[e.name]))/1e6, base/s)
	}
	t.Flush()
	fmt.Fprintf(w, "\nA program that does nothing: %.1f MB.\n", float64(floor)/1e6)
}

// benchstat appends each run in the format of Go's benchmarks.
func (c *comparison) benchstat(m traffic.Manifest, usages map[string][]measure.Usage) error {
	if c.benchmarks == "" {
		return nil
	}
	f, err := os.OpenFile(c.benchmarks, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	for _, e := range engines {
		for _, u := range usages[e.name] {
			fmt.Fprintf(f, "BenchmarkHAR/mix=%s/drift=%g/engine=%s 1 %d ns/op %.2f MB/s %.0f entries/s %d peak-B\n",
				c.mix, c.drift, strings.ReplaceAll(e.name, " ", ""), u.Wall.Nanoseconds(),
				float64(m.Bytes)/1e6/u.Wall.Seconds(), float64(m.Entries)/u.Wall.Seconds(), u.Peak)
		}
	}
	return f.Close()
}

// verdicts compares the counts with the manifest's, and reports whether they
// are as they should be.
func (c *comparison) verdicts(w io.Writer, m traffic.Manifest) (bool, error) {
	fmt.Fprintf(w, "\nGenerated: %d entries, %d to be checked, %d wrong.\n", m.Entries, m.Checked, m.Wrong)
	right := true
	for _, e := range engines {
		if e.verdicts == nil {
			continue
		}
		got, err := e.read(c)
		if err != nil {
			return false, errors.Join(fmt.Errorf("%s: output not understood", e.name), err)
		}
		if e.lenient {
			fmt.Fprintf(w, "%s: %d entries, %d checked, %d wrong.\n", e.name, got.entries, got.checked, got.wrong)
			continue
		}
		want := verdicts{m.Entries, m.Checked, m.Wrong}
		if e.name == rival {
			want.wrong -= m.Lenient
		}
		word := "as expected"
		if got != want {
			word, right = fmt.Sprintf("EXPECTED %d, %d, %d", want.entries, want.checked, want.wrong), false
		}
		fmt.Fprintf(w, "%s: %d entries, %d checked, %d wrong: %s.\n", e.name, got.entries, got.checked, got.wrong, word)
	}
	explain(w, m)
	return right, nil
}

// explain says which faults openapi3filter cannot see.
func explain(w io.Writer, m traffic.Manifest) {
	reasons := make(map[string][]string)
	for _, f := range traffic.Faults {
		if n := m.Faults[f.Name]; n > 0 && f.Lenient != "" {
			reasons[f.Lenient] = append(reasons[f.Lenient], fmt.Sprintf("%d × %s", n, f.Name))
		}
	}
	if len(reasons) > 0 {
		fmt.Fprintf(w, "openapi3filter accepts %d of the wrong responses:\n", m.Lenient)
	}
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(w, "  %s: %s\n", strings.Join(reasons[reason], ", "), reason)
	}
}
