package stringformat

import (
	"fmt"
	"strings"
	"time"
)

const (
	dateForm = "it is not of the form YYYY-MM-DD"
	timeForm = "its time is not of the form hh:mm:ss"
)

// checkDate checks full-date of RFC 3339, section 5.6.
func checkDate(s string) string {
	if len(s) != len("YYYY-MM-DD") || s[4] != '-' || s[7] != '-' {
		return dateForm
	}
	year, ok1 := parseDigits(s[:4])
	month, ok2 := parseDigits(s[5:7])
	day, ok3 := parseDigits(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return dateForm
	}
	return checkDay(year, month, day)
}

// checkDay checks the restrictions of RFC 3339, section 5.7, on days and months.
func checkDay(year, month, day int) string {
	switch {
	case month < 1 || month > 12:
		return fmt.Sprintf("month %d does not exist", month)
	case month == 2 && day == 29 && daysIn(year, month) < 29:
		return "29 February exists only in leap years"
	case day < 1 || day > daysIn(year, month):
		return fmt.Sprintf("%d %s does not exist", day, time.Month(month))
	}
	return ""
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// parseDigits parses a number that consists of ASCII digits.
func parseDigits(s string) (n int, ok bool) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// checkDateTime checks date-time of RFC 3339, section 5.6. T and Z may be lower case.
func checkDateTime(s string) string {
	const dateLength = len("YYYY-MM-DD")
	if len(s) <= dateLength {
		if problem := checkDate(s); problem != "" {
			return "it does not begin with a date of the form YYYY-MM-DD and a time"
		}
		return "it has a date, but no time"
	}
	if problem := checkDate(s[:dateLength]); problem != "" {
		if problem == dateForm {
			return "it does not begin with a date of the form YYYY-MM-DD"
		}
		return problem
	}
	if s[dateLength] != 'T' && s[dateLength] != 't' {
		return "it has no T between date and time"
	}
	return checkTime(s[dateLength+1:])
}

// checkTime checks full-time of RFC 3339, section 5.6.
func checkTime(s string) string {
	const length = len("hh:mm:ss")
	if len(s) < length || s[2] != ':' || s[5] != ':' {
		return timeForm
	}
	hour, ok1 := parseDigits(s[:2])
	minute, ok2 := parseDigits(s[3:5])
	second, ok3 := parseDigits(s[6:8])
	if !ok1 || !ok2 || !ok3 {
		return timeForm
	}
	rest, problem := cutFraction(s[length:])
	if problem != "" {
		return problem
	}
	offset, problem := parseOffset(rest)
	if problem != "" {
		return problem
	}
	return checkClock(hour, minute, second, offset)
}

// cutFraction removes time-secfrac from the text after the seconds.
func cutFraction(s string) (rest, problem string) {
	if strings.HasPrefix(s, ",") {
		return "", "the fraction of its seconds begins with a comma instead of a point"
	}
	fraction, found := strings.CutPrefix(s, ".")
	if !found {
		return s, ""
	}
	rest = strings.TrimLeft(fraction, "0123456789")
	if rest == fraction {
		return "", "the fraction of its seconds has no digits"
	}
	return rest, ""
}

// parseOffset parses time-offset, and returns it in minutes.
func parseOffset(s string) (minutes int, problem string) {
	const form = "its time zone offset is neither Z nor of the form +hh:mm or -hh:mm"
	switch {
	case s == "":
		return 0, "it has no time zone offset"
	case s == "Z" || s == "z":
		return 0, ""
	case len(s) != len("+hh:mm") || s[0] != '+' && s[0] != '-' || s[3] != ':':
		return 0, form
	}
	hour, ok1 := parseDigits(s[1:3])
	minute, ok2 := parseDigits(s[4:])
	switch {
	case !ok1 || !ok2:
		return 0, form
	case hour > 23 || minute > 59:
		return 0, "its time zone offset is not between -23:59 and +23:59"
	case s[0] == '-':
		return -hour*60 - minute, ""
	}
	return hour*60 + minute, ""
}

// checkClock checks the restrictions of RFC 3339, section 5.7, on times. A leap second
// exists only at the end of a day of UTC.
func checkClock(hour, minute, second, offset int) string {
	const day = 24 * 60
	switch {
	case hour > 23:
		return fmt.Sprintf("hour %d does not exist", hour)
	case minute > 59:
		return fmt.Sprintf("minute %d does not exist", minute)
	case second > 60:
		return fmt.Sprintf("second %d does not exist", second)
	case second == 60 && (hour*60+minute-offset+day)%day != day-1:
		return "second 60 exists only at 23:59 UTC"
	}
	return ""
}
