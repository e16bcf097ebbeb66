// Command tokens reads a HAR with jsontext, token by token, and does nothing else. It shows the
// speed of strict JSON reading alone.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/apicontract/apicontract/bench/internal/heap"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: tokens FILE")
		os.Exit(2)
	}
	n, err := countTokens(os.Args[1])
	if err = errors.Join(err, heap.WriteCount()); err != nil {
		fmt.Fprintln(os.Stderr, "tokens:", err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, n)
}

func countTokens(name string) (n int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	d := jsontext.NewDecoder(f)
	for {
		if _, err := d.ReadToken(); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return n, err
		}
		n++
	}
}
