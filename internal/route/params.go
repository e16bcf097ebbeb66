package route

import "strings"

// PathParams returns the values of a path template's expressions, decoded, in a path
// that matches it: template "/videos/{id}:cancel" and path "/v1/videos/a%2Fb:cancel"
// give id "a/b". The path may have a base path before, which the template lacks. A name that occurs twice has its last value.
func PathParams(template, path string) map[string]string {
	parts := strings.Split(strings.Trim(template, "/"), "/")
	given := strings.Split(path, "/")
	if strings.HasSuffix(template, "/") {
		parts = append(parts, "")
	}
	params := make(map[string]string)
	for i := 1; i <= min(len(parts), len(given)); i++ {
		segmentParams(params, parts[len(parts)-i], decodeEscapes(given[len(given)-i]))
	}
	return params
}

// segmentParams sets the values of one segment. Like [textPattern.matchesText], it uses the first
// occurrence of each literal.
func segmentParams(params map[string]string, part, value string) {
	spans := templateExpression.FindAllStringIndex(part, -1)
	p := parsePattern(part)
	value = strings.TrimPrefix(value, decodeEscapes(p[0]))
	for i, span := range spans {
		literal, own := decodeEscapes(p[i+1]), value
		at := len(value) - len(literal)
		if i+1 < len(spans) {
			at = indexAfterFirst(value, literal)
		}
		if at >= 0 {
			own, value = value[:at], value[at+len(literal):]
		}
		params[part[span[0]+1:span[1]-1]] = own
	}
}

// indexAfterFirst returns the index of literal after the first character of s, because an
// expression is never empty; -1 if there is none.
func indexAfterFirst(s, literal string) int {
	for i := range s {
		if i > 0 && strings.HasPrefix(s[i:], literal) {
			return i
		}
	}
	return -1
}
