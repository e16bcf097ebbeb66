// Command apicontract checks recorded HTTP traffic against an API's contract.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/apicontract/apicontract/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the run with a report, and a later one at once. timeout(1) sends
	// two in a row, which count as one.
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
