// Command hargen writes a HAR of a given size, always the same for a seed:
// HeyGen traffic that conforms to the contract, what other hosts add to a real
// capture, and, when asked, a share of responses that break the contract. What
// it wrote, and so what verdicts are right, it tells as JSON on standard error.
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

func run() error {
	size := measure.Bytes(100e6)
	flag.Var(&size, "size", "`size` to reach, such as 100MB or 2GB")
	file := flag.String("o", "-", "`file` to write; - for standard output")
	pretty := flag.Bool("pretty", false, "indent, as the browser's export does")
	var m traffic.Manifest
	flag.Uint64Var(&m.Seed, "seed", 1, "seed of the traffic")
	flag.StringVar(&m.Mix, "mix", "mixed", "workload: "+strings.Join(slices.Sorted(maps.Keys(traffic.Mixes)), ", "))
	flag.Float64Var(&m.Share, "drift", 0, "share of judged responses that break the contract, 0 to 1")
	flag.Parse()
	if flag.NArg() > 0 || traffic.Mixes[m.Mix] == nil || m.Share < 0 || m.Share > 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := create(*file, int64(size), *pretty, &m); err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stderr)
	encoder.SetIndent("", "  ")
	return encoder.Encode(m)
}

func create(file string, size int64, pretty bool, m *traffic.Manifest) error {
	if file == "-" {
		return generate(os.Stdout, size, pretty, m)
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(generate(f, size, pretty, m), f.Close())
}

// generate ends with the first entry that reaches the size, so that memory does
// not depend on it.
func generate(out io.Writer, size int64, pretty bool, m *traffic.Manifest) error {
	generator, err := traffic.New(m.Seed, traffic.Mixes[m.Mix], m.Share)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(out, 1<<20)
	w := har.New(buffered)
	w.Pretty = pretty
	if err := w.Begin(); err != nil {
		return err
	}
	var x traffic.Exchange
	for w.Size() < size {
		generator.Next(&x)
		m.Add(&x)
		if err := w.Write(&x); err != nil {
			return err
		}
	}
	m.Bytes = w.Size()
	return errors.Join(w.End(), buffered.Flush())
}
