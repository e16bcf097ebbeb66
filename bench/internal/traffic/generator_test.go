package traffic_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/traffic"
	"github.com/apicontract/apicontract/validate"
)

const enough = 6_000

// checkers returns the two engines.
func checkers(t *testing.T) (*validate.Validator, *filter.Checker) {
	t.Helper()
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	validator, err := validate.New(contract)
	require.NoError(t, err)
	checker, err := filter.New()
	require.NoError(t, err)
	return validator, checker
}

func filterVerdict(checker *filter.Checker, x *traffic.Exchange) error {
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

func rulesOf(verdict validate.Result) (rules []validate.RuleID) {
	for _, v := range verdict.Violations {
		rules = append(rules, v.Rule)
	}
	return rules
}

func TestConformingTraffic(t *testing.T) {
	validator, checker := checkers(t)
	generator, err := traffic.New(1, traffic.Mixes["mixed"])
	require.NoError(t, err)
	var x traffic.Exchange
	for range enough {
		generator.Next(&x)
		verdict := validator.Check(&x.Exchange)
		require.Equal(t, x.Skip, verdict.Skipped, "%s %s", x.Kind, x.Request.URL)
		require.Empty(t, verdict.Violations, "%s %s %s", x.Kind, x.Request.URL, x.Response.Body)
		if x.Skip == "" && x.Response.BodyMissing == "" {
			require.NoError(t, filterVerdict(checker, &x))
		}
	}
}

// TestFaults checks that every fault breaks exactly the rule that it names.
func TestFaults(t *testing.T) {
	validator, _ := checkers(t)
	generator, err := traffic.New(2, traffic.Mixes["wrong"])
	require.NoError(t, err)
	seen := make(map[string]int)
	var x traffic.Exchange
	for range enough {
		generator.Next(&x)
		require.NotNil(t, x.Fault)
		name := x.Fault.Name
		seen[name]++
		verdict := validator.Check(&x.Exchange)
		assert.Equal(t, []validate.RuleID{x.Fault.Rule}, rulesOf(verdict),
			"%s: %s %s %d %s", name, x.Request.Method, x.Request.URL, x.Response.Status, x.Response.Body)
		if t.Failed() {
			t.FailNow()
		}
	}
	assert.Len(t, seen, len(traffic.Faults))
}

func TestSameSeedSameTraffic(t *testing.T) {
	one, err := traffic.New(3, traffic.Mixes["mixed"].WithDrift(0.1))
	require.NoError(t, err)
	two, err := traffic.New(3, traffic.Mixes["mixed"].WithDrift(0.1))
	require.NoError(t, err)
	var x, y traffic.Exchange
	for range 500 {
		one.Next(&x)
		two.Next(&y)
		require.Equal(t, x.Exchange, y.Exchange)
		require.Equal(t, x.Kind, y.Kind)
	}
}
