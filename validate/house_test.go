package validate_test

import (
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The engine stands alone: it knows neither the API's own packages nor tests,
// and could be given another home.
func TestWhatTheEngineImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	const module = "github.com/apicontract/apicontract/"
	allowed := []string{"validate", "internal/ecmaregexp", "internal/enginehook", "internal/jsonscan", "internal/mediatype", "internal/pattern", "internal/prose", "internal/redact", "internal/route", "internal/schema", "internal/schemaengine", "internal/schemaerror", "internal/schemamatch", "internal/spec", "internal/stringformat"}
	for path := range strings.FieldsSeq(string(out)) {
		assert.NotEqual(t, "testing", path)
		if own, ok := strings.CutPrefix(path, module); ok {
			assert.Contains(t, allowed, own, "validate must not depend on %s", path)
		}
	}
}

// No exported declaration shows a type of another module, so that the engine can
// be replaced.
func TestNoForeignTypeIsShown(t *testing.T) {
	pkg, err := compiled()
	require.NoError(t, err)
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if object := scope.Lookup(name); object.Exported() {
			assertOwn(t, object, object.Type(), make(map[types.Type]bool))
		}
	}
}

// compiled loads this package as its importers see it, from the build cache.
func compiled() (*types.Package, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", ".").Output()
	if err != nil {
		return nil, err
	}
	exports := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	return importer.ForCompiler(token.NewFileSet(), "gc", open).Import("github.com/apicontract/apicontract/validate")
}

// assertOwn walks what a caller can see of a type.
func assertOwn(t *testing.T, where types.Object, typ types.Type, seen map[types.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	walk := func(typ types.Type) { assertOwn(t, where, typ, seen) }
	switch typ := typ.(type) {
	case *types.Named:
		if pkg := typ.Obj().Pkg(); pkg != nil && pkg.Path() != where.Pkg().Path() {
			assert.NotContains(t, pkg.Path(), ".", "%s shows %s", where.Name(), typ)
			return
		}
		for method := range typ.Methods() {
			if method.Exported() {
				walk(method.Signature())
			}
		}
		walk(typ.Underlying())
	case *types.Struct:
		for field := range typ.Fields() {
			if field.Exported() {
				walk(field.Type())
			}
		}
	case *types.Signature:
		for _, tuple := range []*types.Tuple{typ.Params(), typ.Results()} {
			for v := range tuple.Variables() {
				walk(v.Type())
			}
		}
	case interface{ Elem() types.Type }:
		walk(typ.Elem())
	}
}
