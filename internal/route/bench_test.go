package route_test

import (
	"net/http"
	"os"
	"regexp"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/route"
)

// BenchmarkMatch finds each operation of the built-in document once per iteration, with this
// package and with the router that kin-openapi recommends.
func BenchmarkMatch(b *testing.B) {
	doc, requests := operations(b)
	b.Run("trie", func(b *testing.B) {
		var table route.Table[*openapi3.Operation]
		for path, item := range doc.Paths.Map() {
			for method, operation := range item.Operations() {
				require.NoError(b, table.Add(doc.Servers[0].URL, method, path, operation))
			}
		}
		uris := make([]string, len(requests)) // in the form that captures have
		for i, r := range requests {
			uris[i] = r.URL.String()
		}
		b.ReportAllocs()
		for b.Loop() {
			for i, r := range requests {
				if !table.Match(r.Method, uris[i]).Found {
					b.Fatal(r.URL)
				}
			}
		}
		perMatch(b, len(requests))
	})
	b.Run("gorillamux", func(b *testing.B) {
		router, err := gorillamux.NewRouter(doc)
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			for _, r := range requests {
				if _, _, err := router.FindRoute(r); err != nil {
					b.Fatal(r.URL, err)
				}
			}
		}
		perMatch(b, len(requests))
	})
}

func perMatch(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/match")
}

// operations loads the document and builds one request for each operation.
func operations(b *testing.B) (*openapi3.T, []*http.Request) {
	text, err := os.ReadFile("../../openapi.yaml")
	require.NoError(b, err)
	doc, err := openapi3.NewLoader().LoadFromData(text)
	require.NoError(b, err)
	var requests []*http.Request
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			path := regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(path, "0123456789abcdef")
			r, err := http.NewRequest(method, doc.Servers[0].URL+path, nil)
			require.NoError(b, err)
			requests = append(requests, r)
		}
	}
	return doc, requests
}
