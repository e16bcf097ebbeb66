package hint_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/hint"
)

var words = hint.Words{hint.ListCodes: "Codes() lists the codes", hint.ExcludeTraffic: "--exclude leaves traffic out"}

func TestText(t *testing.T) {
	names := []string{"video_not_found", "slow_down"}
	for _, c := range []struct {
		err                   error
		neutral, want, reason string
	}{
		{errors.New("no"), "no", "no", "an error without a hint"},
		{hint.Errorf(hint.ListCodes, "no %s", "codes"), "no codes", "no codes; Codes() lists the codes", "with a hint"},
		{hint.Errorf(hint.ListRules, "no rule"), "no rule", "no rule", "the front end has no words for it"},
		{hint.Unknown(hint.ListCodes, "there is no code", "vidoe_not_found", names), `there is no code "vidoe_not_found"; did you mean video_not_found?`,
			`there is no code "vidoe_not_found"; did you mean video_not_found? Codes() lists the codes`, "a question ends without a semicolon"},
		{hint.Unknown(hint.ListCodes, "there is no code", "zzz", names), `there is no code "zzz"`, `there is no code "zzz"; Codes() lists the codes`, "nothing is near"},
		{fmt.Errorf("%w; correct the rule", hint.Errorf(hint.ListCodes, "no code")), "no code; correct the rule", "no code; Codes() lists the codes; correct the rule", "wrapped, with more behind it"},
		{fmt.Errorf("in rule 3: %w", hint.Errorf(hint.ListCodes, "no code")), "in rule 3: no code", "in rule 3: no code; Codes() lists the codes", "wrapped"},
	} {
		assert.Equal(t, c.neutral, c.err.Error(), c.reason)
		assert.Equal(t, c.want, words.Text(c.err), c.reason)
	}
}

func TestFix(t *testing.T) {
	for _, c := range []struct{ rule, fix, want, reason string }{
		{"code-unknown", "Use a code.", "Use a code. Codes() lists the codes.", "a rule with a hint"},
		{"operation-undocumented", "Describe it.", "Describe it. --exclude leaves traffic out.", "a flag stays as it is"},
		{"body-schema", "Compare.", "Compare.", "a rule without a hint"},
		{"doc-url", "Send it.", "Send it.", "a topic without words"},
		{"code-unknown", "", "", "nothing to fix"},
	} {
		assert.Equal(t, c.want, words.Fix(c.rule, c.fix), c.reason)
	}
	assert.Len(t, hint.RuleIDs(), 4)
}
