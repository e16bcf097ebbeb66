package schemaerror_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
)

// levels returns schemas that each refer twice to the next one.
func levels(n int, next string) string {
	var b strings.Builder
	b.WriteString("S: {$ref: '#/components/schemas/L0'}\n")
	for i := range n {
		fmt.Fprintf(&b, "L%d: %s\n", i, strings.ReplaceAll(next, "NEXT", fmt.Sprintf("{$ref: '#/components/schemas/L%d'}", i+1)))
	}
	fmt.Fprintf(&b, "L%d: {type: object, required: [a]}", n)
	return b.String()
}

func TestManyBranches(t *testing.T) {
	for _, c := range []struct{ reason, next, body, want string }{
		{"equal branches", "{anyOf: [NEXT, NEXT]}", `1`, "anyOf@/"},
		{"equal branches, an error within", "{anyOf: [NEXT, NEXT]}", `{}`, "required:a@/"},
		{"equal branches of oneOf match twice", "{oneOf: [NEXT, NEXT]}", `{"a":1}`, "oneOf@/"},
		{"branches that differ", "{anyOf: [NEXT, {allOf: [NEXT], maxProperties: 5}]}", `{}`, "required:a@/"},
		{"branches of not", "{anyOf: [NEXT, {not: {not: NEXT}}]}", `{}`, "required:a@/"},
		{"allOf", "{allOf: [NEXT, {allOf: [NEXT]}]}", `{"a":1}`, ""},
		{"allOf, an error within", "{allOf: [NEXT, {allOf: [NEXT]}]}", `{}`, "required:a@/"},
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			s := schemaOf(t, document(version, levels(26, c.next)), "S", schema.Options{})
			start := time.Now()
			result := check(t, s, c.body)
			assert.Equal(t, c.want, summary(result), c.reason)
			assert.Less(t, time.Since(start), 200*time.Millisecond, c.reason)
			t.Log(version, c.reason, time.Since(start))
		}
	}
}

func TestBudget(t *testing.T) {
	s := schemaOf(t, document("3.1.0", `S: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}`), "S", schema.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	value := make(map[string]any)
	for i := range 15_000 {
		value[fmt.Sprint("m", i)] = true
	}
	result := schemaerror.New(schemaerror.Options{}).Check(ctx, s, value)
	require.NotEmpty(t, result.Unchecked, "a cancelled check is not complete")
	assert.Equal(t, schemaerror.UncheckedBudget, result.Unchecked[0].Reason)

	result = schemaerror.New(schemaerror.Options{}).Check(t.Context(), s, value)
	assert.Empty(t, result.Unchecked)
	assert.Len(t, result.Errors, 10_000, "members of other names are other errors")
	assert.Equal(t, 5_000, result.More)
}

func TestManyErrorsHideNoOther(t *testing.T) {
	s := schemaOf(t, document("3.0.3", `S: {type: array, items: {required: [id], properties: {z: {type: string}}}}`), "S", schema.Options{})
	body := "[" + strings.Repeat("{},", 1_500) + `{"id":1,"z":1}` + "]"
	result := check(t, s, body)
	assert.Equal(t, "type@/1500/z", summary(schemaerror.Result{Errors: result.Errors[len(result.Errors)-1:]}))
	assert.Equal(t, 600, result.Errors[0].More)
	assert.Zero(t, result.More)
	assert.Len(t, result.Errors, 901)
	assert.LessOrEqual(t, len(result.Errors), schemaerror.MaxErrors)
}

func TestDepth(t *testing.T) {
	s := schemaOf(t, document("3.1.0", `S: {anyOf: [{type: array, items: {$ref: '#/components/schemas/S'}}, {type: string}]}`), "S", schema.Options{})
	const depth = 9_990
	assert.Empty(t, summary(check(t, s, strings.Repeat("[", depth)+strings.Repeat("]", depth))))
	result := check(t, s, strings.Repeat("[", depth)+"1"+strings.Repeat("]", depth))
	require.Len(t, result.Errors, 1)
	assert.Len(t, result.Errors[0].Instance, depth)
}

func TestLargeNumbers(t *testing.T) {
	s := schemaOf(t, document("3.1.0", `S: {multipleOf: 7, maximum: 1}`), "S", schema.Options{})
	long := strings.Repeat("7", 10_000)
	for body, want := range map[string]string{
		long:               "maximum@/",
		long + "7":         "?number",
		"7e10000":          "maximum@/",
		"-7e-10000":        "multipleOf@/",
		"1e10001":          "?number",
		"1e99999999999999": "?number",
		"-14":              "",
	} {
		start := time.Now()
		assert.Equal(t, want, summary(check(t, s, body)), body[:min(20, len(body))])
		assert.Less(t, time.Since(start), 100*time.Millisecond)
	}
}

func TestConcurrentUse(t *testing.T) {
	s := schemaOf(t, document("3.1.0", "S: {$dynamicAnchor: n, properties: {c: {$dynamicRef: '#n'}, d: {allOf: [{$ref: '#/components/schemas/T'}]}}, required: [a]}\n"+
		"T: {type: [object], properties: {s: {$ref: '#/components/schemas/S'}}}"), "S", schema.Options{})
	evaluator := schemaerror.New(schemaerror.Options{})
	value, err := schemaerror.Decode([]byte(`{"c":{"a":1,"d":{"s":{}}},"d":1}`))
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			assert.Equal(t, "required:a@/c/d/s type@/d required:a@/", summary(evaluator.Check(t.Context(), s, value)))
		})
	}
	wg.Wait()
}

func TestNullableNotes(t *testing.T) {
	for _, c := range []struct{ schemas, note string }{
		{`S: {type: string, nullable: true, enum: [x]}`, "does not add null to an `enum`"},
		{"S: {nullable: true, allOf: [{$ref: '#/components/schemas/R'}]}\nR: {type: object}", "only beside a `type`"},
		{"S: {nullable: true, oneOf: [{$ref: '#/components/schemas/R'}, {type: string}]}\nR: {type: object}", "only beside a `type`"},
		{"S: {nullable: true, $ref: '#/components/schemas/R'}\nR: {type: object}", "no effect beside `$ref`"},
	} {
		result := check(t, schemaOf(t, document("3.0.3", c.schemas), "S", schema.Options{}), `null`)
		require.Len(t, result.Errors, 1)
		assert.Contains(t, result.Errors[0].Message, c.note)
		lenient := schemaOf(t, document("3.0.3", c.schemas), "S", schema.Options{LenientNullable: true})
		assert.Empty(t, summary(check(t, lenient, `null`)))
	}
}
