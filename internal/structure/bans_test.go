package structure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// inputAndOutput are the packages of the standard library that read and write files,
// connections, the environment or logs. "os/..." is a package with all below it.
var inputAndOutput = []string{"database/...", "flag", "io/ioutil", "log/...", "net", "net/http/...", "net/rpc/...", "net/smtp",
	"os/...", "path/filepath", "plugin", "syscall/...", "testing/..."}

// engineExceptions are the packages that the engine may import although they can do input and
// output.
var engineExceptions = uses{
	"validate": {"net/http": "its types, from which a caller makes an Exchange"},
}

// linksTesting lists the packages that may import package testing, directly or not. Programs must
// not, because it adds flags and costs start-up time.
var linksTesting = uses{
	"contracttest":         {"testing": "it is for tests"},
	"testsupport/mocktest": {"testing": "it is for the tests of the mock's packages"},
}

// testsTheCommand lists the packages whose tests run the command line.
var testsTheCommand = uses{
	"cmd/apicontract": {}, // may, but does not today
	"cli":             {"cli": "its own tests"},
	"contracttest":    {"cli": "what tests write, the command reads"},
	"examples":        {"cli": "the captures that readers try"},
	"packaging":       {"cli": "the commands whose pages it writes"},
}

// uses lists packages, what each of them may import as an exception to a rule, and why.
type uses map[string]map[string]string

func TestEngineDoesNoInputOrOutput(t *testing.T) {
	packages := loaded(t)
	engine := closure(packages, "validate")
	assert.Greater(t, len(engine), 5)
	for _, problem := range checkBan(inputAndOutput, engineExceptions, engine, func(p *goPackage) []string { return p.foreign }) {
		t.Errorf("the engine does no input or output: %s", problem)
	}
}

func TestProductsDoNotLinkTesting(t *testing.T) {
	for _, problem := range checkBan([]string{"testing/..."}, linksTesting, loaded(t), func(p *goPackage) []string { return p.reachable }) {
		t.Errorf("only packages for tests need testing: %s", problem)
	}
}

func TestTestsOfTheCommand(t *testing.T) {
	for _, problem := range checkBan([]string{"cli"}, testsTheCommand, loaded(t), func(p *goPackage) []string { return p.testOwn }) {
		t.Errorf("tests call the packages themselves: %s", problem)
	}
}

// TestTestsOfTheEngine checks that tests of the engine and of the layers below it import no layer
// above, so that the engine can be tested and moved alone.
func TestTestsOfTheEngine(t *testing.T) {
	for _, problem := range checkTestImports(layers, "the engine", loaded(t)) {
		t.Error(problem)
	}
}

// checkBan returns the banned imports without an exception, and the exceptions that are not needed.
func checkBan(banned []string, except uses, packages []goPackage, imports func(*goPackage) []string) (problems []string) {
	needed := make(map[[2]string]bool)
	for _, p := range packages {
		for _, path := range imports(&p) {
			if !matchesAny(path, banned) {
				continue
			}
			if except[p.name][path] == "" {
				problems = append(problems, fmt.Sprintf("%s must not import %s", p.name, path))
			}
			needed[[2]string{p.name, path}] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(except)) {
		for _, path := range slices.Sorted(maps.Keys(except[name])) {
			if !needed[[2]string{name, path}] {
				problems = append(problems, fmt.Sprintf("%s does not import %s any more; delete the exception", name, path))
			}
		}
	}
	return problems
}

// matchesAny reports whether a path matches a pattern; "a/..." is a and everything below it.
func matchesAny(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		root, tree := strings.CutSuffix(pattern, "/...")
		return path == root || tree && isBelow(path, root)
	})
}

