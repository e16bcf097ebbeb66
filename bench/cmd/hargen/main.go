// Command hargen writes a HAR of a given size, always the same for a seed: HeyGen traffic that
// conforms to the contract, traffic of other hosts as in a real capture and, on request, a share of
// responses that break the contract. It prints the expected counts as JSON to standard error.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/har"
	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "hargen:", err)
		os.Exit(1)
	}
}

// A captureOptions holds the flags.
type captureOptions struct {
	file    string
	size    measure.Bytes
	entries int
	pretty  bool
	seed    uint64
	mix     traffic.Mix
}

func run() error {
	o := captureOptions{size: 100e6}
	flag.Var(&o.size, "size", "`size` to reach, such as 100MB or 2GB")
	flag.IntVar(&o.entries, "entries", 0, "`number` of entries to write, whatever their size")
	flag.StringVar(&o.file, "o", "-", "`file` to write; - for standard output")
	flag.BoolVar(&o.pretty, "pretty", false, "indent, as the browser's export does")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the traffic")
	name := flag.String("mix", "mixed", "workload: "+strings.Join(slices.Sorted(maps.Keys(traffic.Mixes)), ", "))
	drift := flag.Float64("drift", -1, "share of checked responses that break the contract, 0 to 1; negative: the workload's own")
	findings := flag.Int("findings", 0, "`number` of findings that a report tells apart; the workload is then findings")
	flag.Parse()
	if *findings > 0 {
		*name = "findings"
	}
	mix, known := traffic.Mixes[*name]
	if flag.NArg() > 0 || !known || *drift > 1 {
		flag.Usage()
		os.Exit(2)
	}
	if o.mix = mix; *drift >= 0 {
		o.mix.Drift = *drift
	}
	if *findings > 0 {
		o.mix.Findings = *findings
	}
	m := traffic.Manifest{Mix: *name, Seed: o.seed, Share: o.mix.Drift}
	if err := o.createFile(&m); err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stderr)
	encoder.SetIndent("", "  ")
	return encoder.Encode(m)
}

func (o *captureOptions) createFile(m *traffic.Manifest) error {
	if o.file == "-" {
		return o.writeEntries(os.Stdout, m)
	}
	f, err := os.Create(o.file)
	if err != nil {
		return err
	}
	return errors.Join(o.writeEntries(f, m), f.Close())
}

// writeEntries writes entries until the size is reached. It holds one entry at a time, so that
// memory does not depend on the size.
func (o *captureOptions) writeEntries(out io.Writer, m *traffic.Manifest) error {
	generator, err := traffic.New(o.seed, o.mix)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(out, 1<<20)
	w := har.New(buffered)
	w.Pretty, w.Minimal = o.pretty, o.mix.Minimal
	if err := w.Begin(); err != nil {
		return err
	}
	var x traffic.Exchange
	for o.needsMore(w.Size(), m.Entries) {
		generator.Next(&x)
		m.Add(&x)
		if err := w.Write(&x); err != nil {
			return err
		}
	}
	m.Bytes = w.Size()
	return errors.Join(w.End(), buffered.Flush())
}

// needsMore reports whether to write another entry: the last one is the first that reaches the
// size.
func (o *captureOptions) needsMore(size int64, entries int) bool {
	if o.entries > 0 {
		return entries < o.entries
	}
	return size < int64(o.size)
}
