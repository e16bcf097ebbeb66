package schemamatch

import (
	"regexp/syntax"
	"strings"

	"github.com/apicontract/apicontract/internal/schema"
)

// patternCheck returns the check of a pattern.
func patternCheck(p *schema.Pattern) func([]byte) bool {
	if isClass := oneClass(p.Source); isClass != nil {
		return isClass
	}
	return func(s []byte) bool {
		matches, err := p.MatchString(view(s))
		return matches && err == nil
	}
}

// oneClass returns the check of a pattern of the form ^[…]{2,5}$ with characters of
// ASCII and any repetition, as most patterns of identifiers are; nil for others.
func oneClass(pattern string) func([]byte) bool {
	if !meansTheSame(pattern) {
		return nil
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat || len(re.Sub) != 3 ||
		re.Sub[0].Op != syntax.OpBeginText || re.Sub[2].Op != syntax.OpEndText {
		return nil
	}
	low, high := bounds(re.Sub[1])
	if high == 0 {
		return nil
	}
	class := members(re.Sub[1].Sub[0])
	if class == nil {
		return nil
	}
	return func(s []byte) bool {
		if len(s) < low || high > 0 && len(s) > high {
			return false
		}
		for _, c := range s {
			if !class[c] {
				return false
			}
		}
		return true
	}
}

// meansTheSame reports whether a pattern that begins with a class and is valid in
// ECMA-262 surely has the same meaning in Go.
func meansTheSame(pattern string) bool {
	rest, ok := strings.CutPrefix(pattern, "^[")
	if !ok || strings.HasPrefix(rest, "]") || strings.Contains(rest, "[") {
		return false
	}
	for i := 0; i < len(rest); i++ {
		if rest[i] != '\\' {
			continue
		}
		if i++; i == len(rest) || !strings.ContainsRune(`dw-_.:/`, rune(rest[i])) {
			return false
		}
	}
	return true
}

// bounds returns those of a repetition; a high of -1 is none, and of 0 says that re is
// not a repetition.
func bounds(re *syntax.Regexp) (low, high int) {
	switch re.Op {
	case syntax.OpStar:
		return 0, -1
	case syntax.OpPlus:
		return 1, -1
	case syntax.OpRepeat:
		return re.Min, re.Max
	}
	return 0, 0
}

// members returns the bytes of a class, nil if it has characters beyond ASCII.
func members(re *syntax.Regexp) *[256]bool {
	if re.Op != syntax.OpCharClass {
		return nil
	}
	var class [256]bool
	for i := 0; i+1 < len(re.Rune); i += 2 {
		if re.Rune[i+1] > 0x7f {
			return nil
		}
		for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
			class[c] = true
		}
	}
	return &class
}
