package stringformat

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// checkALabel checks a label that begins with xn--: it must encode a U-label (RFC
// 5891, section 5.4). The joining types of section A.1 of RFC 5892 are approximate.
func checkALabel(label string) string {
	const problem = "the name has a label with xn-- that is not a valid internationalized label: "
	decoded, ok := decodePunycode(strings.ToLower(label[len(acePrefix):]))
	switch {
	case !ok:
		return problem + "it is not Punycode"
	case !slices.ContainsFunc(decoded, func(r rune) bool { return r > unicode.MaxASCII }):
		return problem + "it has no character beyond ASCII"
	case !norm.NFC.IsNormalString(string(decoded)):
		return problem + "it is not in Unicode's form NFC"
	}
	if reason := checkULabel(decoded); reason != "" {
		return problem + reason
	}
	return ""
}

// checkULabel checks the rules of RFC 5891, section 4.2.3.
func checkULabel(label []rune) string {
	last := len(label) - 1
	switch {
	case label[0] == '-' || label[last] == '-':
		return "it begins or ends with a hyphen"
	case len(label) > 3 && label[2] == '-' && label[3] == '-':
		return "it has hyphens in the third and fourth place"
	case unicode.Is(unicode.M, label[0]):
		return "it begins with a combining mark"
	}
	for i, r := range label {
		if rule, ok := contextRules[r]; ok {
			if !rule(label, i) {
				return "it has a character that is not allowed beside the others"
			}
			continue
		}
		if !isPermitted(r) {
			return "it has a character that is not allowed"
		}
	}
	if !followsBidiRule(label) {
		return "it mixes directions of writing"
	}
	return ""
}

// The exceptions of RFC 5892, section 2.6.
const (
	permittedExceptions = "\u00DF\u03C2\u06FD\u06FE\u0F0B\u3007"
	forbiddenExceptions = "\u0640\u07FA\u302E\u302F\u3031\u3032\u3033\u3034\u3035\u303B"
)

// isPermitted reports whether a character is PVALID (RFC 5892, section 3).
func isPermitted(r rune) bool {
	switch {
	case strings.ContainsRune(permittedExceptions, r):
		return true
	case strings.ContainsRune(forbiddenExceptions, r):
		return false
	case r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
		return true
	case isOldJamo(r) || isUnstable(r) || isIgnorable(r):
		return false
	}
	return unicode.In(r, unicode.Ll, unicode.Lu, unicode.Lo, unicode.Nd, unicode.Lm, unicode.Mn, unicode.Mc)
}

// isOldJamo reports whether a character is in OldHangulJamo (section 2.9).
func isOldJamo(r rune) bool {
	return r >= 0x1100 && r <= 0x11FF || r >= 0xA960 && r <= 0xA97C || r >= 0xD7B0 && r <= 0xD7FB
}

// isUnstable reports whether a character changes when its case and compatibility
// forms are removed (section 2.2).
func isUnstable(r rune) bool {
	s := string(r)
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s))) != s
}

// isIgnorable reports whether a character is in IgnorableProperties or
// IgnorableBlocks (sections 2.3 and 2.4).
func isIgnorable(r rune) bool {
	return unicode.In(r, unicode.White_Space, unicode.Noncharacter_Code_Point,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Cf) ||
		r >= 0x20D0 && r <= 0x20FF || r >= 0x1D100 && r <= 0x1D24F
}

// contextRules are the rules of RFC 5892, appendix A, for characters that are only allowed beside
// certain others.
var contextRules = func() map[rune]func(label []rune, i int) bool {
	rules := map[rune]func([]rune, int) bool{
		0x200C: mayNotJoin,
		0x200D: followsVirama,
		0x00B7: func(label []rune, i int) bool { return runeAt(label, i-1) == 'l' && runeAt(label, i+1) == 'l' },
		0x0375: func(label []rune, i int) bool { return unicode.Is(unicode.Greek, runeAt(label, i+1)) },
		0x05F3: func(label []rune, i int) bool { return unicode.Is(unicode.Hebrew, runeAt(label, i-1)) },
		0x05F4: func(label []rune, i int) bool { return unicode.Is(unicode.Hebrew, runeAt(label, i-1)) },
		0x30FB: hasJapanese,
	}
	for digit := range rune(10) {
		rules[0x0660+digit] = func(label []rune, _ int) bool { return !hasRange(label, 0x06F0, 0x06F9) }
		rules[0x06F0+digit] = func(label []rune, _ int) bool { return !hasRange(label, 0x0660, 0x0669) }
	}
	return rules
}()

