package ecmaregexp

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
		reason        string
	}{
		{`b`, "abc", true, "a pattern is not anchored"},
		{`^abc$`, "abc\n", false, "$ without m is the very end"},
		{`^b`, "a\nb", false, "^ without m is the very begin"},
		{`^.$`, "\u2028", false, "the dot matches no line terminator"},
		{`^.$`, "\r", false, "the dot matches no carriage return"},
		{`^.$`, "\u0085", true, "NEL is no line terminator of ECMA-262"},
		{`^.$`, "😀", true, "text is matched by code points"},
		{`^\s$`, "\ufeff", true, "the byte order mark is a space"},
		{`^\s$`, "\u00a0", true, "the no-break space is a space"},
		{`^\s$`, "\u0085", false, "NEL is no space of ECMA-262"},
		{`^\S+$`, "\u2003", false, "every Space_Separator is a space"},
		{`^\d$`, "৪", false, `\d has ASCII digits only`},
		{`^\w$`, "é", false, `\w has ASCII letters only`},
		{`é\b`, "é", false, `\b goes by \w`},
		{`^\W$`, "ſ", true, "without i, no letter folds to another"},
		{`^[\d-x]$`, "-", true, "Annex B reads a - beside a class escape as itself"},
		{`^\cC$`, "\x03", true, "a control letter"},
		{`^\0$`, "\x00", true, "NUL"},
		{`^\x41\u0042\u{43}$`, "ABC", true, "characters by number"},
		{`^\uD83D\uDE00$`, "😀", true, "a pair of escaped surrogates is one character"},
		{`^[\uD83D\uDE00]$`, "😀", true, "in a class, too"},
		{`^\uD83D`, "😀", false, "half a pair matches nothing"},
		{`\uD800`, "\ufffd", false, "a surrogate is not the replacement character"},
		{`^[^\uD800]$`, "\ufffd", true, "all text is outside of a set of surrogates"},
		{`^\\u0041$`, `\u0041`, true, "an escaped backslash begins no escape"},
		{`^\p{Letter}$`, "é", true, "long names of General_Category"},
		{`^\p{gc=Lu}$`, "É", true, "short names with the property's"},
		{`^\p{digit}$`, "৪", true, "aliases of General_Category"},
		{`^\p{Script=Greek}$`, "α", true, "Script"},
		{`^\p{sc=Grek}$`, "α", true, "short names of scripts"},
		{`^\p{scx=Deva}$`, "\u1cd0", true, "Script_Extensions: a mark that several scripts use"},
		{`^\p{sc=Deva}$`, "\u1cd0", false, "Script: it is Inherited"},
		{`^\p{Emoji}$`, "😀", true, "properties of emoji"},
		{`^[\p{L}\p{Nd}]+$`, "aé৪", true, "properties in a class"},
		{`^\P{ASCII}$`, "a", false, "the complement of a property"},
		{`^[^]$`, "\n", true, "the empty negated class matches everything"},
		{`[]`, "a", false, "the empty class matches nothing"},
		{`^(?:(a)|b)*\1$`, "ab", true, "an iteration forgets what the one before captured"},
		{`^(?:(a)|b)*\1$`, "aba", false, "so the backreference is empty"},
		{`^(a\1)$`, "a", true, "a group has captured nothing before it ends"},
		{`^\k<x>(?<x>a)$`, "a", true, "a reference may come before its group"},
		{`(?<=(\d+)(\d+))$`, "1053", true, "a lookbehind of any length"},
		{`^(?!(a)b)\1a`, "a", true, "a negative lookahead captures nothing"},
		{`(?<=\1(a))b`, "aab", true, "a lookbehind matches from right to left"},
		{`(?<!^)b`, "b", false, "a negative lookbehind"},
		{`^(?=.*\d)(?=.*[a-z]).{8,}$`, "passw0rd", true, "a usual rule for passwords"},
		{`^(?:a|ab)(?:c|bcd)(?:d*)$`, "abcd", true, "choices are tried again"},
		{`^(?:a?)*?$`, "aaa", true, "an empty iteration does not end a loop for ever"},
		{`^(?:|a){3}$`, "aaa", true, "empty iterations below the minimum do not hide others"},
		{`^(?=(?:){2000000000})$`, "", true, "a large minimum of nothing takes no time"},
		{`^a{0,2000}$`, strings.Repeat("a", 2000), true, "counts beyond those of Go's regexp"},
		{`^(?:ab){1001}$`, strings.Repeat("ab", 1001), true, "of groups, too"},
		{`^a{99999999999999999999,}$`, "a", false, "counts beyond every integer"},
		{`^[\w\-\.]+$`, "a-b.c", true, "usual escapes in a class"},
		{`^a\-b$`, "a-b", true, "Annex B: an escape that u forbids"},
		{`^{a}$`, "{a}", true, "Annex B: braces as text"},
		{`^a{,2}$`, "a{,2}", true, "Annex B: no quantifier, so text"},
		{`^\a$`, "a", true, "Annex B: an escaped letter is itself"},
		{`^[[:alpha:]]$`, "a]", true, "there are no POSIX classes: a set, and a bracket"},
		{`^\101\8$`, "A8", true, "Annex B: octal, and digits that are not"},
		{`^\1(a)$`, "a", true, "a backreference, because there is a group"},
		{`^(?=a)*b$`, "b", true, "Annex B: a quantified lookahead"},
		{`^\c1[\c1]$`, "\\c1\x11", true, "Annex B: control digits, in a class only"},
	} {
		r, err := Compile(c.pattern)
		require.NoError(t, err, c.reason)
		got, err := r.MatchString(c.text)
		require.NoError(t, err, c.reason)
		assert.Equal(t, c.want, got, "%s on %q: %s", c.pattern, c.text, c.reason)
		got, err = r.Match([]byte(c.text))
		require.NoError(t, err, c.reason)
		assert.Equal(t, c.want, got, c.reason)
	}
}

