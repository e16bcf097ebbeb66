package filter

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
)

var candidates = map[string]func(*openapi3.T) (routers.Router, error){
	"legacy":     func(d *openapi3.T) (routers.Router, error) { return legacy.NewRouter(d) },
	"gorillamux": gorillamux.NewRouter,
}

func document(tb testing.TB) *openapi3.T {
	tb.Helper()
	d, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	require.NoError(tb, err)
	return d
}

// requests has a request for each operation, and the operation's ID.
func requests(d *openapi3.T) map[string]*http.Request {
	parameter := regexp.MustCompile(`\{[^}]*\}`)
	all := make(map[string]*http.Request)
	for template, item := range d.Paths.Map() {
		for method, op := range item.Operations() {
			target, _ := url.Parse("https://api.heygen.com" + parameter.ReplaceAllString(template, "0a1b2c"))
			all[op.OperationID] = &http.Request{Method: method, URL: target, Host: target.Host, Header: http.Header{}}
		}
	}
	return all
}

func TestRoutersFindEveryOperation(t *testing.T) {
	d := document(t)
	for name, create := range candidates {
		router, err := create(d)
		require.NoError(t, err)
		for id, request := range requests(d) {
			route, _, err := router.FindRoute(request)
			if assert.NoError(t, err, "%s: %s", name, id) {
				assert.Equal(t, id, route.Operation.OperationID, "%s: %s", name, request.URL)
			}
		}
	}
}

func BenchmarkRouter(b *testing.B) {
	d := document(b)
	all := requests(d)
	for name, create := range candidates {
		router, err := create(d)
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for _, request := range all {
					_, _, _ = router.FindRoute(request)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(all)), "ns/request")
		})
	}
}
