package accept

import (
	"regexp"
	"regexp/syntax"
)

// pattern returns a matcher for a pattern; nil if Go cannot compile it.
func pattern(source string) func([]byte) bool {
	if class := oneClass(source); class != nil {
		return class
	}
	re, err := regexp.Compile(source)
	if err != nil {
		return nil
	}
	return re.Match
}

// oneClass returns a matcher for a pattern of the form ^[…]*$ with characters of
// ASCII and any repetition, as most patterns of identifiers are; nil for others.
func oneClass(pattern string) func([]byte) bool {
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

// bounds are those of a repetition; -1 is none, and a high of 0 means that re is
// no repetition.
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

// members are the bytes of a class, nil if it has others than ASCII.
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