func TestCompileErrors(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{`^(a`, "character 2: the group is not closed"},
		{`a)`, "character 2: the ) closes no group"},
		{`^[A-Z`, "character 2: the class is not closed"},
		{`(?<=x)y(`, "character 8: the group is not closed"},
		{`(?i)a`, "character 1: (? must be followed by :, =, !, <=, <! or a name in < and >"},
		{`(?i:a)`, "character 1: (? must be followed by :, =, !, <=, <! or a name in < and >"},
		{`(?P<n>a)`, "character 1: (? must be followed by :, =, !, <=, <! or a name in < and >"},
		{`a**`, "character 3: the quantifier has nothing to repeat"},
		{`a++`, "character 3: the quantifier has nothing to repeat"},
		{`^*`, "character 2: the quantifier has nothing to repeat"},
		{`{1}`, "character 1: the quantifier has nothing to repeat"},
		{`(?<=a)*`, "character 7: the quantifier has nothing to repeat"},
		{`a{2,1}`, "character 2: the minimum of the quantifier is larger than its maximum"},
		{`[z-a]`, "character 2: the range ends before it begins"},
		{`a\`, `character 2: the pattern ends with \`},
		{`(?<a>x)(?<a>y)`, "character 8: two groups are named a"},
		{`(?<1>x)`, "character 4: the name of the group must be an identifier between < and >"},
		{`(?<a>x)\k<b>`, "character 8: no group is named b"},
		{`\p{Foo}`, `character 1: the property "Foo" is unknown or not supported`},
		{`\p{sc=greek}`, `character 1: the property "sc=greek" is unknown or not supported`},
		{`\p{L`, "character 1: the name of the property is not closed by }"},
		{`\u{110000}`, `character 1: \u must be followed by four hexadecimal digits, or by up to 10FFFF in { and }`},
		{`^\p{L}\-$`, `character 7: \- is not an escape`},
		{strings.Repeat("(", 1000), "character 251: groups are nested more than 250 deep, which is not supported"},
	} {
		_, err := Compile(c.pattern)
		assert.EqualError(t, err, c.want, c.pattern)
	}
}

func TestLegacy(t *testing.T) {
	for _, c := range []struct{ pattern, reason string }{
		{`^[\w.]+\-x`, `character 8: \- is not an escape`},
		{`a\:b`, `character 2: \: is not an escape`},
		{`[\_]`, `character 2: \_ is not an escape`},
		{`a{`, `character 2: the { begins no quantifier, and must be written \{`},
		{`a]`, `character 2: the ] must be written \]`},
		{`[\d-x]`, "character 2: a range cannot begin or end with a class of characters"},
		{`\2`, `character 1: \2 refers to a group that does not exist`},
		{`[\-]`, ""},
		{`\/`, ""},
	} {
		r, err := Compile(c.pattern)
		require.NoError(t, err, c.pattern)
		require.Equal(t, c.reason != "", r.IsLegacy(), c.pattern)
		if r.IsLegacy() {
			assert.EqualError(t, r.LegacyReason(), c.reason, c.pattern)
		}
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	for _, c := range []struct {
		pattern, text string
		linear        bool
		want          error
		reason        string
	}{
		{`^(a+)+$`, long[:40] + "b", true, nil, "no backtracking without lookaround"},
		{`^(?=a)(a+)+$`, long[:40] + "!", false, ErrTimeout, "exponential backtracking ends"},
		{`^(?=(a+)+$)`, long[:40] + "!", false, ErrTimeout, "inside a lookahead, too"},
		{`(?=b)(?:a*)*c`, long, false, nil, "a long text without the character that must come first"},
		{`^(?!.*x).*$`, long, false, nil, "lookahead over a long text"},
		{`^(?=((?:a|a)*))\1b`, long, false, ErrTimeout, "bounded memory"},
		{`(a){0,1000000000}(?=b)`, long, false, ErrTimeout, "quadratic on a long text"},
		{`[ab]*a[ab]{999}c`, long, true, ErrTimeout, "linear, but with a large program"},
		{`^(?:(){1000000}){1000000}\1$`, "", false, ErrTimeout, "iterations of nothing that capture"},
	} {
		r, err := Compile(c.pattern)
		require.NoError(t, err, c.pattern)
		assert.Equal(t, c.linear, r.RunsLinear(), c.pattern)
		start := time.Now()
		_, err = r.MatchString(c.text)
		assert.Equal(t, c.want, err, "%s: %s", c.pattern, c.reason)
		assert.Less(t, time.Since(start), 5*time.Second, c.pattern)
		t.Log(c.pattern, time.Since(start))
	}
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`^(?<n>a|[^\d-x]{2,3}?)*\k<n>(?<!b)$`, `\u{1F600}\p{L}`, `[\c_\08]{`, `(?:a{3}|\b)+`} {
		f.Add(seed, "ab😀")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		r, err := Compile(pattern)
		if err != nil {
			return
		}
		_, _ = r.MatchString(text)
	})
}

// TestMatchWithin checks that several matches share a limit of steps, whichever matcher they run
// on.
func TestMatchWithin(t *testing.T) {
	for pattern, text := range map[string]string{
		`^(?=(a+)+$)b`:      strings.Repeat("a", 16) + "b",
		`^(?:x?y?z?){500}$`: strings.Repeat("xyz", 20_000),
	} {
		re, err := Compile(pattern)
		require.NoError(t, err)
		steps, matches := 30_000_000, 0
		for ; err == nil && matches < 100_000; matches++ {
			_, err = re.MatchWithin(text, &steps)
		}
		require.ErrorIs(t, err, ErrTimeout, pattern)
		assert.LessOrEqual(t, steps, 0, pattern)
	}
}
