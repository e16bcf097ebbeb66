package mock

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// maxDelay bounds what a request may ask for.
const maxDelay = 10 * time.Minute

// A Preference is one of a Prefer field (RFC 7240, section 2).
type preference struct{ name, value string }

func (p preference) String() string {
	if p.value == "" {
		return p.name
	}
	return p.name + "=" + quoted(p.value)
}

// preferences reads the lines of a Prefer field. Names are in lower case; of
// several with one name the first counts, as section 2 of RFC 7240 has it.
func preferences(lines []string) []preference {
	var all []preference
	seen := make(map[string]bool)
	for _, line := range lines {
		for _, element := range splitUnquoted(line, ',') {
			p := parsePreference(element)
			if p.name == "" || seen[p.name] {
				continue
			}
			seen[p.name] = true
			all = append(all, p)
		}
	}
	return all
}

// parsePreference reads `name`, `name=value` or `name="value"`; parameters
// behind a semicolon mean nothing to a mock.
func parsePreference(element string) preference {
	element = splitUnquoted(element, ';')[0]
	name, value, _ := strings.Cut(element, "=")
	return preference{strings.ToLower(strings.TrimSpace(name)), unquote(strings.TrimSpace(value))}
}

// splitUnquoted splits at a separator outside of quoted strings (RFC 9110,
// section 5.6.4).
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

func unquote(s string) string {
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

// wish is the order that a Prefer field is. What it does not know it leaves to
// others; what it knows and cannot read is an error.
func wish(lines []string) (order, error) {
	var o order
	for _, p := range preferences(lines) {
		if err := o.prefer(p); err != nil {
			return order{}, err
		}
	}
	return o, nil
}

func (o *order) prefer(p preference) error {
	var err error
	switch p.name {
	case "error":
		o.Error = p.value
	case "code":
		o.Status, err = statusText(p.value)
	case "example":
		o.Example = p.value
	case "dynamic":
		o.dynamic = p.value != "false"
	case "fault":
		o.Fault = Fault(p.value)
	case "delay":
		o.Latency, err = delayText(p.value)
	default:
		return nil
	}
	if err == nil && p.value == "" && p.name != "dynamic" {
		err = fmt.Errorf("the preference %s needs a value", p.name)
	}
	o.preferences = append(o.preferences, p)
	return err
}

// quoted writes a value as a token if it is one, else as a quoted string (RFC
// 9110, section 5.6).
func quoted(value string) string {
	plain := value != ""
	for _, c := range value {
		plain = plain && c < 0x7f && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.ContainsRune("!#$%&'*+-.^_`|~", c))
	}
	if plain {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "").Replace(value) + `"`
}

func statusText(s string) (int, error) {
	status, err := strconv.Atoi(s)
	if err != nil || status < 200 || status > 599 {
		return 0, fmt.Errorf("code=%s is no status code: write one from 200 to 599, such as code=404", s)
	}
	return status, nil
}

// delayText reads seconds, with a fraction if need be.
func delayText(s string) (time.Duration, error) {
	seconds, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 || seconds > maxDelay.Seconds() {
		return 0, fmt.Errorf("delay=%s is no time: write seconds from 0 to %.0f, such as delay=0.5", s, maxDelay.Seconds())
	}
	return time.Duration(seconds * float64(time.Second)), nil
}
