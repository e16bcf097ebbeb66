package contracttest

import (
	"bytes"
	"runtime"
)

// inBubble reports whether the caller runs in a bubble of [testing/synctest]. Package synctest does
// not say so itself, but the runtime names the bubble in the first line of a stack trace:
// "goroutine 7 [running, synctest bubble 1]:".
func inBubble() bool {
	var trace [128]byte
	first, _, _ := bytes.Cut(trace[:runtime.Stack(trace[:], false)], []byte("\n"))
	return bytes.Contains(first, []byte("synctest bubble"))
}