// closure returns a package and the packages of the module that it imports, directly or not.
func closure(packages []goPackage, name string) (reached []goPackage) {
	seen := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		at := slices.IndexFunc(packages, func(p goPackage) bool { return p.name == name })
		if at < 0 || seen[name] {
			return
		}
		seen[name] = true
		reached = append(reached, packages[at])
		for _, imported := range packages[at].own {
			visit(imported)
		}
	}
	visit(name)
	return reached
}

// checkTestImports returns the tests of a layer, and of those below it, that import
// packages of the layers above.
func checkTestImports(layers []layer, lowest string, packages []goPackage) (problems []string) {
	at := slices.IndexFunc(layers, func(l layer) bool { return l.name == lowest })
	if at < 0 {
		return []string{"there is no layer " + lowest}
	}
	above, below := rowsOf(layers[:at]), rowsOf(layers[at:])
	has := func(rows []row, name string) bool {
		return slices.ContainsFunc(rows, func(r row) bool { return r.name == name })
	}
	for _, p := range packages {
		for _, imported := range p.testOwn {
			if has(below, p.name) && has(above, imported) {
				problems = append(problems, fmt.Sprintf("a test of %s imports %s, which is above %s", p.name, imported, lowest))
			}
		}
	}
	return problems
}

func TestCheckBan(t *testing.T) {
	foreign := func(p *goPackage) []string { return p.foreign }
	banned := []string{"os/...", "net"}
	for reason, c := range map[string]struct {
		except   uses
		packages []goPackage
		want     []string
	}{
		"nothing that is banned": {nil, []goPackage{{name: "a", foreign: []string{"osmosis", "net/url", "bytes"}}}, nil},
		"a package that is banned": {nil, []goPackage{{name: "a", foreign: []string{"net", "os"}}},
			[]string{"a must not import net", "a must not import os"}},
		"a package below one":    {nil, []goPackage{{name: "a", foreign: []string{"os/exec"}}}, []string{"a must not import os/exec"}},
		"an exception":           {uses{"a": {"os": "it must"}}, []goPackage{{name: "a", foreign: []string{"os"}}}, nil},
		"an exception of others": {uses{"a": {"os": "it must"}}, []goPackage{{name: "a", foreign: []string{"os"}}, {name: "b", foreign: []string{"os"}}}, []string{"b must not import os"}},
		"an exception without a reason": {uses{"a": {"os": ""}}, []goPackage{{name: "a", foreign: []string{"os"}}},
			[]string{"a must not import os"}},
		"an exception that is not needed": {uses{"a": {"os": "it must"}}, []goPackage{{name: "a"}},
			[]string{"a does not import os any more; delete the exception"}},
	} {
		assert.Equal(t, c.want, checkBan(banned, c.except, c.packages, foreign), reason)
	}
}

func TestClosure(t *testing.T) {
	packages := []goPackage{{name: "a", own: []string{"b"}}, {name: "b", own: []string{"c", "a"}}, {name: "c"}, {name: "d"}}
	var names []string
	for _, p := range closure(packages, "a") {
		names = append(names, p.name)
	}
	assert.Equal(t, []string{"a", "b", "c"}, names)
	assert.Empty(t, closure(packages, "e"))
}

func TestCheckTestImports(t *testing.T) {
	table := []layer{{"upper", []row{{"a", "b"}}}, {"lower", []row{{"b", ""}, {"c", ""}}}}
	for reason, c := range map[string]struct {
		lowest   string
		packages []goPackage
		want     []string
	}{
		"a neighbour":       {"lower", []goPackage{{name: "b", testOwn: []string{"b", "c"}}}, nil},
		"from above":        {"lower", []goPackage{{name: "a", testOwn: []string{"a", "b"}}}, nil},
		"back up":           {"lower", []goPackage{{name: "c", testOwn: []string{"a"}}}, []string{"a test of c imports a, which is above lower"}},
		"a layer that left": {"lowest", nil, []string{"there is no layer lowest"}},
	} {
		assert.Equal(t, c.want, checkTestImports(table, c.lowest, c.packages), reason)
	}
}
