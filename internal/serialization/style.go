package serialization

import "strings"

// delimiterOf returns the delimiter between items of a style without explode.
func delimiterOf(style string) string {
	switch style {
	case "spaceDelimited":
		return " "
	case "pipeDelimited":
		return "|"
	}
	return ","
}

// splitItems returns the items of a list; an empty text has none.
func splitItems(text, delimiter string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, delimiter)
}

// memberPairs returns the members of an object in the form "name,value,name,value" or, exploded,
// "name=value,name=value". It reports false for any other form.
func memberPairs(items []string, explode bool) (members [][2]string, ok bool) {
	if explode {
		for _, item := range items {
			name, value, found := strings.Cut(item, "=")
			if !found {
				return nil, false
			}
			members = append(members, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
		return members, true
	}
	if len(items)%2 != 0 {
		return nil, false
	}
	for i := 0; i < len(items); i += 2 {
		members = append(members, [2]string{items[i], items[i+1]})
	}
	return members, true
}
