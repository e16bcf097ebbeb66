package structure

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// layers lists every package of the module with the packages that it imports. A package may only
// import packages in rows below it, so there are no cycles. Paths are without internal/. The test
// fails for an import that is not listed, and for a listed one that is unused; it prints the
// corrected row.
var layers = []layer{
	{"programs", []row{
		{"cmd/apicontract", "cli"},
		{"packaging", "cli"},
		{"errgen", ". generate goname validate"},
		{"api/internal/operations/gen", ". generate spec"},
		{"builtin/gen", ". generate spec"},
	}},
	{"the command line: one file per command", []row{
		{"cli", ". atomicfile baseline builtin capture config enginehook goname hint inputs lint/library mock mock/fault mock/limit nothingchecked pattern record record/harlog redact redact/rewrite render route spec suggest validate"},
	}},
	{"for Go tests", []row{
		{"examples", ""},
		{"examples/greetings", "api api/retry api/webhook"},
		{"examples/parcels", ""},
		{"examples/record", ""},
		{"examples/trailers", "api api/retry"},
		{"contracttest", "atomicfile builtin capture contentcoding document enginehook hint jsonvalue live mock mock/fault mock/limit nothingchecked pattern record/harlog render request route spec suggest validate"},
	}},
	{"adapters: make exchanges, or show a report", []row{
		{"mock", "contentcoding document enginehook hint jsonvalue mediatype mock/cors mock/errorcode mock/fault mock/idempotency mock/limit mock/paging mock/prefer mock/requestcheck mock/response mock/security mock/state pattern record record/harlog route schemaerror spec suggest synth validate"},
		{"mock/requestcheck", "charset mediatype mock/errorcode schema schemaengine schemaerror sequence serialization spec"},
		{"mock/errorcode", "messagetext validate"},
		{"mock/prefer", "mock/fault suggest"},
		{"mock/fault", "document jsonvalue mock/response spec validate"},
		{"mock/cors", "mock/response"},
		{"mock/security", "spec"},
		{"mock/idempotency", "mock/response validate"},
		{"mock/limit", ""},
		{"testsupport/mocktest", ". document mock/response spec validate"}, // for tests
		{"mock/paging", "jsonvalue spec synth"},
		{"mock/response", "mediatype"},
		{"mock/state", "jsonvalue"},
		{"nothingchecked", "render validate"},
		{"baseline", "validate"},
		{"config", "suggest validate"},
		{"lint/library", "document lint spec"},
		{"request", "document spec synth"},
		{"synth", "document ecmaregexp jsonvalue"},
		{"render", "atomicfile hint render/htmlpage validate"},
		{"render/htmlpage", ""},
		{"record", "atomicfile mediatype record/harlog redact validate"},
		{"record/harlog", ""},
		{"redact/rewrite", "contentcoding ecmaregexp redact redact/spelling spec stringformat"},
		{"live", "contentcoding validate"},
		{"capture", "capture/format capture/har enginehook inputs validate"},
		{"capture/har", "capture/format contentcoding jsonscan validate"},
		{"capture/format", "inputs jsonscan validate"},
		{"inputs", ""},
		{"builtin", ". enginehook spec validate"},
	}},
	{"the engine", []row{
		{"validate", "charset enginehook hint lint mediatype membernames messagetext pattern redact route schema schemaengine schemaerror schemamatch sequence serialization spec suggest"},
		{"lint", "route schema schemaengine spec suggest"},
		{"document", "spec"},
		{"enginehook", "spec"},
		{"schemaengine", "ecmaregexp schema schemaerror spec stringformat"},
		{"membernames", "schema spec"},
		{"serialization", "charset mediatype schema schemaerror spec"},
		{"schemamatch", "jsonscan schema stringformat"},
		{"testsupport/jsonfuzz", "schema"}, // for tests
		{"testsupport/canary", ""},         // for tests
		{"schemaerror", "schema spec stringformat"},
		{"schema", "spec"},
		{"jsonvalue", "spec"},
		{"spec", "mediatype pattern spec/textrepair suggest"},
		{"route", ""},
	}},
	{"the API's own packages and its document", []row{
		{"api/webhook", "api"},
		{"api/retry", "api api/internal/backoff api/internal/operations redact"},
		{"api", "api/internal/backoff api/internal/body api/internal/errorbody api/internal/operations redact"},
		{"api/internal/backoff", ""},
		{"api/internal/body", "contentcoding"},
		{"api/internal/errorbody", ""},
		{"api/internal/operations", ""},
		{".", ""},
	}},
	{"helpers, which import no package above", []row{
		{"atomicfile", ""},
		{"contentcoding", ""},
		{"charset", ""},
		{"ecmaregexp", ""},
		{"generate", ""},
		{"goname", ""},
		{"hint", "suggest"},
		{"jsonscan", ""},
		{"mediatype", ""},
		{"messagetext", ""},
		{"pattern", ""},
		{"spec/textrepair", ""},
		{"redact", ""},
		{"redact/spelling", ""},
		{"sequence", ""},
		{"stringformat", ""},
		{"structure", ""},
		{"suggest", ""},
	}},
}

