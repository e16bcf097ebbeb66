package ecmaregexp

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// nodeScript prints for each pattern: is it valid with u, is it valid without, and does it match
// each of the texts. If Node's match begins within a pair of surrogates, which ECMA-262 rules out
// with u, it prints null.
const nodeScript = `
const cases = JSON.parse(require("fs").readFileSync(0));
const compile = (p, flags) => { try { return new RegExp(p, flags) } catch { return null } };
const matches = (r, text) => {
	const m = r.exec(text);
	return m && r.unicode && /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(Math.max(m.index - 1, 0))) && m.index > 0 ? null : !!m;
};
process.stdout.write(JSON.stringify(cases.map(({pattern, texts}) => {
	const u = compile(pattern, "u"), plain = compile(pattern, "");
	const r = u || plain;
	return {unicode: !!u, plain: !!plain, matches: r ? texts.map(t => matches(r, t)) : []};
})));`

type nodeCase struct {
	Pattern string   `json:"pattern"`
	Texts   []string `json:"texts"`
}

type nodeAnswer struct {
	Unicode bool    `json:"unicode"`
	Plain   bool    `json:"plain"`
	Matches []*bool `json:"matches"`
}

// TestNode compares with Node's RegExp. It needs NODE_PATTERNS, the number of random patterns, and
// may use NODE_SEED for other ones.
func TestNode(t *testing.T) {
	count, _ := strconv.Atoi(os.Getenv("NODE_PATTERNS"))
	node, err := exec.LookPath("node")
	if count == 0 || err != nil {
		t.Skip("needs Node, and NODE_PATTERNS=20000 or the like")
	}
	seed, _ := strconv.ParseUint(os.Getenv("NODE_SEED"), 10, 64)
	cases := randomCases(rand.New(rand.NewPCG(seed, 0)), count)
	for i, answer := range askNode(t, node, cases) {
		compareWithNode(t, cases[i], answer)
	}
}

func askNode(t *testing.T, node string, cases []nodeCase) (answers []nodeAnswer) {
	t.Helper()
	input, err := json.Marshal(cases)
	require.NoError(t, err)
	cmd := exec.Command(node, "-e", nodeScript)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	output, err := cmd.Output()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(output, &answers))
	require.Len(t, answers, len(cases))
	return answers
}

func compareWithNode(t *testing.T, c nodeCase, want nodeAnswer) {
	t.Helper()
	r, err := Compile(c.Pattern)
	valid := want.Unicode || want.Plain && !needsUnicode(c.Pattern)
	if (err == nil) != valid {
		t.Errorf("%q: valid in Node %v, error %v", c.Pattern, valid, err)
		return
	}
	if err != nil {
		return
	}
	if r.IsLegacy() == want.Unicode {
		t.Errorf("%q: legacy %v, valid with u in Node %v", c.Pattern, r.IsLegacy(), want.Unicode)
	}
	for i, text := range c.Texts {
		if want.Matches[i] == nil || r.IsLegacy() && strings.ContainsFunc(c.Pattern+text, isAstral) || strings.Contains(c.Pattern, `\uD83D\uDE00`) && r.IsLegacy() {
			continue // Node matches UTF-16 code units without u
		}
		switch got, err := r.MatchString(text); {
		case err != nil:
			t.Logf("%q on %q: %v", c.Pattern, text, err)
		case got != *want.Matches[i]:
			t.Errorf("%q (linear %v, legacy %v) on %q: %v, Node %v", c.Pattern, r.RunsLinear(), r.IsLegacy(), text, got, *want.Matches[i])
		}
		backtracking := compileProgram(mustParse(t, c.Pattern, !r.IsLegacy()))
		steps := maxSteps
		if got, err := backtracking.matchText(text, &steps); err == nil && got != *want.Matches[i] {
			t.Errorf("%q (backtracking, legacy %v) on %q: %v, Node %v", c.Pattern, r.IsLegacy(), text, got, *want.Matches[i])
		}
	}
}

func isAstral(r rune) bool { return r > 0xFFFF }

func mustParse(t *testing.T, pattern string, unicode bool) *syntaxTree {
	t.Helper()
	parsed, err := parsePattern(pattern, unicode)
	if err != nil {
		t.Fatalf("%q: %v", pattern, err)
	}
	return parsed
}

