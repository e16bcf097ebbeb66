package hint_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/hint"
)

var words = hint.Words{hint.ListCodes: "a list has the codes", hint.ExcludeTraffic: "--exclude leaves traffic out"}

func TestText(t *testing.T) {
	names := []string{"video_not_found", "slow_down"}
	for _, c := range []struct {
		err                   error
		neutral, want, reason string
	}{
		{errors.New("no"), "no", "no", "an error without a hint"},
		{hint.Errorf(hint.ListCodes, "no %s", "codes"), "no codes", "no codes; a list has the codes", "with a hint"},
		{hint.Errorf(hint.ListRules, "no rule"), "no rule", "no rule", "the front end has no words for it"},
		{hint.Unknown(hint.ListCodes, "there is no code", "vidoe_not_found", names), `there is no code "vidoe_not_found"; did you mean video_not_found?`,
			`there is no code "vidoe_not_found"; did you mean video_not_found? a list has the codes`, "a question ends without a semicolon"},
		{hint.Unknown(hint.ListCodes, "there is no code", "zzz", names), `there is no code "zzz"`, `there is no code "zzz"; a list has the codes`, "nothing is near"},
		{fmt.Errorf("in rule 3: %w", hint.Errorf(hint.ListCodes, "no code")), "in rule 3: no code", "in rule 3: no code; a list has the codes", "wrapped"},
	} {
		assert.Equal(t, c.neutral, c.err.Error(), c.reason)
		assert.Equal(t, c.want, words.Text(c.err), c.reason)
	}
}

func TestFix(t *testing.T) {
	for _, c := range []struct{ rule, fix, want, reason string }{
		{"code-unknown", "Use a code.", "Use a code. A list has the codes.", "a rule with a hint"},
		{"operation-undocumented", "Describe it.", "Describe it. --exclude leaves traffic out.", "a flag stays as it is"},
		{"body-schema", "Compare.", "Compare.", "a rule without a hint"},
		{"doc-url", "Send it.", "Send it.", "a topic without words"},
		{"code-unknown", "", "", "nothing to fix"},
	} {
		assert.Equal(t, c.want, words.Fix(c.rule, c.fix), c.reason)
	}
	assert.Len(t, hint.RuleIDs(), 4)
}
