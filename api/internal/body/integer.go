package body

import (
	"bytes"
	"strconv"
	"strings"
)

// maxDigits is the largest number of digits of a Go integer. A number with more digits is not
// changed.
const maxDigits = 19

// plainIntegers removes the fraction or exponent of integers in a JSON text, because 1.0 and 1e3
// are integers in JSON Schema, but encoding/json does not decode them into a Go integer. Other text
// is kept; if there is nothing to change, the result is data itself.
func plainIntegers(data []byte) []byte {
	if !bytes.ContainsAny(data, ".eE") {
		return data
	}
	var changed []byte
	copied := 0
	for at := 0; at < len(data); {
		switch c := data[at]; {
		case c == '"':
			at = endOfString(data, at)
		case c == '-' || isDigit(c):
			end := endOfNumber(data, at)
			if plain, ok := plainInteger(string(data[at:end])); ok {
				changed = append(append(changed, data[copied:at]...), plain...)
				copied = end
			}
			at = end
		default:
			at++
		}
	}
	if copied == 0 {
		return data
	}
	return append(changed, data[copied:]...)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// endOfString returns the end of the string that starts at a quote.
func endOfString(data []byte, at int) int {
	for at++; at < len(data); at++ {
		switch data[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(data)
}

func endOfNumber(data []byte, at int) int {
	for at < len(data) && (isDigit(data[at]) || strings.IndexByte("+-.eE", data[at]) >= 0) {
		at++
	}
	return at
}

// plainInteger returns a number without fraction and exponent; false if it has neither, is not an
// integer, is larger than a Go integer, or is not a JSON number.
func plainInteger(number string) (string, bool) {
	mantissa, exponent := number, 0
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		n, err := strconv.ParseInt(number[i+1:], 10, 16)
		if err != nil {
			return "", false
		}
		mantissa, exponent = number[:i], int(n)
	}
	if mantissa == number && !strings.Contains(number, ".") {
		return "", false
	}
	unsigned := strings.TrimPrefix(mantissa, "-")
	whole, fraction, hasFraction := strings.Cut(unsigned, ".")
	if !isNatural(whole) || hasFraction && !allDigits(fraction) {
		return "", false
	}
	digits, ok := shiftPoint(whole, fraction, exponent)
	return mantissa[:len(mantissa)-len(unsigned)] + digits, ok
}

// isNatural reports whether text is a JSON number that consists of digits.
func isNatural(text string) bool {
	return allDigits(text) && (text == "0" || text[0] != '0')
}

func allDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// shiftPoint returns the digits of whole.fraction · 10^exponent, if that is an integer of
// at most maxDigits.
func shiftPoint(whole, fraction string, exponent int) (string, bool) {
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "0", true
	}
	exponent -= len(fraction)
	if exponent < 0 {
		cut := len(digits) + exponent
		if cut <= 0 || strings.Trim(digits[cut:], "0") != "" {
			return "", false
		}
		digits, exponent = digits[:cut], 0
	}
	if len(digits)+exponent > maxDigits {
		return "", false
	}
	return digits + strings.Repeat("0", exponent), true
}
