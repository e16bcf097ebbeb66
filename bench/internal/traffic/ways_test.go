package traffic_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/bench/internal/traffic"
	"github.com/apicontract/apicontract/validate"
)

// TestFindings checks that a report has as many findings as requested, however often they occur.
func TestFindings(t *testing.T) {
	validator, _ := checkers(t)
	mix := traffic.Mixes["findings"]
	for _, want := range []int{1, 10, 100, 500} {
		mix.Findings = want
		generator, err := traffic.New(5, mix)
		require.NoError(t, err)
		collector := validate.NewCollector(validator)
		collector.BeginCapture("made")
		var x traffic.Exchange
		for range 20 * want {
			generator.Next(&x)
			verdict := validator.Check(&x.Exchange)
			require.Len(t, verdict.Violations, 1)
			collector.Add(&verdict)
		}
		collector.EndCapture("har", "", nil)
		assert.Len(t, collector.Report().Findings, want)
	}
	mix.Findings = 1_000_000
	_, err := traffic.New(5, mix)
	assert.Error(t, err)
}