// randomCases generates patterns from few characters, and texts that they often match.
func randomCases(r *rand.Rand, count int) []nodeCase {
	cases := make([]nodeCase, count)
	for i := range cases {
		g := &patternGenerator{Rand: r}
		cases[i].Pattern = g.disjunction(3)
		for range 12 {
			cases[i].Texts = append(cases[i].Texts, g.text())
		}
	}
	return cases
}

type patternGenerator struct {
	*rand.Rand
	groups int
}

func (g *patternGenerator) pick(of ...string) string { return of[g.IntN(len(of))] }

func (g *patternGenerator) text() string {
	var b strings.Builder
	for range g.IntN(7) {
		b.WriteString(g.pick("a", "a", "b", "b", "c", "aa", "ab", "0", "_", "-", " ", "\n", "é", "\u00a0", "\u2028", "\ufeff",
			"😀", "α", "{", "]", "\\", "u", "\x03", "k", "A", "ſ"))
	}
	return b.String()
}

func (g *patternGenerator) disjunction(depth int) string {
	branches := []string{g.sequence(depth)}
	for g.IntN(4) == 0 {
		branches = append(branches, g.sequence(depth))
	}
	return strings.Join(branches, "|")
}

func (g *patternGenerator) sequence(depth int) string {
	var b strings.Builder
	if g.IntN(4) == 0 {
		b.WriteString("^")
	}
	for range g.IntN(4) {
		b.WriteString(g.term(depth))
	}
	if g.IntN(4) == 0 {
		b.WriteString("$")
	}
	return b.String()
}

func (g *patternGenerator) term(depth int) string {
	term := g.atom(depth)
	if g.IntN(3) == 0 {
		term += g.pick("*", "+", "?", "{0}", "{2}", "{1,}", "{0,2}", "{2,3}", "{0,1001}") + g.pick("", "", "?")
	}
	return term
}

func (g *patternGenerator) atom(depth int) string {
	kind := g.IntN(16)
	switch {
	case kind < 6:
		return g.pick("a", "a", "b", "b", "c", "0", "é", "😀", ".", "-", "_", " ")
	case kind == 6:
		return g.pick(`\d`, `\D`, `\s`, `\S`, `\w`, `\W`, `\b`, `\B`, `\b`, `\B`, `\p{L}`, `\P{L}`, `\p{Script=Greek}`, `\p{ASCII}`)
	case kind == 7:
		return g.pick(`\u0061`, `\x61`, `\u{1F600}`, `\uD83D\uDE00`, `\cC`, `\0`, `\.`, `\/`, `\n`, `\uD83D`, `\uDE00`, `\t`)
	case kind == 8:
		return g.class()
	case kind == 9 && g.IntN(4) == 0:
		return g.pick(`\-`, `\_`, `\:`, `{`, `}`, `]`, `{a`, `a{1`, `\a`, `\x6`, `\u00`, `\c`, `\c1`, `\8`, `\07`, `\141`, `\k`, `\k<n>`,
			`(?i)`, `(?#`, `(?P<n>a)`, `)`, `(`, `[`, `*`, `\`, `\ß`, `{1}`, `\é`, `\p`, `(?i:a)`, `[[:alpha:]]`, `\A`, `\z`, `\Q`, `a++`)
	case kind == 9 || kind == 10:
		return `\` + strconv.Itoa(1+g.IntN(g.groups+2))
	case depth == 0:
		return g.pick("a", "b")
	}
	return g.group(depth - 1)
}

func (g *patternGenerator) group(depth int) string {
	open := g.pick("(?:", "(", "(", "(", "(?=", "(?!", "(?<=", "(?<!", "(?<n"+strconv.Itoa(g.groups)+">")
	if open == "(" || strings.HasPrefix(open, "(?<n") {
		g.groups++
	}
	return open + g.disjunction(depth) + ")"
}

func (g *patternGenerator) class() string {
	var b strings.Builder
	b.WriteString(g.pick("[", "[", "[^"))
	for range g.IntN(4) {
		b.WriteString(g.pick("a", "b", "a-c", "0-9", `\d`, `\s`, `\W`, `\S`, `\-`, "-", `\b`, `\]`, "é", "😀", "α-ω", `\u{1F600}`,
			`\uD83D\uDE00`, `\w-a`, `\_`, `\cA`, `\c_`, `\c`, `\p{L}`, `\P{Lu}`, `^`, `.`, `\uD800-\uDFFF`, `\1`, `\08`, `\B`, `\k`, "[", "z-a", `\xE9`))
	}
	return b.String() + "]"
}
