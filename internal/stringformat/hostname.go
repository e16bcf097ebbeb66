package stringformat

import "strings"

const (
	maxHostname = 253
	maxLabel    = 63
	acePrefix   = "xn--"
)

// checkHostname checks a host name of RFC 1123, section 2.1. Labels that begin with
// xn-- must be A-labels of RFC 5890, section 2.3.2.1.
func checkHostname(s string) string {
	if problem := checkLabels(s); problem != "" {
		return problem
	}
	for label := range strings.SplitSeq(s, ".") {
		if len(label) >= len(acePrefix) && strings.EqualFold(label[:len(acePrefix)], acePrefix) {
			if problem := checkALabel(label); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// checkLabels checks the letters, digits and hyphens of a name.
func checkLabels(s string) string {
	switch {
	case s == "":
		return "the name is empty"
	case len(s) > maxHostname:
		return "the name has more than 253 characters"
	}
	for label := range strings.SplitSeq(s, ".") {
		if problem := checkLabel(label); problem != "" {
			return problem
		}
	}
	return ""
}

func checkLabel(label string) string {
	switch {
	case label == "":
		return "the name has an empty label: a point at an end or two points in a row"
	case len(label) > maxLabel:
		return "the name has a label of more than 63 characters"
	}
	for i := range len(label) {
		if b := label[i]; !isLetter(b) && !isDigit(b) && b != '-' {
			return "the name has a character that is not an ASCII letter, a digit, a hyphen or a point"
		}
	}
	if label[0] == '-' || label[len(label)-1] == '-' {
		return "the name has a label that begins or ends with a hyphen"
	}
	return ""
}
