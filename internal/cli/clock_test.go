package cli

import "time"

// SetWatchInterval sets the time between two looks at watched files.
func SetWatchInterval(d time.Duration) { watchInterval = d }

// SetClock sets the time that suppressions are compared with.
func SetClock(at time.Time) { now = func() time.Time { return at } }
