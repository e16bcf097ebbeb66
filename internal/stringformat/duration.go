package stringformat

import "strings"

// checkDuration checks duration of RFC 3339, appendix A. As in every grammar of
// RFC 5234, letters may be lower case.
func checkDuration(s string) string {
	rest, found := strings.CutPrefix(upperASCII(s), "P")
	if !found {
		return "it does not begin with P"
	}
	if weeks, found := strings.CutSuffix(rest, "W"); found {
		if _, ok := parseDigits(weeks); !ok {
			return "weeks are not a single whole number before W"
		}
		return ""
	}
	date, clock, hasTime := strings.Cut(rest, "T")
	switch {
	case date == "" && !hasTime:
		return "it has no elements after P"
	case hasTime && clock == "":
		return "it has no elements after T"
	}
	if problem := checkElements(date, "YMD", "years, months and days"); problem != "" {
		return problem
	}
	return checkElements(clock, "HMS", "hours, minutes and seconds behind a T")
}

// checkElements checks whole numbers with consecutive units.
func checkElements(s, units, meaning string) string {
	previous := -1
	for s != "" {
		rest := strings.TrimLeft(s, "0123456789")
		if rest == s || rest == "" || !isLetter(rest[0]) {
			return "it has something else than whole numbers with units"
		}
		unit := strings.IndexByte(units, rest[0])
		switch {
		case unit < 0:
			return "its elements are not " + meaning
		case previous >= 0 && unit != previous+1:
			return "its elements are not in order, or one between them is missing"
		}
		previous, s = unit, rest[1:]
	}
	return ""
}

// upperASCII changes ASCII letters only: some other letters have an upper case in
// ASCII.
func upperASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
