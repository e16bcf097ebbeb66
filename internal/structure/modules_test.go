package structure

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// restrictions lists the modules that only some packages may import, so that they can be replaced.
// Tests may import them if tests is true.
var restrictions = []restriction{
	{module: "github.com/getkin/kin-openapi", tests: true, packages: map[string]string{
		"document":      "decodes one operation from the document's tree, for the three below",
		"mock":          "has the types of its operations",
		"mock/response": "chooses a media type of a response",
		"mock/fault":    "changes values by the types of a response's schema",
		"mock/paging":   "finds the list in the types of a response's schema",
		"request":       "makes requests of an operation's parameters",
		"synth":         "makes values of a schema's types",
	}},
	{module: "github.com/santhosh-tekuri/jsonschema", tests: true},
	{module: "github.com/oapi-codegen/runtime", packages: map[string]string{
		"api":     "its generated client",
		"request": "writes parameters as the generated clients do",
	}},
	{module: "github.com/spf13", packages: map[string]string{
		"cli":       "its commands and flags",
		"packaging": "writes manual pages and completion scripts of the commands",
	}},
	{module: "github.com/knadh/koanf", packages: map[string]string{"config": "puts the environment over the file"}},
	{module: "go.yaml.in/yaml", tests: true, packages: map[string]string{
		"spec":   "reads documents in YAML",
		"config": "reads the configuration, with the lines of its keys",
		"cli":    "reads the rules of the mock in YAML",
	}},
	{module: "github.com/stretchr/testify", tests: true, packages: map[string]string{"testsupport/mocktest": "it is for the tests of the mock's packages"}},
}

// A restriction lists the packages that may import a module, with the reasons.
type restriction struct {
	module   string
	tests    bool
	packages map[string]string
}

func TestModules(t *testing.T) {
	packages := loaded(t)
	for _, r := range restrictions {
		for _, problem := range r.check(packages) {
			t.Error(problem)
		}
	}
}

// check returns the packages that import the module without a reason, and the reasons of packages
// that do not import it.
func (r restriction) check(packages []goPackage) (problems []string) {
	imports := func(paths []string) bool {
		return slices.ContainsFunc(paths, func(path string) bool { return isBelow(path, r.module) })
	}
	left := make(map[string]bool)
	for name := range r.packages {
		left[name] = true
	}
	for _, p := range packages {
		used := imports(p.foreign)
		switch {
		case used && r.packages[p.name] == "":
			problems = append(problems, fmt.Sprintf("%s must not import %s", p.name, r.module))
		case used:
			delete(left, p.name)
		case !r.tests && imports(p.testForeign):
			problems = append(problems, fmt.Sprintf("tests of %s must not import %s", p.name, r.module))
		}
	}
	for name := range left {
		problems = append(problems, fmt.Sprintf("%s does not import %s any more; delete its line", name, r.module))
	}
	slices.Sort(problems)
	return problems
}

func TestRestrictionCheck(t *testing.T) {
	const restricted = "example.com/module"
	may := map[string]string{"a": "it must"}
	for reason, c := range map[string]struct {
		restriction
		packages []goPackage
		want     []string
	}{
		"the package that may": {restriction{restricted, false, may},
			[]goPackage{{name: "a", foreign: []string{"example.com/module/v2/x"}}}, nil},
		"another module":  {restriction{module: restricted}, []goPackage{{name: "b", foreign: []string{"example.com/modules"}}}, nil},
		"another package": {restriction{module: restricted}, []goPackage{{name: "b", foreign: []string{restricted}}}, []string{"b must not import example.com/module"}},
		"a package without a reason": {restriction{restricted, false, map[string]string{"a": ""}},
			[]goPackage{{name: "a", foreign: []string{restricted}}},
			[]string{"a does not import example.com/module any more; delete its line", "a must not import example.com/module"}},
		"a test that may":     {restriction{module: restricted, tests: true}, []goPackage{{name: "b", testForeign: []string{restricted}}}, nil},
		"a test that may not": {restriction{module: restricted}, []goPackage{{name: "b", testForeign: []string{restricted}}}, []string{"tests of b must not import example.com/module"}},
		"a line too many":     {restriction{restricted, true, may}, []goPackage{{name: "a", testForeign: []string{restricted}}}, []string{"a does not import example.com/module any more; delete its line"}},
	} {
		assert.Equal(t, c.want, c.check(c.packages), reason)
	}
}
