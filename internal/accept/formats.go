package accept

// formats are those that [Text] knows, as kin-openapi asserts them in OpenAPI 3.0
// by regular expressions.
var formats = map[string]func([]byte) bool{
	"byte":      isBase64,
	"date":      isDate,
	"date-time": isDateTime,
}

// isBase64 is ^[a-zA-Z0-9+/\-_]*=*$.
func isBase64(s []byte) bool {
	i := 0
	for i < len(s) && (isAlphanumeric(s[i]) || s[i] == '+' || s[i] == '/' || s[i] == '-' || s[i] == '_') {
		i++
	}
	for i < len(s) && s[i] == '=' {
		i++
	}
	return i == len(s)
}

func isAlphanumeric(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || isDigit(c) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isDate is RFC 3339's full-date, in which each month may have 31 days.
func isDate(s []byte) bool {
	return len(s) == 10 && allDigits(s[:4]) && s[4] == '-' && within(s[5:7], 1, 12) && s[7] == '-' && within(s[8:], 1, 31)
}

// isDateTime is RFC 3339's date-time, in upper case.
func isDateTime(s []byte) bool {
	const seconds = len("2006-01-02T15:04:05")
	if len(s) <= seconds || !isDate(s[:10]) || s[10] != 'T' || !isTime(s[11:seconds]) {
		return false
	}
	rest := s[seconds:]
	if rest[0] == '.' {
		i := 1
		for i < len(rest) && isDigit(rest[i]) {
			i++
		}
		if i == 1 {
			return false
		}
		rest = rest[i:]
	}
	return string(rest) == "Z" ||
		len(rest) == 6 && (rest[0] == '+' || rest[0] == '-') && allDigits(rest[1:3]) && rest[3] == ':' && allDigits(rest[4:])
}

func isTime(s []byte) bool {
	return within(s[:2], 0, 23) && s[2] == ':' && within(s[3:5], 0, 59) && s[5] == ':' && within(s[6:], 0, 60)
}

// within reports whether two digits are a number from low to high.
func within(s []byte, low, high int) bool {
	n := int(s[0]-'0')*10 + int(s[1]-'0')
	return allDigits(s) && low <= n && n <= high
}

func allDigits(s []byte) bool {
	for _, c := range s {
		if !isDigit(c) {
			return false
		}
	}
	return true
}
