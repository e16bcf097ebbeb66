//go:build unix

// Command checkbodies lets one engine check exchanges for a second, on one goroutine. It prints the
// time and memory that this took, and how many exchanges are wrong.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/bodies"
	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/heap"
	"github.com/apicontract/apicontract/bench/internal/measure"
	"github.com/apicontract/apicontract/bench/internal/naive"
	"github.com/apicontract/apicontract/bench/internal/pb33f"
	"github.com/apicontract/apicontract/bench/internal/rivals"
	"github.com/apicontract/apicontract/validate"
)

// A runResult is the JSON that the program prints. npm/exchanges.mjs prints the same.
type runResult struct {
	Exchanges   int    `json:"exchanges"`
	Nanoseconds int64  `json:"nanoseconds"`
	CPU         int64  `json:"cpu"` // nanoseconds of all threads
	Allocs      uint64 `json:"allocs"`
	Bytes       uint64 `json:"bytes"`
	Wrong       int    `json:"wrong"` // each exchange counts once
}

// A checkFunc checks the exchange with an index, and reports whether it conforms.
type checkFunc func(i int) bool

var engines = map[string]func([]bodies.Exchange) (checkFunc, error){
	"apicontract": ourEngine,
	rivals.Filter: func(all []bodies.Exchange) (checkFunc, error) {
		checker, err := filter.New()
		return rivalEngine(checker, all), err
	},
	rivals.PB33F: func(all []bodies.Exchange) (checkFunc, error) {
		checker, err := pb33f.New()
		return rivalEngine(checker, all), err
	},
}

func main() {
	name := flag.String("engine", "apicontract", "apicontract, "+rivals.Filter+" or "+rivals.PB33F)
	flag.Parse()
	if flag.NArg() != 1 || engines[*name] == nil {
		flag.Usage()
		os.Exit(2)
	}
	if err := runEngine(*name, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

func runEngine(name, path string) error {
	file, err := bodies.Read(path)
	if err != nil {
		return err
	}
	n := len(file.Exchanges)
	right, err := engines[name](file.Exchanges)
	if err != nil {
		return err
	}
	var r runResult
	for i := range n {
		if !right(i) {
			r.Wrong++
		}
	}
	checkAll(right, n, time.Second/2) // warms up caches and lazy initialisation
	before, busy, start := heap.CountNow(), measure.CPUTime(), time.Now()
	r.Exchanges = checkAll(right, n, time.Second)
	r.Nanoseconds = time.Since(start).Nanoseconds()
	r.CPU = (measure.CPUTime() - busy).Nanoseconds()
	after := heap.CountNow()
	r.Allocs, r.Bytes = after.Allocs-before.Allocs, after.Bytes-before.Bytes
	return json.NewEncoder(os.Stdout).Encode(r)
}

// checkAll checks all exchanges, again and again, until the time is over.
func checkAll(right checkFunc, n int, d time.Duration) (checked int) {
	for end := time.Now().Add(d); time.Now().Before(end); checked += n {
		for i := range n {
			right(i)
		}
	}
	return checked
}

func ourEngine(all []bodies.Exchange) (checkFunc, error) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		return nil, err
	}
	v, err := validate.New(contract)
	if err != nil {
		return nil, err
	}
	exchanges := make([]*validate.Exchange, len(all))
	for i := range all {
		exchanges[i] = all[i].ToValidate()
	}
	return func(i int) bool {
		verdict := v.Check(exchanges[i])
		return verdict.Skipped == "" && len(verdict.Violations) == 0
	}, nil
}

func rivalEngine(checker naive.Checker, all []bodies.Exchange) checkFunc {
	targets, headers := make([]*url.URL, len(all)), make([]http.Header, len(all))
	for i := range all {
		targets[i], _ = url.Parse(all[i].URL) // it was valid when it was written
		headers[i] = all[i].Header()
	}
	return func(i int) bool {
		e := &all[i]
		return checker.Check(e.Method, targets[i], e.Status, headers[i], e.Content) == nil
	}
}
