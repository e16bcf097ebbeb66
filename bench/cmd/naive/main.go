// Command naive checks a HAR with encoding/json and a library, and prints its
// counts as JSON.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/heap"
	"github.com/apicontract/apicontract/bench/internal/naive"
	"github.com/apicontract/apicontract/bench/internal/pb33f"
	"github.com/apicontract/apicontract/bench/internal/rivals"
)

var judges = map[string]func() (naive.Judge, error){
	rivals.Filter: func() (naive.Judge, error) { return filter.New() },
	rivals.PB33F:  func() (naive.Judge, error) { return pb33f.New() },
}

func main() {
	by := flag.String("judge", rivals.Filter, "the library: "+rivals.Filter+" or "+rivals.PB33F)
	flag.Parse()
	if flag.NArg() != 1 || judges[*by] == nil {
		flag.Usage()
		os.Exit(2)
	}
	if err := errors.Join(run(judges[*by], flag.Arg(0)), heap.Report()); err != nil {
		fmt.Fprintln(os.Stderr, "naive:", err)
		os.Exit(1)
	}
}

func run(open func() (naive.Judge, error), name string) error {
	judge, err := open()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	counts, err := naive.Check(judge, f)
	return errors.Join(err, f.Close(), json.NewEncoder(os.Stdout).Encode(counts))
}
