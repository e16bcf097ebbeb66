//go:build unix

package main

import (
	"io"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/bench/internal/rivals"
)

const (
	capture  = "capture.har"
	document = "document.json"
	findings = "findings.csv"
)

// An engineCommand is a program that reads the capture.
type engineCommand struct {
	name    string // without spaces or slashes, which benchstat does not allow
	rival   string // name in package rivals; empty for our engine and for programs that do not check
	command func(*comparison) []string
	codes   []int // exit codes of a successful run
	// counting returns the command that does the same work and counts its allocations; nil if there
	// is none.
	counting func(*comparison) []string
	// readCounts reads the program's output; nil if the program does not check.
	readCounts func(*comparison, io.Reader) (entryCounts, error)
	// limited means that the engine cannot load every capture. If it fails, the reason is printed
	// and the comparison continues without it.
	limited bool
	// report is a file that the program writes if it could load the capture.
	report string
}

// entryCounts are an engine's counts of entries. A count that the engine does not print is unknown.
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

// otherEngines are the engines that we compare with ours.
var otherEngines = []engineCommand{
	streamEngine("encoding-json+openapi3filter", rivals.Filter),
	streamEngine("encoding-json+libopenapi-validator", rivals.PB33F),
	{name: "jsontext-tokens-only", codes: []int{0}, command: tokensCommand, counting: tokensCommand},
}

// npmEngines are the engines that need Node and the packages of npm ci.
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

// streamEngine returns the engine that reads entries with encoding/json and checks them with a
// library.
func streamEngine(name, library string) engineCommand {
	command := func(c *comparison) []string {
		return c.programCommand("naive", "-checker", library, c.filePath(capture))
	}
	return engineCommand{name: name, rival: library, codes: []int{0}, command: command, counting: command, readCounts: readNaive}
}

func tokensCommand(c *comparison) []string { return c.programCommand("tokens", c.filePath(capture)) }

// chosenEngines returns ours, and of the others those that -npm and -engines choose.
func (c *comparison) chosenEngines() []engineCommand {
	others := slices.Clone(otherEngines)
	if c.npm {
		others = append(others, npmEngines...)
	}
	names := strings.Split(c.engines, ",")
	others = slices.DeleteFunc(others, func(e engineCommand) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(e.name, name) })
	})
	return append([]engineCommand{apicontract}, others...)
}

// programCommand returns the command of a program that buildPrograms built.
func (c *comparison) programCommand(name string, args ...string) []string {
	return append([]string{c.filePath(name)}, args...)
}
