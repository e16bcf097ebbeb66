package schemamatch

import (
	"regexp"
	"strconv"
)

// oneClassForm matches patterns that repeat one class of ASCII characters, such as
// ^[a-z0-9_]{2,8}$. Such a class has the same meaning in ECMA-262 and in Go.
var oneClassForm = regexp.MustCompile(`^\^\[((?:[\w .:/@,~+=-]|\\[dw._:/-])+)\](?:([*+])|\{(\d+)(,?)(\d*)\})\$$`)

// oneClass returns the check for a pattern of oneClassForm, nil for other patterns. Most patterns
// of identifiers have this form.
func oneClass(pattern string) func([]byte) bool {
	form := oneClassForm.FindStringSubmatch(pattern)
	if form == nil {
		return nil
	}
	class, err := regexp.Compile("^[" + form[1] + "]$")
	if err != nil {
		return nil
	}
	var isMember [256]bool
	for c := range 128 {
		isMember[c] = class.MatchString(string(rune(c)))
	}
	least, most := repetitionBounds(form[2], form[3], form[4], form[5])
	return func(s []byte) bool {
		if len(s) < least || most >= 0 && len(s) > most {
			return false
		}
		for _, c := range s {
			if !isMember[c] {
				return false
			}
		}
		return true
	}
}

// repetitionBounds returns the bounds of * or +, or of a quantifier in braces; a most of -1 means no
// bound.
func repetitionBounds(sign, low, comma, high string) (least, most int) {
	switch sign {
	case "*":
		return 0, -1
	case "+":
		return 1, -1
	}
	least, _ = strconv.Atoi(low) // a number too large becomes the largest
	most = least
	if comma != "" {
		most = -1
	}
	if high != "" {
		most, _ = strconv.Atoi(high)
	}
	return least, most
}
