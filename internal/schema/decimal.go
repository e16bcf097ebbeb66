package schema

import (
	"math/big"
	"strconv"
	"strings"
)

// Numbers are exact within these limits. Larger ones are not evaluated, because a short text such
// as 1e999999999 can mean a number of any length.
const (
	maxDigits   = 10_000
	maxExponent = 10_000

	smallDigits = 19 // any number with this many digits is a uint64
)

// A Decimal is a number as JSON writes it, without rounding: digits × 10^exp. Equal numbers have
// equal fields, except for text.
type Decimal struct {
	negative bool
	small    uint64 // the digits, without zeros at the end; 0 if digits holds them
	digits   string // more than smallDigits digits, without zeros at either end
	exp      int
	text     string
}

// ParseDecimal parses a JSON number. It reports false if the number has more than 10,000 digits or
// an exponent beyond ±10,000.
func ParseDecimal(text string) (Decimal, bool) {
	n := Decimal{text: text}
	mantissa := text
	if strings.HasPrefix(text, "-") {
		n.negative, mantissa = true, text[1:]
	}
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		exp, err := strconv.Atoi(mantissa[i+1:])
		if err != nil || exp > maxExponent || exp < -maxExponent {
			return n, false
		}
		n.exp, mantissa = exp, mantissa[:i]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if len(whole)+len(fraction) > maxDigits {
		return n, false
	}
	n.exp -= len(fraction)
	n.setDigits(whole, fraction)
	return n, true
}

// setDigits stores digits in normal form, so that equal numbers have equal fields.
func (n *Decimal) setDigits(whole, fraction string) {
	if len(whole)+len(fraction) > smallDigits {
		digits := strings.TrimLeft(whole+fraction, "0")
		trimmed := strings.TrimRight(digits, "0")
		n.exp += len(digits) - len(trimmed)
		if len(trimmed) > smallDigits {
			n.digits = trimmed
			return
		}
		whole, fraction = trimmed, ""
	}
	for _, part := range [...]string{whole, fraction} {
		for i := range len(part) {
			n.small = n.small*10 + uint64(part[i]-'0')
		}
	}
	for n.small != 0 && n.small%10 == 0 {
		n.small /= 10
		n.exp++
	}
	if n.small == 0 {
		n.exp, n.negative = 0, false
	}
}

// String returns the number as it was written.
func (n Decimal) String() string { return n.text }

// IsInteger reports whether the number has no fractional part.
func (n Decimal) IsInteger() bool { return n.exp >= 0 }

// Sign returns -1, 0 or 1.
func (n Decimal) Sign() int {
	switch {
	case n.isZero():
		return 0
	case n.negative:
		return -1
	}
	return 1
}

func (n Decimal) isZero() bool { return n.small == 0 && n.digits == "" }

// Key returns a text that is the same for equal numbers only.
func (n Decimal) Key() string {
	sign := ""
	if n.negative {
		sign = "-"
	}
	return sign + n.digitText() + "e" + strconv.Itoa(n.exp)
}

// digitText returns the digits.
func (n Decimal) digitText() string {
	if n.digits != "" {
		return n.digits
	}
	return strconv.FormatUint(n.small, 10)
}

// Equal reports whether two numbers have the same value.
func (n Decimal) Equal(m Decimal) bool {
	return n.negative == m.negative && n.small == m.small && n.exp == m.exp && n.digits == m.digits
}

// Compare returns -1, 0 or 1 as n is less than, equal to or greater than m.
func (n Decimal) Compare(m Decimal) int {
	if n.Sign() != m.Sign() {
		return compareOrdered(n.Sign(), m.Sign())
	}
	if n.negative {
		return m.compareMagnitude(n)
	}
	return n.compareMagnitude(m)
}

// compareMagnitude compares without the signs, which are equal.
func (n Decimal) compareMagnitude(m Decimal) int {
	if n.exp == m.exp && n.digits == "" && m.digits == "" {
		return compareOrdered(n.small, m.small)
	}
	if n.isZero() || m.isZero() {
		return compareOrdered(n.small, m.small) // both are zero
	}
	a, b := n.digitText(), m.digitText()
	if c := compareOrdered(len(a)+n.exp, len(b)+m.exp); c != 0 {
		return c
	}
	// Both begin at the same power of ten, and neither ends in zeros, so comparing the texts is
	// enough.
	return strings.Compare(a, b)
}

func compareOrdered[T int | uint64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// IsMultipleOf reports whether n is an integral multiple of m, which is positive.
func (n Decimal) IsMultipleOf(m Decimal) bool {
	switch {
	case n.isZero():
		return true
	case n.exp < m.exp:
		return false // n would end in a zero
	case n.exp == m.exp && n.digits == "" && m.digits == "":
		return n.small%m.small == 0
	}
	modulus := m.coefficient()
	shift := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n.exp-m.exp)), modulus)
	remainder := n.coefficient()
	remainder.Mod(remainder, modulus)
	remainder.Mul(remainder, shift)
	return remainder.Mod(remainder, modulus).Sign() == 0
}

func (n Decimal) coefficient() *big.Int {
	if n.digits == "" {
		return new(big.Int).SetUint64(n.small)
	}
	i, _ := new(big.Int).SetString(n.digits, 10)
	return i
}

// asCount returns the number as a length or a count; false if it is negative or not an integer. A
// number that is too large for an int becomes the largest int.
func (n Decimal) asCount() (int, bool) {
	if n.negative || n.exp < 0 {
		return 0, false
	}
	const largest = 1 << 62
	if n.digits != "" || n.exp > smallDigits {
		return largest, true
	}
	size := n.small
	for range n.exp {
		if size > largest/10 {
			return largest, true
		}
		size *= 10
	}
	return int(min(size, largest)), true
}
