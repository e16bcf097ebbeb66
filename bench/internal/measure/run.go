//go:build unix

package measure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Usage is the measurement of one run of a program.
type Usage struct {
	Wall time.Duration
	CPU  time.Duration // user and system time of all threads
	Peak int64         // resident memory, bytes
	// Stderr is the program's standard error.
	Stderr string
}

// Run runs a program to its end. Its standard output goes to a file, so that this process stays
// small: on Linux, the peak of a child is at least the peak of its parent. Exit codes that are not
// allowed are errors.
func Run(ctx context.Context, output string, allowed []int, env []string, program string, args ...string) (Usage, error) {
	f, err := os.Create(output)
	if err != nil {
		return Usage{}, err
	}
	defer func() { _ = f.Close() }() // the program has written it
	var stderr strings.Builder
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr, cmd.Env = f, &stderr, append(os.Environ(), env...)
	start := time.Now()
	err = cmd.Run()
	u := Usage{Wall: time.Since(start)}
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		return u, err
	}
	if code := cmd.ProcessState.ExitCode(); !slices.Contains(allowed, code) {
		return u, fmt.Errorf("%s ended with %d: %s", program, code, stderr.String())
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.Peak, u.Stderr = peakMemory(cmd.ProcessState), stderr.String()
	return u, nil
}

// ProcsEnv returns the environment that limits a Go program to n cores; 0 means all.
func ProcsEnv(n int) []string {
	if n <= 0 {
		return nil
	}
	return []string{"GOMAXPROCS=" + strconv.Itoa(n)}
}

// CPUTime returns the CPU time of this process so far.
func CPUTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakMemory returns the peak memory in bytes. The system reports kilobytes, except on macOS.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss * 1024
}

// MedianRun returns the run with the median wall time. runs must not be empty.
func MedianRun(runs []Usage) Usage {
	sorted := slices.SortedFunc(slices.Values(runs), func(a, b Usage) int { return int(a.Wall - b.Wall) })
	return sorted[len(sorted)/2]
}

// MedianCPU returns the median CPU time. runs must not be empty.
func MedianCPU(runs []Usage) time.Duration {
	sorted := slices.SortedFunc(slices.Values(runs), func(a, b Usage) int { return int(a.CPU - b.CPU) })
	return sorted[len(sorted)/2].CPU
}

// HighestPeak returns the highest peak of all runs.
func HighestPeak(runs []Usage) (highest int64) {
	for _, u := range runs {
		highest = max(highest, u.Peak)
	}
	return highest
}
