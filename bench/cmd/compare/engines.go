//go:build unix

package main

import (
	"io"

	"github.com/apicontract/apicontract/bench/internal/rivals"
)

const (
	capture  = "capture.har"
	document = "document.json"
	findings = "findings.csv"
)

// An engine is a program that reads the capture.
type engine struct {
	name    string // without spaces or slashes, as benchstat wants it
	knows   string // its name among the rivals; empty: it is ours, or judges nothing
	command func(*comparison) []string
	codes   []int // exit codes of a run that judged
	// counting is the same work by a program that counts its allocations; nil:
	// they are not counted.
	counting func(*comparison) []string
	// verdicts reads what the program printed; nil: it does not judge.
	verdicts func(*comparison, io.Reader) (verdicts, error)
	// limited: the engine cannot load every capture. Why is told, and the
	// comparison goes on without it.
	limited bool
	// report is a file that it writes if it could load the capture.
	report string
}

// verdicts are an engine's counts of entries; what it does not tell is unknown.
type verdicts struct{ entries, checked, wrong int }

const unknown = -1

var apicontract = engine{
	name: "apicontract", codes: []int{0, 1}, verdicts: ours,
	command: func(c *comparison) []string {
		return c.program("apicontract", "check", "--output", "json", "--level", "message-incomplete=warning", c.path(capture))
	},
	counting: func(c *comparison) []string {
		return c.program("ours", "check", "--output", "json", "--level", "message-incomplete=warning", c.path(capture))
	},
}

// others are the engines that ours is compared with.
var others = []engine{
	stream("encoding-json+openapi3filter", rivals.Filter),
	stream("encoding-json+libopenapi-validator", rivals.PB33F),
	{name: "jsontext-tokens-only", codes: []int{0}, command: tokens, counting: tokens},
}

// npm are the engines that take Node and what npm ci fetched.
var npm = []engine{
	{name: "JSON.parse+openapi-response-validator", knows: rivals.Responses, codes: []int{0}, verdicts: counted, limited: true,
		command: func(c *comparison) []string {
			return []string{"node", "npm/har.mjs", rivals.Responses, c.path(document), c.path(capture)}
		}},
	{name: "redocly-drift", knows: rivals.Drift, codes: []int{0, 1}, verdicts: drift, limited: true, report: findings,
		command: func(c *comparison) []string {
			return []string{"node", "npm/node_modules/@redocly/cli/bin/cli.js", "drift", c.path(capture), "--api", "../openapi.yaml",
				"--rules", "schema-consistency,undocumented-endpoint", "--min-severity", "error",
				"--format", "csv", "--output", c.path(findings)}
		}},
}

// stream is encoding/json, entry by entry, with a library.
func stream(name, library string) engine {
	command := func(c *comparison) []string { return c.program("naive", "-judge", library, c.path(capture)) }
	return engine{name: name, knows: library, codes: []int{0}, command: command, counting: command, verdicts: counted}
}

func tokens(c *comparison) []string { return c.program("tokens", c.path(capture)) }

func (c *comparison) engines() []engine {
	all := append([]engine{apicontract}, others...)
	if c.npm {
		all = append(all, npm...)
	}
	return all
}

// program is one that build made, with arguments.
func (c *comparison) program(name string, args ...string) []string {
	return append([]string{c.path(name)}, args...)
}
