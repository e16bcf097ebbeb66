package stringformat

import "strings"

// checkBase64 checks base64 of RFC 4648, section 4: with padding, and without line
// breaks (section 3.1).
func checkBase64(s string) string {
	data := strings.TrimRight(s, "=")
	padding := len(s) - len(data)
	for i := range len(data) {
		switch b := data[i]; {
		case isLetter(b) || isDigit(b) || b == '+' || b == '/':
		case b == '-' || b == '_':
			return "it is not base64: it uses - or _, which only base64url has"
		case b == '=':
			return "it is not base64: it has padding before its end"
		case b == '\n' || b == '\r':
			return "it is not base64: it has a line break"
		default:
			return "it is not base64: it has a character outside of the alphabet"
		}
	}
	switch {
	case len(data)%4 == 1:
		return "it is not base64: its length is impossible"
	case padding != (4-len(data)%4)%4:
		return "it is not base64: its padding does not fill a group of four characters"
	}
	return ""
}
