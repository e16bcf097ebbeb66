package rivals_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/naive"
	"github.com/apicontract/apicontract/bench/internal/pb33f"
	"github.com/apicontract/apicontract/bench/internal/rivals"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

const enough = 4_000

// goRivals returns the engines that a Go test can run.
func goRivals(t *testing.T) map[string]naive.Checker {
	t.Helper()
	one, err := filter.New()
	require.NoError(t, err)
	other, err := pb33f.New()
	require.NoError(t, err)
	return map[string]naive.Checker{rivals.Filter: one, rivals.PB33F: other}
}

func check(checker naive.Checker, x *traffic.Exchange) error {
	target, err := url.Parse(x.Request.URL)
	if err != nil {
		return err
	}
	header := make(http.Header)
	for _, f := range x.Response.Header {
		header.Add(f.Name, f.Value)
	}
	return checker.Check(x.Request.Method, target, x.Response.Status, header, x.Response.Body)
}

// TestDifferences checks that each fault is always accepted by the engines that the differences
// name, and by no other.
func TestDifferences(t *testing.T) {
	for name, checker := range goRivals(t) {
		generator, err := traffic.New(2, traffic.Mixes["wrong"])
		require.NoError(t, err)
		seen := make(map[string]bool)
		var x traffic.Exchange
		for range enough {
			generator.Next(&x)
			seen[x.Fault.Name] = true
			err := check(checker, &x)
			require.Equal(t, rivals.AcceptsFault(name, x.Fault.Name), err == nil, "%s: %s: %v", name, x.Fault.Name, err)
		}
		assert.Len(t, seen, len(traffic.Faults))
	}
}

func TestDifferencesNameExistingFaults(t *testing.T) {
	known := make(map[string]int)
	for _, f := range traffic.Faults {
		known[f.Name] = 1
	}
	for _, d := range rivals.Differences {
		assert.NotEmpty(t, d.Engines, d.Why)
		for _, fault := range d.Faults {
			assert.Contains(t, known, fault)
		}
	}
	assert.Equal(t, 14, rivals.CountAccepted(rivals.Filter, known))
}

func TestExplain(t *testing.T) {
	faults := map[string]int{"envelope-empty": 3, "code-unknown": 5}
	assert.Equal(t, []string{"Accepted by libopenapi-validator: 3 × envelope-empty; no content is nothing to check."},
		rivals.DescribeDifferences([]string{"", rivals.Filter, rivals.PB33F}, faults))
	assert.Empty(t, rivals.DescribeDifferences([]string{rivals.Filter}, faults))
}
