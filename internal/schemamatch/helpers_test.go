package schemamatch_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/stringformat"
	"github.com/apicontract/apicontract/internal/testsupport/jsonfuzz"
)

func compilePattern(source string) (schema.PatternMatcher, error) { return ecmaregexp.Compile(source) }

// A lawCase is one schema with its program and with the slow path.
type lawCase struct {
	name      string
	schema    *schema.Schema
	program   *schemamatch.Program
	evaluator *schemaerror.Evaluator
}

// casesOf returns the components of a document, by name.
func casesOf(t testing.TB, text string, asserts bool) map[string]lawCase {
	t.Helper()
	doc, err := spec.Load(spec.SingleFile("openapi.yaml", []byte(text)), "openapi.yaml")
	require.NoError(t, err)
	schemas := schema.NewCompiler(doc, schema.Options{CompilePattern: compilePattern, LenientNullable: !asserts})
	compiler := schemamatch.NewCompiler(schemamatch.Options{AssertFormats: asserts})
	options := schemaerror.Options{}
	if asserts {
		options.Format = stringformat.CheckText
	}
	evaluator := schemaerror.New(options)
	cases := make(map[string]lawCase)
	for name, node := range doc.Root().At("components", "schemas").Members() {
		s := schemas.Schema(node)
		cases[name] = lawCase{name, s, compiler.Compile(s), evaluator}
	}
	return cases
}

// conforms reports whether the slow path finds no error in a body.
func (c *lawCase) conforms(t testing.TB, body []byte) bool {
	value, err := schemaerror.Decode(body)
	if err != nil {
		return false
	}
	result := c.evaluator.Check(t.Context(), c.schema, value)
	return len(result.Errors)+len(result.Unchecked) == 0
}

// requireLaw requires that the body conforms if the matcher accepts it, and reports
// whether it does.
func (c *lawCase) requireLaw(t testing.TB, m *schemamatch.Matcher, body []byte) bool {
	if !m.Conforms(c.program, body) {
		return false
	}
	if !c.conforms(t, body) {
		value, err := schemaerror.Decode(body)
		require.NoError(t, err, "%s: %s", c.name, body)
		require.Fail(t, "the matcher accepts what the slow path does not", "%s: %s\n%+v",
			c.name, body, c.evaluator.Check(t.Context(), c.schema, value))
	}
	return true
}

// A randomizer generates schemas and bodies.
type randomizer struct{ jsonfuzz.Generator }

func newRandomizer(seed uint64) randomizer { return randomizer{jsonfuzz.New(seed)} }

func pick[T any](r randomizer, from []T) T { return jsonfuzz.OneOf(r.Generator, from) }

// document returns a document of a version with the lines of components/schemas.
func document(version, schemas string) string {
	return fmt.Sprintf("openapi: %s\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    %s\n",
		version, strings.ReplaceAll(strings.TrimSpace(schemas), "\n", "\n    "))
}
