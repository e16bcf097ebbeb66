package cli

import (
	"context"
	"fmt"
	"time"
)

// interrupted is what a run says that a signal ended.
const interrupted = "interrupted"

// graceTime is how long a command has to end by itself after an interrupt.
const graceTime = 500 * time.Millisecond

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

// unlessInterrupted returns what f returns, or the error of the context if it ends first. f
// is then left behind.
func unlessInterrupted[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := f()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
