package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// TestRulesCoverTheConstants checks that the table of rules has a row for every constant, in their
// order, and that every row is complete.
func TestRulesCoverTheConstants(t *testing.T) {
	var ids []string
	for _, r := range validate.Rules() {
		if !r.Document { // package lint names the others
			ids = append(ids, string(r.ID))
		}
		v := reflect.ValueOf(r)
		for i := range v.NumField() - 1 { // without Document
			assert.NotEmpty(t, v.Field(i).String(), "%s lacks %s", r.ID, v.Type().Field(i).Name)
		}
		assert.True(t, r.Level.Valid(), r.ID)
		assert.Equal(t, r.ID == validate.MemberUndocumented, r.Level == validate.LevelOff, "%s: the other rules are on unless the user says so", r.ID)
		assert.NotContains(t, r.Summary, "\n", "%s: the summary is one line", r.ID)
	}
	assert.Equal(t, ruleConstants(t), ids)
}

// ruleConstants returns the values of the constants of type RuleID.
func ruleConstants(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../validate/rules.go", nil, 0)
	require.NoError(t, err)
	var values []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != "RuleID" {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		require.NoError(t, err)
		values = append(values, value)
		return true
	})
	require.NotEmpty(t, values)
	return values
}

func TestRetryTextKnowsEveryClass(t *testing.T) {
	classes := []validate.RetryClass{
		validate.RetryWait, validate.RetryPoll, validate.RetrySameKey, validate.RetryTransient,
		validate.RetryLater, validate.RetryAccount, validate.RetryChange,
	}
	for _, r := range classes {
		assert.Regexp(t, `^(do not )?repeat\b.* \(`+string(r)+`\)$`, retryText(r), "in words, and the word itself")
	}
	assert.Equal(t, "sometimes", retryText("sometimes"), "a class of another document is shown unchanged")
}
