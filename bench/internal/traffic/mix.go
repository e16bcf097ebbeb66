package traffic

// A Mix is a workload.
type Mix struct {
	// Weights weigh the kinds of exchanges against each other.
	Weights map[Kind]int
	// Drift is the share of checked responses that break the contract.
	Drift float64
	// Minimal leaves out all that neither HAR nor a verdict asks for, so that
	// entries are small.
	Minimal bool
	// Findings, if not 0, makes every response wrong, in that many ways that
	// a report tells apart.
	Findings int
}

// WithDrift returns the mix with another share of wrong responses.
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

// kindOrder makes a draw from a Mix depend on nothing but the seed.
var kindOrder = []Kind{Page, Single, Error, Preflight, Aborted, Evicted, NotModified, Asset, Media, Huge, Blob}

func (m Mix) weightSum() (sum int) {
	for _, weight := range m.Weights {
		sum += weight
	}
	return sum
}
