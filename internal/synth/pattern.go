package synth

import (
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/apicontract/apicontract/internal/ecmaregexp"
)

func matchesRegexp(pattern, s string) bool { return ecmaregexp.CompileLenient(pattern).MatchString(s) }

// makeMatching generates a text of low to high characters that contains a match of the pattern.
// Each try repeats a star more often, until the text is long enough.
func makeMatching(pattern string, low, high int, r *rand.Rand) (string, bool) {
	matcher := ecmaregexp.CompileLenient(pattern)
	fits := func(s string) bool {
		n := utf8.RuneCountInString(s)
		return low <= n && n <= high && matcher.MatchString(s)
	}
	for _, s := range lookaroundTexts {
		if s = fitLength(s, low, high); hasLookaround(pattern) && fits(s) {
			return s, true
		}
	}
	re, err := syntax.Parse(toGoSyntax(pattern), syntax.Perl)
	if err != nil {
		return "", false
	}
	tries, turns := 6, []int{1, 3, 6, 0, 2, 4, 5, 8, 10, 12, 16, 24, 32, low, low - 1, low + 1, high, 64, 255}
	if hasLookaround(pattern) {
		tries, turns = 3, []int{1, 3, 6, 0, 8, 12, low, low + 1} // each match may be slow
	}
	for _, n := range turns {
		for range tries {
			g := patternWriter{repeats: max(n, 0), maxBytes: min(max(high, 0), 1<<16), r: r}
			g.writeNode(re)
			if s := g.b.String(); fits(s) {
				return s, true
			}
			if s := fitLength(g.b.String(), low, high); fits(s) {
				return s, true
			}
		}
	}
	return "", false
}

// lookaroundTexts are texts for patterns with lookahead or lookbehind.
var lookaroundTexts = []string{"Sample1!", "Sample-1", "sample-1", "sample_1", "Abcdef12", "abc", "ABC", "123456", "a"}

func hasLookaround(pattern string) bool {
	return strings.Contains(pattern, "(?=") || strings.Contains(pattern, "(?!") || strings.Contains(pattern, "(?<")
}

// toGoSyntax converts a pattern of ECMA-262 to Go's syntax. It drops lookaround, which only narrows
// the matches.
func toGoSyntax(pattern string) string {
	for _, open := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		for {
			at := strings.Index(pattern, open)
			if at < 0 {
				break
			}
			pattern = pattern[:at] + pattern[at+groupLength(pattern[at:]):]
		}
	}
	pattern = largeRepeat.ReplaceAllString(pattern, "{${1}1000}")
	return codePoint.ReplaceAllString(pattern, `\x{$1}`)
}

// codePoint and largeRepeat match ECMA-262 syntax that Go writes differently. Go limits a repeat to
// 1,000.
var (
	codePoint   = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)
	largeRepeat = regexp.MustCompile(`\{(\d+,)?\d{4,}\}`)
)

// groupLength returns the length of the group at the start of a pattern.
func groupLength(pattern string) int {
	depth, class := 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(pattern)
}

// A patternWriter writes a text that matches a parsed pattern.
type patternWriter struct {
	b        strings.Builder
	repeats  int // number of repeats of a star
	maxBytes int // number of bytes after which optional parts are omitted
	r        *rand.Rand
}

func (g *patternWriter) writeNode(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		g.b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		g.writeCharacter(re.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		g.b.WriteByte(letters[g.r.IntN(len(letters))])
	case syntax.OpStar:
		g.writeRepeat(re.Sub[0], 0, -1)
	case syntax.OpPlus:
		g.writeRepeat(re.Sub[0], 1, -1)
	case syntax.OpQuest:
		g.writeRepeat(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		g.writeRepeat(re.Sub[0], re.Min, re.Max)
	case syntax.OpAlternate:
		g.writeNode(re.Sub[g.r.IntN(len(re.Sub))])
	default:
		for _, sub := range re.Sub {
			g.writeNode(sub)
		}
	}
}

func (g *patternWriter) writeRepeat(re *syntax.Regexp, low, high int) {
	times := max(low, g.repeats)
	if high >= 0 {
		times = min(times, high)
	}
	for i := range times {
		if i >= low && g.b.Len() >= g.maxBytes || g.b.Len() > 1<<16 {
			return
		}
		g.writeNode(re)
	}
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789"

// writeCharacter writes a character of a class, preferably a letter or digit.
func (g *patternWriter) writeCharacter(class []rune) {
	in := func(c rune) bool {
		for i := 0; i+1 < len(class); i += 2 {
			if class[i] <= c && c <= class[i+1] {
				return true
			}
		}
		return false
	}
	var open []rune
	for _, group := range []string{letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "-_. ,:;/+=!?@#$%&*()[]{}<>|~^'\"\\`"} {
		for _, c := range group {
			if in(c) {
				open = append(open, c)
			}
		}
		if len(open) > 0 {
			break
		}
	}
	if len(open) > 0 {
		g.b.WriteRune(open[g.r.IntN(len(open))])
	} else if len(class) > 0 {
		g.b.WriteRune(class[0])
	}
}
