// Command suite compares the verdicts of Go libraries on the cases of the JSON Schema Test
// Suite, each as an OpenAPI document with one operation whose response has the schema. It
// reads *.jsonl.gz, one case a line, and prints a table.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: suite FOLDER") }
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := compareAll(flag.Arg(0), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "suite:", err)
		os.Exit(1)
	}
}

// A testCase is a document, a response and whether it is valid.
type testCase struct {
	Document json.RawMessage `json:"spec"`
	Method   string          `json:"method"`
	URL      string          `json:"url"`
	Status   int             `json:"status"`
	Headers  [][2]string     `json:"headers"`
	Body     string          `json:"body"`
	Expect   string          `json:"expect"`
}

func (c *testCase) header() http.Header {
	header := http.Header{}
	for _, pair := range c.Headers {
		header.Add(pair[0], pair[1])
	}
	return header
}

func (c *testCase) request() (*http.Request, error) {
	target, err := url.Parse(c.URL)
	if err != nil {
		return nil, err
	}
	return &http.Request{Method: c.Method, URL: target, Host: target.Host, Header: http.Header{}}, nil
}

// A verdict is what an engine says of a case.
type verdict string

const (
	valid     verdict = "valid"
	invalid   verdict = "invalid"
	refused   verdict = "refused" // the document, or by a panic
	unchecked verdict = "unchecked"
)

func verdictOf(isValid bool) verdict {
	if isValid {
		return valid
	}
	return invalid
}

// compareAll prints a table with a row for each set and engine.
func compareAll(folder string, out io.Writer) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s has no *.jsonl.gz", folder)
	}
	if err != nil {
		return err
	}
	slices.Sort(files)
	fmt.Fprint(out, "| set | engine | cases | right | wrong | refused | unchecked |\n|---|---|---|---|---|---|---|\n")
	for _, file := range files {
		cases, err := readCases(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")
		for _, e := range engines {
			t := compareCases(e, cases, !strings.HasSuffix(name, "-core"))
			fmt.Fprintf(out, "| %s | %s | %d | %d | %d | %d | %d |\n", name, e.name, len(cases), t.right, t.wrong, t.refused, t.unchecked)
		}
	}
	return nil
}

type tally struct{ right, wrong, refused, unchecked int }

func compareCases(e engine, cases []testCase, formats bool) (t tally) {
	for i := range cases {
		switch v := tryCase(e, &cases[i], formats); {
		case v == refused:
			t.refused++
		case v == unchecked:
			t.unchecked++
		case string(v) == cases[i].Expect:
			t.right++
		default:
			t.wrong++
		}
	}
	return t
}

// tryCase returns refused for an engine that panics.
func tryCase(e engine, c *testCase, formats bool) (v verdict) {
	defer func() {
		if recover() != nil {
			v = refused
		}
	}()
	return e.check(c, formats)
}

func readCases(file string) (cases []testCase, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var c testCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	return cases, lines.Err()
}
