// Command ours is apicontract that counts its allocations; the time and the
// memory are measured of the real one.
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
