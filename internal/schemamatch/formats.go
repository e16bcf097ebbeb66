package schemamatch

import "github.com/apicontract/apicontract/internal/stringformat"

// formatCheck returns the check of an asserted format for strings, nil if the format is not
// asserted.
func formatCheck(format string) func([]byte) bool {
	if _, known := stringformat.CheckText(format, ""); !known {
		return nil
	}
	check := func(s []byte) bool {
		problem, _ := stringformat.CheckText(format, stringView(s))
		return problem == ""
	}
	if format == "date-time" {
		return func(s []byte) bool { return isUsualDateTime(s) || check(s) }
	}
	return check
}

// isUsualDateTime recognizes most values of RFC 3339's date-time: in UTC, in upper case, without
// leap seconds and the last days of a month.
func isUsualDateTime(s []byte) bool {
	const seconds = len("2006-01-02T15:04:05")
	if len(s) <= seconds || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[len(s)-1] != 'Z' {
		return false
	}
	fraction := s[seconds : len(s)-1]
	return areDigits(s[:4]) && isBetween(s[5:7], 1, 12) && isBetween(s[8:10], 1, 28) &&
		isBetween(s[11:13], 0, 23) && isBetween(s[14:16], 0, 59) && isBetween(s[17:19], 0, 59) &&
		(len(fraction) == 0 || len(fraction) > 1 && fraction[0] == '.' && areDigits(fraction[1:]))
}

// isBetween reports whether two digits form a number from low to high.
func isBetween(s []byte, low, high int) bool {
	n := int(s[0]-'0')*10 + int(s[1]-'0')
	return areDigits(s) && low <= n && n <= high
}

func areDigits(s []byte) bool { return digitsEnd(s, 0) == len(s) }
