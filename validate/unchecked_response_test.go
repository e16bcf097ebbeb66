package validate_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// ValidateResponse has a third outcome beside nil and violations: nothing is wrong, and not
// everything could be checked.
func TestValidateResponseUnchecked(t *testing.T) {
	for _, c := range []struct {
		schema, body string
		want         []validate.UncheckedReason
		reason       string
	}{
		{"{type: string}", `"x"`, nil, "all of it was checked"},
		{"{type: string, pattern: '('}", `"x"`, []validate.UncheckedReason{validate.UncheckedPattern}, "the pattern is none"},
		{"{$ref: '#/no'}", `"x"`, []validate.UncheckedReason{validate.UncheckedReference}, "the schema is nowhere"},
		{"{properties: {a: {pattern: '('}, b: {$ref: '#/no'}}}", `{"a": "x", "b": 1}`,
			[]validate.UncheckedReason{validate.UncheckedPattern, validate.UncheckedReference}, "two reasons"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			v := parse(t, withSchema("3.1.0", c.schema))
			w := httptest.NewRecorder()
			w.Header().Set("Content-Type", "application/json")
			_, err := w.WriteString(c.body)
			require.NoError(t, err)
			err = v.ValidateResponse(httptest.NewRequest(http.MethodGet, host+"/x", http.NoBody), w.Result())
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			var unchecked *validate.UncheckedError
			require.ErrorAs(t, err, &unchecked)
			assert.ElementsMatch(t, c.want, unchecked.Reasons)
			var violations *validate.Error
			assert.NotErrorAs(t, err, &violations, "it is no violation")
			for _, reason := range c.want {
				assert.ErrorContains(t, err, string(reason))
			}
		})
	}
	v := parse(t, withSchema("3.1.0", "{properties: {a: {pattern: '('}, b: {type: string}}}"))
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.WriteString(`{"a": "x", "b": 1}`)
	var violations *validate.Error
	require.ErrorAs(t, v.ValidateResponse(httptest.NewRequest(http.MethodGet, host+"/x", http.NoBody), w.Result()), &violations,
		"a violation outweighs what is unchecked")
}
