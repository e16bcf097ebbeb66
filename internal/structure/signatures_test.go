package structure

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shown lists packages whose exported declarations contain no type of another module, with the
// packages of this module whose types they may contain. Callers cannot name a type of an internal
// package, so a public package must not contain one.
var shown = map[string][]string{
	"validate":      {},
	"contracttest":  {"validate"},
	"internal/live": {"validate"},
}

func TestExportedTypes(t *testing.T) {
	packages, err := compiledPackages()
	require.NoError(t, err)
	for name, others := range shown {
		p, err := packages.Import(module + "/" + name)
		require.NoError(t, err)
		for _, problem := range checkExported(p, func(path string) bool {
			return isStandard(path) || isOwn(path) && slices.Contains(others, strings.TrimPrefix(path, module+"/"))
		}) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// isStandard reports whether a package is in the standard library: the first element of all other
// paths has a dot.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// compiledPackages imports packages in compiled form, from the build cache.
func compiledPackages() (types.Importer, error) {
	args := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}
	for name := range shown {
		args = append(args, module+"/"+name)
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		return nil, err
	}
	exports := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	open := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	return importer.ForCompiler(token.NewFileSet(), "gc", open), nil
}

// checkExported returns the exported declarations of a package that contain a type of a package
// that may not be shown.
func checkExported(p *types.Package, mayShow func(path string) bool) []string {
	s := &signatures{pkg: p, mayShow: mayShow}
	for _, name := range p.Scope().Names() {
		if object := p.Scope().Lookup(name); object.Exported() {
			s.object(object)
		}
	}
	slices.Sort(s.problems)
	return slices.Compact(s.problems)
}

// signatures walks over the exported declarations of a package.
type signatures struct {
	pkg      *types.Package
	mayShow  func(path string) bool
	within   string // current declaration
	seen     map[types.Type]bool
	problems []string
}

// object walks a declaration. Two declarations with one type are two problems.
func (s *signatures) object(o types.Object) {
	s.within, s.seen = o.Name(), make(map[types.Type]bool)
	if named, ok := o.Type().(interface{ TypeParams() *types.TypeParamList }); ok {
		s.typeParams(named.TypeParams())
	}
	s.walk(o.Type())
}

func (s *signatures) walk(t types.Type) {
	if t == nil || s.seen[t] {
		return
	}
	s.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		if s.name(t.Obj()) {
			s.arguments(t.TypeArgs())
			s.walk(t.Rhs())
		}
	case *types.Named:
		s.arguments(t.TypeArgs())
		if s.name(t.Obj()) {
			s.named(t)
		}
	case *types.Struct:
		s.fields(t)
	case *types.Interface:
		s.methods(t)
	case *types.Signature:
		s.typeParams(t.TypeParams())
		s.tuple(t.Params())
		s.tuple(t.Results())
	case *types.Map:
		s.walk(t.Key())
		s.walk(t.Elem())
	case *types.Union:
		for term := range t.Terms() {
			s.walk(term.Type())
		}
	case interface{ Elem() types.Type }:
		s.walk(t.Elem())
	}
}

// name checks where a type is declared, and reports whether that is the package itself.
func (s *signatures) name(o *types.TypeName) (own bool) {
	switch p := o.Pkg(); {
	case p == nil:
		return false // error, comparable
	case p.Path() == s.pkg.Path():
		return true
	case !s.mayShow(p.Path()):
		s.problems = append(s.problems, fmt.Sprintf("%s shows %s.%s", s.within, p.Path(), o.Name()))
	}
	return false
}

func (s *signatures) named(t *types.Named) {
	for method := range t.Methods() {
		if method.Exported() {
			s.walk(method.Signature())
		}
	}
	s.walk(t.Underlying())
}

// fields walks the exported and the embedded fields: the fields and methods of an embedded struct
// belong to the struct.
func (s *signatures) fields(t *types.Struct) {
	for field := range t.Fields() {
		if field.Exported() || field.Embedded() {
			s.walk(field.Type())
		}
	}
}

