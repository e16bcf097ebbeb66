// Command bodies writes error responses and their schemas as JSON, for rivals
// that know neither Go nor captures.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

type body struct {
	Status  int    `json:"status"`
	Content string `json:"content"`
	Wrong   bool   `json:"wrong"`
}

func main() {
	n := flag.Int("n", 1000, "bodies")
	drift := flag.Float64("drift", 0, "share of them that break the contract")
	flag.Parse()
	if err := write(*n, *drift); err != nil {
		fmt.Fprintln(os.Stderr, "bodies:", err)
		os.Exit(1)
	}
}

func write(n int, drift float64) error {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	if err != nil {
		return err
	}
	schemas := make(map[string]*openapi3.SchemaRef)
	for name, response := range document.Components.Responses {
		if media := response.Value.Content.Get("application/json"); media != nil && len(name) > 5 && name[:5] == "Error" {
			schemas[name[5:]] = media.Schema
		}
	}
	g, err := traffic.New(1, traffic.Mixes["errors"].With(drift))
	if err != nil {
		return err
	}
	bodies := make([]body, 0, n)
	for len(bodies) < n {
		var x traffic.Exchange
		g.Next(&x)
		if schemas[fmt.Sprint(x.Response.Status)] != nil {
			bodies = append(bodies, body{x.Response.Status, string(x.Response.Content), x.Fault != nil})
		}
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"schemas": schemas, "components": map[string]any{"schemas": document.Components.Schemas}, "bodies": bodies,
	})
}
