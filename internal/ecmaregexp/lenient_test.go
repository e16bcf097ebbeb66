package ecmaregexp_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
)

func TestLenient(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
		reason        string
	}{
		{"^a+$", "aa", true, "it matches"},
		{"^a+$", "ab", false, "it does not"},
		{"(", "ab", true, "an invalid expression refuses nothing"},
		{`^(?=(a+)+$)(a+)+b\1$`, strings.Repeat("a", 60), true, "nor does one that takes too long"},
	} {
		p := ecmaregexp.CompileLenient(c.pattern)
		assert.Equal(t, c.want, p.MatchString(c.text), c.reason)
		assert.Equal(t, c.pattern, p.String())
	}
}
