// Command prism compares the mock with Prism: whether 70 requests get the right response, and how many
// requests a second each serves, in how much memory, and how soon after its start.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "prism:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop has run
	}
}

// documents are the files by name, from the folder of the module.
var documents = map[string]string{
	heygen:     "../openapi.yaml",
	parcels:    "../examples/parcels/openapi.yaml",
	parameters: "cmd/prism/testdata/parameters.yaml",
	schemas:    "cmd/prism/testdata/schemas.yaml",
}

func run(ctx context.Context) error {
	seconds := flag.Int("seconds", 5, "`SECONDS` of each measurement of a rate")
	runs := flag.Int("runs", 3, "`NUMBER` of measurements, of which the median counts")
	node := flag.String("node", "node", "`PROGRAM` that runs Prism, version 24.18 or later")
	flag.Parse()
	dir, err := os.MkdirTemp("", "prism")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ours := filepath.Join(dir, "apicontract")
	if out, err := exec.CommandContext(ctx, "go", "build", "-C", "..", "-o", ours, "./cmd/apicontract").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	tools := []*tool{
		{"apicontract", ours, func(document string, port int) []string {
			return []string{"mock", "--quiet", "--spec", document, "--addr", "127.0.0.1:" + strconv.Itoa(port)}
		}},
		{"Prism", *node, func(document string, port int) []string {
			return []string{"npm/prism/node_modules/@stoplight/prism-cli/dist/index.js", "mock", "--verboseLevel", "silent", "--host", "127.0.0.1", "--port", strconv.Itoa(port), document}
		}},
	}
	if err := compareResponses(ctx, tools); err != nil {
		return err
	}
	return compareRates(ctx, tools, *runs, time.Duration(*seconds)*time.Second)
}

// compareResponses sends all requests to both tools.
func compareResponses(ctx context.Context, tools []*tool) error {
	j, err := newJudge(documents)
	if err != nil {
		return err
	}
	faults := make(map[*tool][]string)
	got := make(map[*tool][]*response)
	for _, t := range tools {
		if got[t], err = t.respond(ctx); err != nil {
			return err
		}
		for i, response := range got[t] {
			faults[t] = append(faults[t], j.faultOf(&requests[i], response))
		}
	}
	printResponses(tools, got, faults)
	return nil
}

// respond returns the tool's responses to all requests. After a request without a response, the server
// is started again, so that it costs the tool one response.
func (t *tool) respond(ctx context.Context) (all []*response, err error) {
	servers := make(map[string]*server)
	defer func() {
		for _, s := range servers {
			if s != nil {
				s.stop()
			}
		}
	}()
	for i := range requests {
		r := &requests[i]
		if servers[r.document] == nil {
			if servers[r.document], err = t.start(ctx, documents[r.document]); err != nil {
				return nil, err
			}
		}
		response := servers[r.document].send(ctx, r)
		all = append(all, response)
		if response.failed != nil {
			servers[r.document].stop()
			servers[r.document] = nil
		}
	}
	return all, nil
}

// A measurement is what one tool takes to serve HeyGen's document.
type measurement struct {
	starts    []time.Duration
	get, post []float64
	memory    int64
}

// compareRates measures both tools in turn.
func compareRates(ctx context.Context, tools []*tool, runs int, d time.Duration) error {
	get := &request{heygen, "GET /v3/videos/v1", []string{someKey}, "", "200", ""}
	post := &request{heygen, "POST /v3/videos", []string{someKey, jsonBody}, goodVideo, "200", ""}
	all := make(map[*tool]*measurement)
	for range runs {
		for _, t := range tools {
			if all[t] == nil {
				all[t] = new(measurement)
			}
			if err := all[t].measure(ctx, t, get, post, d); err != nil {
				return err
			}
		}
	}
	printRates(tools, all)
	return nil
}

func (m *measurement) measure(ctx context.Context, t *tool, get, post *request, d time.Duration) error {
	s, err := t.start(ctx, documents[heygen])
	if err != nil {
		return err
	}
	defer s.stop()
	m.starts = append(m.starts, s.start)
	for _, one := range []struct {
		request *request
		rates   *[]float64
	}{{get, &m.get}, {post, &m.post}} {
		rate, err := s.rate(ctx, one.request, d)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", t.name, one.request.line, err)
		}
		*one.rates = append(*one.rates, rate)
	}
	m.memory = max(m.memory, s.peakMemory())
	return nil
}
