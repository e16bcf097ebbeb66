// Command ajvfuzz compares verdicts of our schema engine with those of ajv, on random
// schemas of OpenAPI 3.0 or 3.1 and on bodies at their limits. It prints each difference
// and ends with exit code 1 if there is one.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/testsupport/jsonfuzz"
)

func main() {
	version := flag.String("version", "3.1", "3.0 or 3.1")
	duration := flag.Duration("time", time.Minute, "how long")
	seed := flag.Uint64("seed", 1, "of the first schema; each further one has the next")
	script := flag.String("ajv", "npm/ajv.mjs", "`FILE` of the script that runs ajv")
	flag.Parse()
	differences, err := compareFor(*version, *script, *seed, *duration)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "ajvfuzz:", err)
		os.Exit(2)
	case differences > 0:
		os.Exit(1)
	}
}

// compareFor compares verdicts for some time and returns how many differ.
func compareFor(version, script string, seed uint64, duration time.Duration) (differences int, err error) {
	ajv, err := startAjv(script)
	if err != nil {
		return 0, err
	}
	var count tally
	for end := time.Now().Add(duration); time.Now().Before(end); seed++ {
		g := jsonfuzz.New(seed)
		r := request{Version: version, Document: newDocument(g, version)}
		ours, err := newEngine(r.Document)
		if err != nil {
			return 0, fmt.Errorf("seed %d: %w", seed, err)
		}
		r.Bodies = bodiesFor(g, ours.schema)
		theirs, err := ajv.check(r)
		if err != nil {
			return 0, fmt.Errorf("seed %d: %w", seed, err)
		}
		count.schemas++
		for i, body := range r.Bodies {
			if !count.add(ours.verdict(body), theirs[i]) {
				printDifference(seed, r, body, theirs[i])
			}
		}
	}
	fmt.Printf("OpenAPI %s: %d schemas, %d bodies (%d valid, %d invalid), %d unchecked by ours, %d without a verdict of ajv, %d differences\n",
		version, count.schemas, count.valid+count.invalid+count.unchecked+count.refused+count.different,
		count.valid, count.invalid, count.unchecked, count.refused, count.different)
	return count.different, nil
}

// printDifference prints all that it takes to see a difference again.
func printDifference(seed uint64, r request, body string, theirs *bool) {
	text, _ := json.Marshal(r.Document["components"]) // it was sent as JSON
	fmt.Printf("seed %d: ajv says %v: body %s\n  %s\n", seed, *theirs, body, text)
}

type tally struct{ schemas, valid, invalid, unchecked, refused, different int }

// add counts two verdicts and reports whether they agree.
func (t *tally) add(ours string, theirs *bool) bool {
	switch {
	case theirs == nil:
		t.refused++
	case ours == "unchecked":
		t.unchecked++
	case (ours == "valid") != *theirs:
		t.different++
		return false
	case *theirs:
		t.valid++
	default:
		t.invalid++
	}
	return true
}

// An engine is ours for one schema.
type engine struct {
	schema    *schema.Schema
	evaluator *schemaerror.Evaluator
}

func newEngine(document map[string]any) (*engine, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	doc, err := spec.Load(spec.SingleFile("openapi.json", text), "openapi.json")
	if err != nil {
		return nil, err
	}
	options := schemaengine.Options{AnnotateFormats: true}
	root := doc.Root().At("components", "schemas", "S")
	return &engine{schemaengine.NewCompiler(doc, options).Schema(root), schemaengine.NewEvaluator(options)}, nil
}

func (e *engine) verdict(body string) string {
	value, err := schemaerror.Decode([]byte(body))
	if err != nil {
		return "invalid"
	}
	switch result := e.evaluator.Check(context.Background(), e.schema, value); {
	case len(result.Errors) > 0:
		return "invalid"
	case len(result.Unchecked) > 0:
		return "unchecked"
	}
	return "valid"
}

// A request is a line that the script reads.
type request struct {
	Version  string         `json:"version"`
	Document map[string]any `json:"document"`
	Bodies   []string       `json:"bodies"`
}

// An ajvProcess runs the script.
type ajvProcess struct {
	requests  *json.Encoder
	responses *bufio.Reader
}

func startAjv(script string) (*ajvProcess, error) {
	command := exec.Command("node", script)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &ajvProcess{json.NewEncoder(in), bufio.NewReader(out)}, command.Start()
}

// check returns a verdict for each body, nil for a schema that ajv refuses.
func (a *ajvProcess) check(r request) ([]*bool, error) {
	if err := a.requests.Encode(r); err != nil {
		return nil, err
	}
	line, err := a.responses.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	var verdicts []*bool
	if err := json.Unmarshal(line, &verdicts); err != nil {
		return nil, err
	}
	if len(verdicts) != len(r.Bodies) {
		return nil, fmt.Errorf("ajv has %d verdicts for %d bodies", len(verdicts), len(r.Bodies))
	}
	return verdicts, nil
}
