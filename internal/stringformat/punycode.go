package stringformat

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The parameters of RFC 3492, section 5.
const (
	punycodeBase        = 36
	punycodeTMin        = 1
	punycodeTMax        = 26
	punycodeSkew        = 38
	punycodeDamp        = 700
	punycodeInitialBias = 72
	punycodeInitialN    = 128
)

// decodePunycode decodes a label without its prefix (RFC 3492, section 6.2).
func decodePunycode(s string) (label []rune, ok bool) {
	if at := strings.LastIndexByte(s, '-'); at >= 0 {
		label, s = []rune(s[:at]), s[at+1:]
	}
	n, i, bias := punycodeInitialN, 0, punycodeInitialBias
	for s != "" {
		before := i
		if i, s, ok = punycodeInteger(s, i, bias); !ok {
			return nil, false
		}
		length := len(label) + 1
		bias = adaptPunycode(i-before, length, before == 0)
		n += i / length
		i %= length
		if n > unicode.MaxRune {
			return nil, false
		}
		r := rune(n) //nolint:gosec // it is not negative, and at most MaxRune
		if !utf8.ValidRune(r) {
			return nil, false
		}
		label = slices.Insert(label, i, r)
		i++
	}
	return label, true
}

// punycodeInteger adds a number of variable length to i.
func punycodeInteger(s string, i, bias int) (sum int, rest string, ok bool) {
	const limit = 1 << 40
	for weight, k := 1, punycodeBase; s != ""; k += punycodeBase {
		digit := punycodeDigit(s[0])
		if digit < 0 {
			return 0, "", false
		}
		s = s[1:]
		i += digit * weight
		threshold := min(max(k-bias, punycodeTMin), punycodeTMax)
		if digit < threshold {
			return i, s, i < limit
		}
		if weight *= punycodeBase - threshold; weight > limit || i > limit {
			return 0, "", false
		}
	}
	return 0, "", false
}

func punycodeDigit(b byte) int {
	switch {
	case isLetter(b):
		return int(b | 0x20 - 'a')
	case isDigit(b):
		return int(b-'0') + 26
	}
	return -1
}

// adaptPunycode is the bias adaptation of RFC 3492, section 6.1.
func adaptPunycode(delta, length int, first bool) int {
	if first {
		delta /= punycodeDamp
	} else {
		delta /= 2
	}
	delta += delta / length
	k := 0
	for ; delta > (punycodeBase-punycodeTMin)*punycodeTMax/2; k += punycodeBase {
		delta /= punycodeBase - punycodeTMin
	}
	return k + (punycodeBase-punycodeTMin+1)*delta/(delta+punycodeSkew)
}
