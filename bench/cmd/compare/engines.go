//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
)

const capture = "capture.har"

// An engine is a program that reads the capture.
type engine struct {
	name    string
	program string
	args    []string
	codes   []int // exit codes of a run that judged
	// lenient: nobody has counted what it lets pass; its counts are shown only.
	lenient bool
	// verdicts reads what the program printed; nil: it does not judge.
	verdicts func([]byte) (verdicts, error)
}

// verdicts are an engine's counts of entries.
type verdicts struct{ entries, checked, wrong int }

// rival is the engine that the others are compared with.
const rival = "encoding/json + openapi3filter"

var engines = []engine{
	{name: "apicontract", program: "apicontract", args: []string{"check", "--output", "json"}, codes: []int{0, 1}, verdicts: ours},
	{name: rival, program: "naive", codes: []int{0}, verdicts: naive},
	{name: "encoding/json + libopenapi-validator", program: "naive", args: []string{"-judge", "libopenapi-validator"},
		codes: []int{0}, lenient: true, verdicts: naive},
	{name: "jsontext tokens only", program: "tokens", codes: []int{0}},
}

func ours(output []byte) (verdicts, error) {
	var report struct {
		Summary struct{ Entries, Checked, Conforming int }
	}
	err := json.Unmarshal(output, &report)
	s := report.Summary
	return verdicts{s.Entries, s.Checked, s.Checked - s.Conforming}, err
}

func naive(output []byte) (verdicts, error) {
	var counts struct{ Entries, OK, Bad int }
	err := json.Unmarshal(output, &counts)
	return verdicts{counts.Entries, counts.OK + counts.Bad, counts.Bad}, err
}

// read reads the verdicts of the engine's last run.
func (e engine) read(c *comparison) (verdicts, error) {
	output, err := os.ReadFile(c.output(e))
	if err != nil {
		return verdicts{}, err
	}
	return e.verdicts(output)
}

// output is where the engine's standard output goes.
func (c *comparison) output(e engine) string {
	return c.path(strings.NewReplacer("/", "-", " ", "").Replace(e.name) + ".out")
}

func stderrOf(cmd *exec.Cmd) ([]byte, error) {
	var text bytes.Buffer
	cmd.Stderr = &text
	err := cmd.Run()
	return text.Bytes(), err
}