type layer struct {
	name string
	rows []row
}

// A row is a package with the packages of the module that it imports.
type row struct{ name, imports string }

func (r row) String() string { return fmt.Sprintf("{%q, %q}", r.name, r.imports) }

func TestImports(t *testing.T) {
	for _, problem := range checkImports(layers, loaded(t)) {
		t.Error(problem)
	}
}

// checkImports compares the imports of packages with the rows of a table, and checks the table
// itself.
func checkImports(layers []layer, packages []goPackage) (problems []string) {
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	positions := make(map[string]int)
	rows := rowsOf(layers)
	for i, r := range rows {
		if _, twice := positions[r.name]; twice {
			report("%s has two rows", r.name)
		}
		positions[r.name] = i
	}
	exists := make(map[string]bool)
	for _, p := range packages {
		exists[p.name] = true
		is := row{p.name, strings.Join(p.own, " ")}
		at, found := positions[p.name]
		switch {
		case !found:
			report("%s has no row in imports_test.go; add %v to its layer", p.name, is)
			continue
		case rows[at] != is:
			report("%s: %s; if that is meant, its row is %v", p.name, difference(rows[at], p.own), is)
		}
		for _, imported := range p.own {
			if below, found := positions[imported]; found && below <= at {
				report("%s imports %s, which is not below it", p.name, imported)
			}
		}
	}
	for _, r := range rows {
		if !exists[r.name] {
			report("there is no package %s; delete its row", r.name)
		}
	}
	return problems
}

func rowsOf(layers []layer) (rows []row) {
	for _, l := range layers {
		rows = append(rows, l.rows...)
	}
	return rows
}

// difference returns the imports that a row lacks, and those that are too many.
func difference(r row, imports []string) string {
	allowed := strings.Fields(r.imports)
	var parts []string
	for _, name := range imports {
		if !slices.Contains(allowed, name) {
			parts = append(parts, "must not import "+name)
		}
	}
	for _, name := range allowed {
		if !slices.Contains(imports, name) {
			parts = append(parts, "does not import "+name+" any more")
		}
	}
	if len(parts) == 0 {
		return "its row is not in alphabetical order"
	}
	return strings.Join(parts, ", ")
}

func TestCheckImports(t *testing.T) {
	table := func(rows ...row) []layer { return []layer{{"upper", rows[:1]}, {"lower", rows[1:]}} }
	for reason, c := range map[string]struct {
		layers   []layer
		packages []goPackage
		want     []string
	}{
		"as the table says": {table(row{"a", "b c"}, row{"b", "c"}, row{"c", ""}),
			[]goPackage{{name: "a", own: []string{"b", "c"}}, {name: "b", own: []string{"c"}}, {name: "c"}}, nil},
		"an import that is not listed": {table(row{"a", ""}, row{"b", ""}),
			[]goPackage{{name: "a", own: []string{"b"}}, {name: "b"}},
			[]string{`a: must not import b; if that is meant, its row is {"a", "b"}`}},
		"an import that is not used": {table(row{"a", "b"}, row{"b", ""}),
			[]goPackage{{name: "a"}, {name: "b"}},
			[]string{`a: does not import b any more; if that is meant, its row is {"a", ""}`}},
		"an unordered row": {table(row{"a", "c b"}, row{"b", ""}, row{"c", ""}),
			[]goPackage{{name: "a", own: []string{"b", "c"}}, {name: "b"}, {name: "c"}},
			[]string{`a: its row is not in alphabetical order; if that is meant, its row is {"a", "b c"}`}},
		"an import of what stands above": {table(row{"a", ""}, row{"b", "a"}),
			[]goPackage{{name: "a"}, {name: "b", own: []string{"a"}}},
			[]string{"b imports a, which is not below it"}},
		"a package without a row": {table(row{"a", ""}),
			[]goPackage{{name: "a"}, {name: "b", own: []string{"a"}}},
			[]string{`b has no row in imports_test.go; add {"b", "a"} to its layer`}},
		"a row without a package": {table(row{"a", ""}, row{"b", ""}),
			[]goPackage{{name: "a"}}, []string{"there is no package b; delete its row"}},
		"two rows": {table(row{"a", ""}, row{"a", ""}), []goPackage{{name: "a"}}, []string{"a has two rows"}},
	} {
		assert.Equal(t, c.want, checkImports(c.layers, c.packages), reason)
	}
}
