package prefer

import "strings"

// A Preference is one preference of a Prefer header (RFC 7240, section 2).
type Preference struct{ Name, Value string }

// String returns the preference as it is written in a header.
func (p Preference) String() string {
	if p.Value == "" {
		return p.Name
	}
	return p.Name + "=" + quoteValue(p.Value)
}

// optionName returns the name of the option that the preference sets: code and status are the same.
func (p Preference) optionName() string {
	if p.Name == "status" {
		return "code"
	}
	return p.Name
}

// parseHeader parses the lines of a Prefer header. Names are in lower case. If a name is repeated,
// the first value counts (RFC 7240, section 2). Parameters of a preference, which follow a
// semicolon, count as preferences.
func parseHeader(lines []string) []Preference {
	var all []Preference
	seen := make(map[string]bool)
	for _, line := range lines {
		for _, element := range splitUnquoted(line, ',') {
			for _, part := range splitUnquoted(element, ';') {
				p := parsePreference(part)
				if p.Name == "" || seen[p.optionName()] {
					continue
				}
				seen[p.optionName()] = true
				all = append(all, p)
			}
		}
	}
	return all
}

// parsePreference parses `name`, `name=value` or `name="value"`.
func parsePreference(element string) Preference {
	name, value, _ := strings.Cut(element, "=")
	return Preference{strings.ToLower(strings.TrimSpace(name)), unquoteValue(strings.TrimSpace(value))}
}

// splitUnquoted splits at a separator outside quoted strings (RFC 9110, section 5.6.4).
func splitUnquoted(s string, separator byte) []string {
	var parts []string
	from, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == separator && !quoted:
			parts, from = append(parts, s[from:i]), i+1
		}
	}
	return append(parts, s[from:])
}

func unquoteValue(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' && i+1 < len(s)-1 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// quoteValue writes a value as a token if it is one, else as a quoted string (RFC 9110,
// section 5.6).
func quoteValue(value string) string {
	if value != "" && strings.IndexFunc(value, func(c rune) bool { return !isTokenChar(c) }) < 0 {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "").Replace(value) + `"`
}

func isTokenChar(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
		c < 0x7f && strings.ContainsRune("!#$%&'*+-.^_`|~", c)
}
