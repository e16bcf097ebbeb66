package rivals_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/har"
	"github.com/apicontract/apicontract/bench/internal/naive"
	"github.com/apicontract/apicontract/bench/internal/rivals"
	"github.com/apicontract/apicontract/bench/internal/traffic"
	"github.com/apicontract/apicontract/internal/capture"
	"github.com/apicontract/apicontract/validate"
)

// TestWorkloads checks that the counts of all engines on a small capture of each workload are those
// of the manifest, without the faults that the differences explain.
func TestWorkloads(t *testing.T) {
	checkers := goRivals(t)
	for _, name := range slices.Sorted(maps.Keys(traffic.Mixes)) {
		for _, drift := range []float64{traffic.Mixes[name].Drift, 0.3} {
			text, m := generate(t, traffic.Mixes[name].WithDrift(drift))
			got := ours(t, text)
			checked := got.Checked
			for _, n := range got.Missed {
				checked -= n
			}
			assert.Equal(t, [3]int{m.Entries, m.Checked, m.Wrong}, [3]int{got.Entries, checked, checked - got.Conforming}, "%s %g", name, drift)
			for engine, checker := range checkers {
				c, err := naive.CheckLog(checker, bytes.NewReader(text))
				require.NoError(t, err)
				assert.Equal(t, [3]int{m.Entries, m.Checked, m.Wrong - rivals.CountAccepted(engine, m.Faults)},
					[3]int{c.Entries, c.OK + c.Bad, c.Bad}, "%s: %s %g", engine, name, drift)
			}
		}
	}
}

// generate returns about 700 KB, or one huge body.
func generate(t *testing.T, mix traffic.Mix) ([]byte, traffic.Manifest) {
	t.Helper()
	generator, err := traffic.New(6, mix)
	require.NoError(t, err)
	var (
		text bytes.Buffer
		m    traffic.Manifest
		x    traffic.Exchange
	)
	w := har.New(&text)
	w.Minimal = mix.Minimal
	require.NoError(t, w.Begin())
	for w.Size() < 7e5 {
		generator.Next(&x)
		m.Add(&x)
		require.NoError(t, w.Write(&x))
	}
	require.NoError(t, w.End())
	return text.Bytes(), m
}

func ours(t *testing.T, text []byte) validate.Summary {
	t.Helper()
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	v, err := validate.New(contract, validate.WithLevel(validate.MessageIncomplete, validate.LevelWarning))
	require.NoError(t, err)
	collector := validate.NewCollector(v)
	collector.BeginCapture("made")
	_, err = capture.Check(t.Context(), bytes.NewReader(text), v, capture.Options{},
		func(_ capture.Location, verdict *validate.Result) error {
			collector.Add(verdict)
			return nil
		})
	require.NoError(t, err)
	collector.EndCapture("har", "", nil)
	return collector.Report().Summary
}
