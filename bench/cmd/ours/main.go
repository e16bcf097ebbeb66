// Command ours is apicontract with a count of its allocations. Time and memory are measured with
// the real command.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/apicontract/apicontract/bench/internal/heap"
	"github.com/apicontract/apicontract/internal/cli"
)

func main() {
	code := cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	if err := heap.WriteCount(); err != nil {
		fmt.Fprintln(os.Stderr, "ours:", err)
		os.Exit(4)
	}
	os.Exit(code)
}
