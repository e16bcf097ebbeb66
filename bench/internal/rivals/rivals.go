// Package rivals lists where the results of other engines differ from ours, and why. All of them
// accept what conforms; each also accepts some faults.
package rivals

import (
	"fmt"
	"slices"
	"strings"
)

// The names of the engines.
const (
	Filter    = "openapi3filter"
	PB33F     = "libopenapi-validator"
	Ajv       = "ajv"
	Responses = "openapi-response-validator"
	Drift     = "redocly drift"
)

// A Difference is a reason why engines accept faults.
type Difference struct {
	Why     string
	Engines []string
	Faults  []string // names of faults in package traffic
}

var allEngines = []string{Filter, PB33F, Ajv, Responses, Drift}

// Differences lists all known differences. Every engine finds a code with the wrong status, because
// this document has one schema for each status.
var Differences = []Difference{
	{"the document ties code and doc_url to the status, not to each other", allEngines,
		[]string{"doc-url-sibling"}},
	{"Retry-After is any string to the document; the error table says the rest", allEngines,
		[]string{"retry-after-missing", "retry-after-text", "retry-after-fraction", "retry-after-unexpected"}},
	{"the document says no more of the message than that it is not empty", allEngines,
		[]string{"message-blank", "message-numbers", "message-url"}},
	{"param is optional to the document; the error table forbids it for some codes", allEngines,
		[]string{"param-unexpected"}},
	{"success schemas are open and ask for no member at the top", allEngines,
		[]string{"error-in-success"}},
	{"the JSON decoder lets duplicate names, lone surrogates and broken UTF-8 pass", allEngines,
		[]string{"body-duplicate", "body-surrogate", "body-utf8"}},
	{"the JSON decoder reads the first value and no further", []string{Filter},
		[]string{"body-trailing"}},
	{"no content is nothing to check", []string{PB33F, Drift},
		[]string{"envelope-empty"}},
	{"an undocumented status is nothing to check", []string{Drift},
		[]string{"status-from-edge", "status-teapot"}},
	{"content that is not called JSON is nothing to check", []string{Drift},
		[]string{"envelope-html", "type-text"}},
	{"the content type is not asked for", []string{Ajv, Responses},
		[]string{"type-text"}},
}

// AcceptsFault reports whether an engine accepts a fault.
func AcceptsFault(engine, fault string) bool {
	return slices.ContainsFunc(Differences, func(d Difference) bool {
		return slices.Contains(d.Engines, engine) && slices.Contains(d.Faults, fault)
	})
}

// CountAccepted returns how many of the faults, counted by name, an engine accepts.
func CountAccepted(engine string, faults map[string]int) (n int) {
	for fault, count := range faults {
		if AcceptsFault(engine, fault) {
			n += count
		}
	}
	return n
}

// DescribeDifferences returns a line for each reason, with the faults, counted by name, and the
// engines that accept them.
func DescribeDifferences(engines []string, faults map[string]int) (lines []string) {
	for _, d := range Differences {
		var who, what []string
		for _, e := range engines {
			if slices.Contains(d.Engines, e) {
				who = append(who, e)
			}
		}
		for _, name := range d.Faults {
			if n := faults[name]; n > 0 {
				what = append(what, fmt.Sprintf("%d × %s", n, name))
			}
		}
		if len(who) > 0 && len(what) > 0 {
			lines = append(lines, fmt.Sprintf("Accepted by %s: %s; %s.", strings.Join(who, ", "), strings.Join(what, ", "), d.Why))
		}
	}
	return lines
}