// methods walks an interface. Only the package itself implements methods that are not
// exported.
func (s *signatures) methods(t *types.Interface) {
	for method := range t.ExplicitMethods() {
		if method.Exported() {
			s.walk(method.Signature())
		}
	}
	for embedded := range t.EmbeddedTypes() {
		s.walk(embedded)
	}
}

func (s *signatures) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		s.walk(v.Type())
	}
}

func (s *signatures) arguments(list *types.TypeList) {
	for argument := range list.Types() {
		s.walk(argument)
	}
}

func (s *signatures) typeParams(list *types.TypeParamList) {
	for parameter := range list.TypeParams() {
		s.walk(parameter.Constraint())
	}
}

func TestCheckExported(t *testing.T) {
	const declared = `package other; type T int; type C interface { ~int }; type E struct{}; func (E) M() {}`
	for reason, c := range map[string]struct{ code, want string }{
		"nothing":                 {"type A struct{ B []map[string]*A; C error; D any }", ""},
		"not exported":            {"type A struct{ b other.T }; type c other.T; func d(other.T) {}; func (A) e(other.T) {}", ""},
		"a variable":              {"var A other.T", "A"},
		"a constant":              {"const A = other.T(1)", "A"},
		"a type of it":            {"type A []other.T", "A"},
		"an alias":                {"type A = other.T", "A"},
		"an alias of our own":     {"type a = other.T; var A a", "A"},
		"a parameter":             {"func A(...*other.T) {}", "A"},
		"a result":                {"func A() (int, <-chan other.T) { return 0, nil }", "A"},
		"a function's parameter":  {"func A(func(func(other.T))) {}", "A"},
		"a field":                 {"type A struct{ B [2]other.T }", "A"},
		"a field of a field":      {"type A struct{ B struct{ C other.T } }", "A"},
		"an embedded field":       {"type A struct{ other.E }", "A"},
		"by an embedded type":     {"type b struct{ C other.T }; type A struct{ b }", "A"},
		"a key":                   {"type A map[other.T]bool", "A"},
		"a method":                {"type A int; func (*A) B(other.T) {}", "A"},
		"a method of an unnamed":  {"type b int; func (b) C() (x other.T) { return }; func A() b { return 0 }", "A"},
		"an interface's method":   {"type A interface{ B(other.T) }", "A"},
		"an interface's own":      {"type A interface{ b(other.T) }", ""},
		"an embedded interface":   {"type A interface{ other.C }", "A"},
		"a term":                  {"type A interface{ int | other.T }", "A"},
		"a type argument":         {"type b[T any] struct{}; var A b[other.T]", "A"},
		"a constraint":            {"func A[T other.C](T) {}", "A"},
		"a constraint of a type":  {"type A[T other.C] struct{}", "A"},
		"two declarations of one": {"var A other.T; func B(other.T) {}", "A B"},
		"what may be shown":       {`var A fine.T`, ""},
	} {
		t.Run(reason, func(t *testing.T) {
			sources := sourceImporter{"other.example/other": declared, "fine": "package fine; type T int"}
			p, err := sources.parse("module.example/a", "package a\nimport \"other.example/other\"\nimport \"fine\"\ntype _ other.T; type _ fine.T\n"+c.code)
			require.NoError(t, err)
			var names []string
			for _, problem := range checkExported(p, isStandard) {
				name, shows, _ := strings.Cut(problem, " ")
				names = append(names, name)
				assert.Contains(t, shows, "shows other.example/other.")
			}
			assert.Equal(t, c.want, strings.Join(names, " "))
		})
	}
}

// sourceImporter has the sources of packages by their paths.
type sourceImporter map[string]string

func (s sourceImporter) Import(path string) (*types.Package, error) { return s.parse(path, s[path]) }

func (s sourceImporter) parse(path, source string) (*types.Package, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path+".go", source, 0)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: s}
	return config.Check(path, files, []*ast.File{file}, nil)
}
