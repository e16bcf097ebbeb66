package schema_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

var problemCases = []struct {
	reason, version, schemas string
	want                     []string // rule and pointer below /components/schemas
}{
	{"nothing is wrong", "3.0.3", `S: {type: string, nullable: true, enum: [x, null]}`, nil},
	{"a keyword of 3.1", "3.0.3", `S: {const: 1}`, []string{"schema-keyword-version /S/const"}},
	{"a keyword of 3.0", "3.1.0", `S: {nullable: true}`, []string{"schema-keyword-version /S/nullable"}},
	{"a boolean bound in 3.1", "3.1.0", `S: {minimum: 1, exclusiveMinimum: true}`, []string{"schema-keyword-version /S/exclusiveMinimum"}},
	{"a number as bound in 3.0", "3.0.3", `S: {exclusiveMinimum: 1}`, []string{"schema-keyword-version /S/exclusiveMinimum"}},
	{"unknown keywords of 3.1", "3.1.0", `S: {foo: 1, dependencies: {}}`, nil},
	{"a wrong type", "3.0.3", `S: {minLength: x}`, []string{"schema-keyword-type /S/minLength"}},
	{"required as boolean", "3.0.3", `S: {required: true}`, []string{"schema-keyword-type /S/required"}},
	{"an array without items", "3.0.3", `S: {type: array}`, []string{"schema-items-missing /S"}},
	{"an array without items in 3.1", "3.1.0", `S: {type: array}`, nil},
	{"an unknown type", "3.1.0", `S: {type: text}`, []string{"schema-keyword-type /S/type"}},
	{"a pattern", "3.0.3", `S: {pattern: '('}`, []string{"pattern-invalid /S/pattern"}},
	{"a reference to nowhere", "3.0.3", `S: {allOf: [{$ref: '#/nowhere'}]}`, []string{"reference-unresolved /S/allOf/0/$ref"}},
	{"a reference to a URL", "3.1.0", `S: {allOf: [{$ref: 'https://e.example/x'}]}`, []string{"reference-unresolved /S/allOf/0/$ref"}},
	{"a reference out of the folder", "3.0.3", `S: {allOf: [{$ref: '../x.yaml'}]}`, []string{"reference-unresolved /S/allOf/0/$ref"}},
	{"recursion without progress", "3.0.3", `S: {allOf: [{$ref: '#/components/schemas/S'}]}`, []string{"schema-recursion /S"}},
	{"recursion with progress", "3.0.3", `S: {properties: {s: {$ref: '#/components/schemas/S'}}}`, nil},
	{"references in a circle", "3.0.3", "S: {$ref: '#/components/schemas/R'}\nR: {$ref: '#/components/schemas/S'}", []string{"schema-recursion /S/$ref"}},
	{"a dialect", "3.1.0", `S: {$id: 'https://e.example/s', $schema: 'http://json-schema.org/draft-07/schema#'}`, []string{"schema-dialect /S/$schema"}},
	{"a mapping to nowhere", "3.0.3", "S: {oneOf: [{$ref: '#/components/schemas/R'}], discriminator: {propertyName: k, mapping: {a: '#/x'}}}\nR: {}",
		[]string{"reference-unresolved /S/discriminator/mapping/a"}},
}

func TestProblems(t *testing.T) {
	for _, c := range problemCases {
		t.Run(c.version+" "+c.reason, func(t *testing.T) {
			compiler, doc := compilerOf(t, c.version, c.schemas)
			compiler.Schema(doc.Root().At("components", "schemas", "S")).Keywords()
			var got []string
			for _, p := range compiler.Problems() {
				got = append(got, p.Rule+" "+strings.TrimPrefix(p.Node.Location().Pointer, "/components/schemas"))
				assert.NotEmpty(t, p.Message)
				assert.NotEmpty(t, p.Fix)
			}
			for _, want := range c.want {
				assert.Contains(t, got, want)
			}
			assert.Len(t, got, len(c.want), got)
		})
	}
}

// TestLazyCompilation checks that compiling a schema reads only schemas that apply to the same
// value.
func TestLazyCompilation(t *testing.T) {
	compiler, doc := compilerOf(t, "3.0.3", "S: {properties: {a: {minLength: x}}}\nR: {minLength: x}")
	compiler.Schema(doc.Root().At("components", "schemas", "S")).Keywords()
	assert.Empty(t, compiler.Problems())
}

func compilerOf(t *testing.T, version, schemas string) (*schema.Compiler, *spec.Document) {
	t.Helper()
	text := fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    %s\n",
		version, strings.ReplaceAll(schemas, "\n", "\n    "))
	doc, err := spec.Load(fstest.MapFS{"openapi.yaml": {Data: []byte(text)}}, "openapi.yaml")
	require.NoError(t, err)
	compile := func(source string) (schema.PatternMatcher, error) {
		re, err := regexp.Compile(source)
		return matcher{re}, err
	}
	return schema.NewCompiler(doc, schema.Options{CompilePattern: compile}), doc
}

type matcher struct{ *regexp.Regexp }

func (m matcher) MatchString(s string) (bool, error) { return m.Regexp.MatchString(s), nil }

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		compare int
	}{
		{"1", "1.0", 0}, {"-0", "0.000", 0}, {"10", "1e1", 0}, {"0.1", "1e-1", 0}, {"2", "10", -1}, {"-2", "-10", 1},
		{"9007199254740993", "9007199254740992", 1}, {"1e10000", "1", 1}, {"-1e10000", "1", -1}, {"1e-10000", "0", 1},
		{"123456789012345678901234567890", "123456789012345678901234567891", -1},
		{"12345678901234567890123456789000000", "12345678901234567890123456789e6", 0}, {"0.5", "0.25", 1},
		{"100000000000000000000", "1e20", 0}, {"0", "-1", 1},
	} {
		a, ok := schema.ParseDecimal(c.a)
		require.True(t, ok)
		b, ok := schema.ParseDecimal(c.b)
		require.True(t, ok)
		assert.Equal(t, c.compare, a.Compare(b), "%s and %s", c.a, c.b)
		assert.Equal(t, -c.compare, b.Compare(a), "%s and %s", c.b, c.a)
		assert.Equal(t, c.compare == 0, a.Equal(b))
		assert.Equal(t, c.compare == 0, a.Key() == b.Key())
	}
}
