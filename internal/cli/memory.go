package cli

import (
	"os"
	"runtime/debug"
)

// lowerGCPercent has garbage collected at half of what is in use in place of all of
// it, unless the user has said otherwise, until it is undone. What conforms leaves
// no garbage: only captures that are wrong all over take a little longer for it.
func lowerGCPercent() (undo func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(50)
	return func() { debug.SetGCPercent(before) }
}
