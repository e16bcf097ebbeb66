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

// An engineCommand is a program that reads the capture.
type engineCommand struct {
	name    string // without spaces or slashes, as benchstat wants it
	rival   string // its name among the rivals; empty: it is ours, or checks nothing
	command func(*comparison) []string
	codes   []int // exit codes of a run that checked
	// counting is the same work by a program that counts its allocations; nil:
	// they are not counted.
	counting func(*comparison) []string
	// readCounts reads what the program printed; nil: it does not check.
	readCounts func(*comparison, io.Reader) (entryCounts, error)
	// limited: the engine cannot load every capture. The reason is printed, and the
	// comparison goes on without it.
	limited bool
	// report is a file that it writes if it could load the capture.
	report string
}

// entryCounts are an engine's counts of entries; what it does not tell is unknown.
type entryCounts struct{ entries, checked, wrong int }

const notReported = -1

var apicontract = engineCommand{
	name: "apicontract", codes: []int{0, 1}, readCounts: readOurs,
	command: func(c *comparison) []string {
		return c.programCommand("apicontract", "check", "--output", "json", "--level", "message-incomplete=warning", c.filePath(capture))
	},
	counting: func(c *comparison) []string {
		return c.programCommand("ours", "check", "--output", "json", "--level", "message-incomplete=warning", c.filePath(capture))
	},
}

// otherEngines are the engines that ours is compared with.
var otherEngines = []engineCommand{
	streamEngine("encoding-json+openapi3filter", rivals.Filter),
	streamEngine("encoding-json+libopenapi-validator", rivals.PB33F),
	{name: "jsontext-tokens-only", codes: []int{0}, command: tokensCommand, counting: tokensCommand},
}

// npmEngines are the engines that take Node and what npm ci fetched.
var npmEngines = []engineCommand{
	{name: "JSON.parse+openapi-response-validator", rival: rivals.Responses, codes: []int{0}, readCounts: readNaive, limited: true,
		command: func(c *comparison) []string {
			return []string{"node", "npm/har.mjs", rivals.Responses, c.filePath(document), c.filePath(capture)}
		}},
	{name: "redocly-drift", rival: rivals.Drift, codes: []int{0, 1}, readCounts: readDrift, limited: true, report: findings,
		command: func(c *comparison) []string {
			return []string{"node", "npm/node_modules/@redocly/cli/bin/cli.js", "drift", c.filePath(capture), "--api", "../openapi.yaml",
				"--rules", "schema-consistency,undocumented-endpoint", "--min-severity", "error",
				"--format", "csv", "--output", c.filePath(findings)}
		}},
}

// streamEngine is encoding/json, entry by entry, with a library.
func streamEngine(name, library string) engineCommand {
	command := func(c *comparison) []string {
		return c.programCommand("naive", "-checker", library, c.filePath(capture))
	}
	return engineCommand{name: name, rival: library, codes: []int{0}, command: command, counting: command, readCounts: readNaive}
}

func tokensCommand(c *comparison) []string { return c.programCommand("tokens", c.filePath(capture)) }

func (c *comparison) allEngines() []engineCommand {
	all := append([]engineCommand{apicontract}, otherEngines...)
	if c.npm {
		all = append(all, npmEngines...)
	}
	return all
}

// programCommand is one that build made, with arguments.
func (c *comparison) programCommand(name string, args ...string) []string {
	return append([]string{c.filePath(name)}, args...)
}
