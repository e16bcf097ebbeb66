package render

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxPrinted is how many characters of one string of the traffic a line of
// text shows: enough for any honest message.
const maxPrinted = 500

// Printable returns s as a terminal may safely show it. Traffic is hostile: a
// message may hold escape sequences, line breaks that forge a finding, or marks
// that turn the direction of writing. Whatever does not print is written as Go
// writes it in a string literal.
func Printable(s string) string {
	var b strings.Builder
	for i, r := range s {
		writePrintable(&b, r, s[i:])
	}
	return b.String()
}

// shortPrintable is Printable for what the traffic may make as long as it likes.
func shortPrintable(s string) string {
	count := 0
	for i := range s {
		if count == maxPrinted {
			return Printable(s[:i]) + "…"
		}
		count++
	}
	return Printable(s)
}

func writePrintable(b *strings.Builder, r rune, rest string) {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(rest, "\uFFFD"):
		b.WriteString(`\x` + strconv.FormatUint(uint64(rest[0]), 16))
	case strconv.IsPrint(r):
		b.WriteRune(r)
	default:
		q := strconv.QuoteRuneToASCII(r)
		b.WriteString(q[1 : len(q)-1])
	}
}
