// Command apicontract checks recorded HTTP traffic against an API's contract.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/apicontract/apicontract/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the first signal ends the run with a report, the second one ends it at once
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
