package checking

import (
	"testing"

	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

// BenchmarkFault checks wrong responses, each kind of fault separately.
func BenchmarkFault(b *testing.B) {
	g, err := traffic.New(1, traffic.Mixes["errors"].WithDrift(1))
	if err != nil {
		b.Fatal(err)
	}
	kinds := make(map[string][]exchange)
	for range 8000 {
		var made traffic.Exchange
		g.Next(&made)
		kinds[made.Fault.Name] = append(kinds[made.Fault.Name], convert(b, &made))
	}
	checker, err := filter.New()
	if err != nil {
		b.Fatal(err)
	}
	for _, fault := range traffic.Faults {
		all := kinds[fault.Name]
		b.Run("fault="+fault.Name+"/engine=apicontract", func(b *testing.B) { ours(b, all) })
		b.Run("fault="+fault.Name+"/engine=openapi3filter", func(b *testing.B) { theirs(b, all, checker.Check) })
	}
}
