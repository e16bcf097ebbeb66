// Package checking compares the check of exchanges without captures: finding the operation and
// checking the response.
package checking

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/pb33f"
	"github.com/apicontract/apicontract/bench/internal/traffic"
	"github.com/apicontract/apicontract/validate"
)

// An exchange is the input of all checks.
type exchange struct {
	x       validate.Exchange
	target  *url.URL
	header  http.Header
	content []byte
}

func exchanges(b *testing.B, mix string, drift float64) []exchange {
	b.Helper()
	g, err := traffic.New(1, traffic.Mixes[mix].WithDrift(drift))
	if err != nil {
		b.Fatal(err)
	}
	all := make([]exchange, 0, 1000)
	for len(all) < cap(all) {
		var made traffic.Exchange
		g.Next(&made)
		all = append(all, convert(b, &made))
	}
	return all
}

// convert copies an exchange, because the generator reuses its memory.
func convert(b *testing.B, made *traffic.Exchange) exchange {
	b.Helper()
	target, err := url.Parse(made.Request.URL)
	if err != nil {
		b.Fatal(err)
	}
	e := exchange{x: made.Exchange, target: target, header: make(http.Header), content: bytes.Clone(made.Response.Body)}
	e.x.Response.Body = e.content
	e.x.Request.Header = slices.Clone(made.Request.Header)
	e.x.Response.Header = slices.Clone(made.Response.Header)
	for _, f := range e.x.Response.Header {
		e.header.Add(f.Name, f.Value)
	}
	return e
}

func BenchmarkCheck(b *testing.B) {
	for _, work := range []struct {
		name, mix string
		drift     float64
	}{{"errors", "errors", 0}, {"api", "api", 0}, {"errors-wrong", "errors", 1}} {
		all := exchanges(b, work.mix, work.drift)
		b.Run("work="+work.name+"/engine=apicontract", func(b *testing.B) { ours(b, all) })
		b.Run("work="+work.name+"/engine=openapi3filter", func(b *testing.B) {
			checker, err := filter.New()
			if err != nil {
				b.Fatal(err)
			}
			theirs(b, all, checker.Check)
		})
		b.Run("work="+work.name+"/engine=libopenapi-validator", func(b *testing.B) {
			checker, err := pb33f.New()
			if err != nil {
				b.Fatal(err)
			}
			theirs(b, all, checker.Check)
		})
	}
}

func ours(b *testing.B, all []exchange) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	if err != nil {
		b.Fatal(err)
	}
	v, err := validate.New(contract)
	if err != nil {
		b.Fatal(err)
	}
	for i := range all {
		v.Check(&all[i].x) // warms up the caches
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		v.Check(&all[i%len(all)].x)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
}

func theirs(b *testing.B, all []exchange, check func(string, *url.URL, int, http.Header, []byte) error) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e := &all[i%len(all)]
		_ = check(e.x.Request.Method, e.target, e.x.Response.Status, e.header, e.content) // the result does not matter
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
}
