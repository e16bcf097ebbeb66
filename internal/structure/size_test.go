package structure

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// maxFiles is the number of files, without tests, that a package may have and still be easy to
// understand.
const maxFiles = 15

// largePackages lists the packages with more files, with the reason why they are not split.
var largePackages = map[string]string{
	"api":          "one public package: the generated client, and one file per step between a request and its typed error",
	"cli":          "one file per command, which have their flags and their exit code in common",
	"contracttest": "one public package of what a test needs: transport, handler, server and conformance run share the session that reports",
	"mock":         "holds paging, faults and limits, which are to become packages below it",
	"render":       "one file per output format; text has one for each kind of content",
	"schema":       "one file per group of keywords, and what they have in common is not of use to others",
	"schemaerror":  "one file per group of keywords, which call one another for every value",
	"spec":         "one file per object of OpenAPI, all of which are views of one tree",
	"validate":     "one public package: its exchanges, rules, results and reports refer to one another",
}

func TestPackageSizes(t *testing.T) {
	for _, problem := range checkSizes(maxFiles, largePackages, loaded(t)) {
		t.Error(problem)
	}
}

// checkSizes returns the packages with too many files and no reason, and reasons that are not
// needed.
func checkSizes(most int, reasons map[string]string, packages []goPackage) (problems []string) {
	left := maps.Clone(reasons)
	for _, p := range packages {
		switch {
		case p.files <= most:
			continue
		case reasons[p.name] == "":
			problems = append(problems, fmt.Sprintf("%s has %d files, and more than %d need a reason: split it", p.name, p.files, most))
		}
		delete(left, p.name)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		problems = append(problems, fmt.Sprintf("%s has no more than %d files; delete its reason", name, most))
	}
	return problems
}

func TestCheckSizes(t *testing.T) {
	for reason, c := range map[string]struct {
		reasons  map[string]string
		packages []goPackage
		want     []string
	}{
		"small":            {nil, []goPackage{{name: "a", files: 3}}, nil},
		"with a reason":    {map[string]string{"a": "one idea"}, []goPackage{{name: "a", files: 4}}, nil},
		"large":            {nil, []goPackage{{name: "a", files: 4}}, []string{"a has 4 files, and more than 3 need a reason: split it"}},
		"an empty reason":  {map[string]string{"a": ""}, []goPackage{{name: "a", files: 4}}, []string{"a has 4 files, and more than 3 need a reason: split it"}},
		"a reason of none": {map[string]string{"b": "one idea"}, nil, []string{"b has no more than 3 files; delete its reason"}},
		"a smaller one":    {map[string]string{"a": "one idea"}, []goPackage{{name: "a", files: 3}}, []string{"a has no more than 3 files; delete its reason"}},
	} {
		assert.Equal(t, c.want, checkSizes(3, c.reasons, c.packages), reason)
	}
}
