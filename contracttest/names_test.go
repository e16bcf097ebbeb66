package contracttest_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withoutExample lists exported names that need no example, with the reason.
var withoutExample = map[string]string{
	"TestingT": "a *testing.T is one",
	"RequireT": "a *testing.T is one",
}

// TestNamesHaveExamples checks that each exported function and type of the package, and each method
// of a mock server, has an example. Methods of standard interfaces need none.
func TestNamesHaveExamples(t *testing.T) {
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	files := token.NewFileSet()
	var code, tests []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		f, err := parser.ParseFile(files, e.Name(), nil, parser.ParseComments)
		require.NoError(t, err)
		if strings.HasSuffix(e.Name(), "_test.go") {
			tests = append(tests, f)
		} else {
			code = append(code, f)
		}
	}
	has := make(map[string]bool)
	for _, e := range doc.Examples(tests...) {
		name, _, _ := strings.Cut(e.Name, "_known")
		has[name] = true
	}
	p, err := doc.NewFromFiles(files, code, "contracttest")
	require.NoError(t, err)
	var names []string
	for _, f := range p.Funcs {
		names = append(names, f.Name)
	}
	for _, kind := range p.Types {
		names = append(names, kind.Name)
		for _, f := range kind.Funcs {
			names = append(names, f.Name)
		}
		for _, m := range kind.Methods {
			if kind.Name == "Server" && m.Name != "ServeHTTP" {
				names = append(names, kind.Name+"_"+m.Name)
			}
		}
	}
	assert.Greater(t, len(names), 25)
	for _, name := range names {
		assert.True(t, has[name] || withoutExample[name] != "", "%s has no example", name)
	}
}
