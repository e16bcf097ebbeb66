// Command bodies writes exchanges and their document as JSON, for programs in any language that
// check exchanges but do not read captures.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/bench/internal/bodies"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

func main() {
	n := flag.Int("n", 1000, "exchanges; 0 for the document alone")
	mix := flag.String("mix", "errors", "workload, see hargen; of errors, those with a status that is documented for errors")
	drift := flag.Float64("drift", 0, "share of them that break the contract")
	flag.Parse()
	if flag.NArg() > 0 || traffic.Mixes[*mix].Weights == nil {
		flag.Usage()
		os.Exit(2)
	}
	if err := writeExchanges(*n, *mix, *drift); err != nil {
		fmt.Fprintln(os.Stderr, "bodies:", err)
		os.Exit(1)
	}
}

func writeExchanges(n int, mix string, drift float64) error {
	document, err := openapi3.NewLoader().LoadFromData(apicontract.Document())
	if err != nil {
		return err
	}
	text, err := document.MarshalJSON()
	if err != nil {
		return err
	}
	g, err := traffic.New(1, traffic.Mixes[mix].WithDrift(drift))
	if err != nil {
		return err
	}
	file := bodies.File{Document: text, Exchanges: make([]bodies.Exchange, 0, n)}
	var x traffic.Exchange
	for len(file.Exchanges) < n {
		g.Next(&x)
		// Engines without operations can only check errors, by their status.
		if mix == "errors" && document.Components.Responses["Error"+strconv.Itoa(x.Response.Status)] == nil || x.Skip != "" || x.Response.BodyMissing != "" {
			continue
		}
		e, err := bodies.FromTraffic(&x)
		if err != nil {
			return err
		}
		file.Exchanges = append(file.Exchanges, e)
	}
	return json.NewEncoder(os.Stdout).Encode(file)
}