// runeAt returns a character of a label; -1 outside of it.
func runeAt(label []rune, i int) rune {
	if i < 0 || i >= len(label) {
		return -1
	}
	return label[i]
}

func hasRange(label []rune, low, high rune) bool {
	return slices.ContainsFunc(label, func(r rune) bool { return r >= low && r <= high })
}

// hasJapanese reports whether a label has a character of Hiragana, Katakana or Han
// (appendix A.7).
func hasJapanese(label []rune, _ int) bool {
	return slices.ContainsFunc(label, func(r rune) bool {
		return r != 0x30FB && unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han)
	})
}

// followsVirama reports whether the character before has the combining class Virama.
func followsVirama(label []rune, i int) bool {
	const virama = 9
	return i > 0 && norm.NFC.PropertiesString(string(label[i-1])).CCC() == virama
}

// mayNotJoin is the rule for ZERO WIDTH NON-JOINER (appendix A.1): it must be after a virama, or
// between letters that would join.
func mayNotJoin(label []rune, i int) bool {
	if followsVirama(label, i) {
		return true
	}
	before, after := i-1, i+1
	for unicode.Is(unicode.Mn, runeAt(label, before)) {
		before--
	}
	for unicode.Is(unicode.Mn, runeAt(label, after)) {
		after++
	}
	return isJoining(runeAt(label, before)) && !isRightJoining(runeAt(label, before)) && isJoining(runeAt(label, after))
}

// isJoining reports whether a letter belongs to a script whose letters join.
func isJoining(r rune) bool {
	return unicode.IsLetter(r) && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Mandaic)
}

// rightJoining are the Arabic letters that join only with the letter before.
var rightJoining = &unicode.RangeTable{R16: []unicode.Range16{
	{0x0622, 0x0625, 1}, {0x0627, 0x0627, 1}, {0x0629, 0x0629, 1}, {0x062F, 0x0632, 1}, {0x0648, 0x0648, 1},
	{0x0671, 0x0673, 1}, {0x0675, 0x0677, 1}, {0x0688, 0x0699, 1}, {0x06C0, 0x06C0, 1}, {0x06C3, 0x06CB, 1},
	{0x06CD, 0x06CD, 1}, {0x06CF, 0x06CF, 1}, {0x06D2, 0x06D3, 1}, {0x06D5, 0x06D5, 1}, {0x06EE, 0x06EF, 1},
}}

func isRightJoining(r rune) bool { return unicode.Is(rightJoining, r) }

// followsBidiRule checks a label with right-to-left characters by RFC 5893, section 2.
func followsBidiRule(label []rune) bool {
	classes := make([]bidi.Class, 0, len(label))
	for _, r := range label {
		properties, _ := bidi.LookupRune(r)
		classes = append(classes, properties.Class())
	}
	if !slices.ContainsFunc(classes, isRightToLeft) {
		return true
	}
	ending := slices.Clone(classes)
	for len(ending) > 0 && ending[len(ending)-1] == bidi.NSM {
		ending = ending[:len(ending)-1]
	}
	if classes[0] != bidi.R && classes[0] != bidi.AL || len(ending) == 0 {
		return false // a label that begins with L must not have R, AL or AN
	}
	last := ending[len(ending)-1]
	both := slices.Contains(classes, bidi.EN) && slices.Contains(classes, bidi.AN)
	return !slices.Contains(classes, bidi.L) && !both &&
		slices.Contains([]bidi.Class{bidi.R, bidi.AL, bidi.EN, bidi.AN}, last)
}

func isRightToLeft(c bidi.Class) bool { return c == bidi.R || c == bidi.AL || c == bidi.AN }
