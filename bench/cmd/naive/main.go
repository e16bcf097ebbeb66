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

var checkers = map[string]func() (naive.Checker, error){
	rivals.Filter: func() (naive.Checker, error) { return filter.New() },
	rivals.PB33F:  func() (naive.Checker, error) { return pb33f.New() },
}

func main() {
	by := flag.String("checker", rivals.Filter, "the library: "+rivals.Filter+" or "+rivals.PB33F)
	flag.Parse()
	if flag.NArg() != 1 || checkers[*by] == nil {
		flag.Usage()
		os.Exit(2)
	}
	if err := errors.Join(checkFile(checkers[*by], flag.Arg(0)), heap.WriteCount()); err != nil {
		fmt.Fprintln(os.Stderr, "naive:", err)
		os.Exit(1)
	}
}

func checkFile(open func() (naive.Checker, error), name string) error {
	checker, err := open()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	counts, err := naive.CheckLog(checker, f)
	return errors.Join(err, f.Close(), json.NewEncoder(os.Stdout).Encode(counts))
}
