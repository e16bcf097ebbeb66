package traffic

// A Mix is a workload.
type Mix struct {
	// Weights are the relative frequencies of the kinds of exchanges.
	Weights map[Kind]int
	// Drift is the share of checked responses that break the contract.
	Drift float64
	// Minimal omits everything that neither HAR nor a check needs, so that entries are small.
	Minimal bool
	// Findings makes every response wrong, if it is not 0, so that a report has this number of
	// findings.
	Findings int
}

// WithDrift returns the mix with a different share of wrong responses.
func (m Mix) WithDrift(drift float64) Mix {
	m.Drift = drift
	return m
}

// Mixes are the workloads.
var Mixes = map[string]Mix{
	"mixed": {Weights: map[Kind]int{
		Page: 270, Single: 330, Error: 130, Preflight: 25, Aborted: 5, Evicted: 5, NotModified: 5,
		Asset: 227, Media: 3,
	}},
	"api":      {Weights: map[Kind]int{Page: 3, Single: 5, Error: 2}},
	"errors":   {Weights: map[Kind]int{Error: 1}},
	"wrong":    {Weights: map[Kind]int{Page: 3, Single: 5, Error: 2}, Drift: 1},
	"small":    {Weights: map[Kind]int{Single: 2, Error: 1}, Minimal: true},
	"media":    {Weights: map[Kind]int{Page: 10, Single: 10, Asset: 60, Media: 20}},
	"huge":     {Weights: map[Kind]int{Huge: 6, Blob: 1}},
	"findings": {Weights: map[Kind]int{Error: 1}, Drift: 1, Minimal: true, Findings: 100},
}

// kindOrder fixes the order of the kinds, so that a draw from a Mix depends only on the seed.
var kindOrder = []Kind{Page, Single, Error, Preflight, Aborted, Evicted, NotModified, Asset, Media, Huge, Blob}

func (m Mix) weightSum() (sum int) {
	for _, weight := range m.Weights {
		sum += weight
	}
	return sum
}
