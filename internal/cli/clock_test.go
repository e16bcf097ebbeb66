package cli

import "time"

// SetClock sets the time that suppressions are compared with.
func SetClock(at time.Time) { now = func() time.Time { return at } }
