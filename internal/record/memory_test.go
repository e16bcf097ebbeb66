//go:build unix

package record_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/record"
)

// recordingChild makes this process record exchanges without an end, to be killed.
const recordingChild = "APICONTRACT_RECORDING_CHILD"

// TestRecordingTakesConstantMemory records many exchanges in a process that is killed in the middle of
// its work. The memory in use must not grow with the number of exchanges, and what was recorded is
// complete. APICONTRACT_RECORDED is the number of exchanges; the default is small.
func TestRecordingTakesConstantMemory(t *testing.T) {
	exchanges := 4000
	if text := os.Getenv("APICONTRACT_RECORDED"); text != "" {
		var err error
		exchanges, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	if name := os.Getenv(recordingChild); name != "" {
		recordAndDie(t, name, exchanges)
	}
	name := filepath.Join(t.TempDir(), "a.har")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRecordingTakesConstantMemory$") //nolint:gosec // this test
	child.Env = append(os.Environ(), recordingChild+"="+name)
	out, err := child.CombinedOutput()
	require.Error(t, err, "it is killed")
	require.Equal(t, "signal: killed", err.Error(), "%s", out)

	var log struct {
		Log struct{ Entries []json.RawMessage }
	}
	require.NoError(t, json.Unmarshal([]byte(partOf(t, name)), &log))
	assert.Len(t, log.Log.Entries, exchanges)
	t.Logf("%s", out)
	assert.NotContains(t, string(out), "it grows")
}

// recordAndDie records exchanges, prints how much memory is in use, and kills its own process.
func recordAndDie(t *testing.T, name string, exchanges int) {
	t.Helper()
	f, err := record.CreateFile(name, creator)
	require.NoError(t, err)
	x := newExchange(http.MethodGet, "https://a.example/x", 200, `{"data":"`+strings.Repeat("x", 2000)+`"}`)
	var early uint64
	for i := range exchanges {
		require.NoError(t, f.Write(x.Entry(record.Credentials{})))
		if i == exchanges/10 {
			early = heapInUse()
		}
	}
	late := heapInUse()
	println("heap after a tenth:", early, "bytes; at the end:", late, "bytes")
	if late > early+1<<20 {
		println("it grows")
	}
	self, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	require.NoError(t, self.Kill())
	select {} // the signal is on its way
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
