// Package heap counts what a program allocates from its start to its end.
package heap

import (
	"encoding/json"
	"os"
	"runtime"
)

// Variable is the environment variable with the name of the file for [WriteCount].
const Variable = "BENCH_HEAP"

// A Count counts allocations, freed or not.
type Count struct {
	Allocs uint64 `json:"allocs"`
	Bytes  uint64 `json:"bytes"`
}

// CountNow returns the count so far.
func CountNow() Count {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Count{m.Mallocs, m.TotalAlloc}
}

// WriteCount writes the count of this process to the file that the environment variable names, if
// it is set. Call it last.
func WriteCount() error {
	name := os.Getenv(Variable)
	if name == "" {
		return nil
	}
	text, err := json.Marshal(CountNow())
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o600)
}
