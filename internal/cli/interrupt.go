package cli

import (
	"context"
	"fmt"
	"time"
)

// interrupted is what a run says that a signal ended.
const interrupted = "interrupted"

// graceTime is how long a command has to end by itself after an interrupt.
const graceTime = 900 * time.Millisecond

// runUntil returns the exit code of a command. A command that does not end soon after the
// context, because it waits for a file or searches a large folder, is left behind: the
// process ends.
func (s streams) runUntil(ctx context.Context, command func() int) int {
	ended := make(chan int, 1)
	go func() { ended <- command() }()
	select {
	case code := <-ended:
		return code
	case <-ctx.Done():
	}
	select {
	case code := <-ended:
		return code
	case <-time.After(graceTime):
		_, _ = fmt.Fprintf(s.err, "apicontract: %s\n", interrupted)
		return exitInput
	}
}
