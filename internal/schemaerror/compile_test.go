package schemaerror_test

import (
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/spec"
)

// schemaOf compiles a component of a document.
func schemaOf(t testing.TB, document, component string, options schema.Options) *schema.Schema {
	t.Helper()
	doc, err := spec.Load(fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
	require.NoError(t, err)
	if options.CompilePattern == nil {
		options.CompilePattern = goPattern
	}
	node := doc.Root().At("components", "schemas", component)
	require.NotNil(t, node)
	return schema.NewCompiler(doc, options).Schema(node)
}

// goPattern compiles a pattern with Go's syntax, which is close enough for tests.
func goPattern(source string) (schema.PatternMatcher, error) {
	re, err := regexp.Compile(codePoint.ReplaceAllString(source, `\x{$1}`))
	return matcher{re}, err
}

var codePoint = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

type matcher struct{ *regexp.Regexp }

func (m matcher) MatchString(s string) (bool, error) { return m.Regexp.MatchString(s), nil }
