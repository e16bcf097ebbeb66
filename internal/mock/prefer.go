package mock

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/suggest"
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

// ownNames are the names of the mock's preferences. code and status are one.
var ownNames = []string{"error", "code", "status", "example", "dynamic", "fault", "delay"}

// meaning is the name, or the one that it is another word for.
func (p preference) meaning() string {
	if p.name == "status" {
		return "code"
	}
	return p.name
}

// preferences reads the lines of a Prefer field. Names are in lower case; of
// several with one name the first counts, as section 2 of RFC 7240 has it. To the
// mock, what it calls parameters, behind a semicolon, are preferences like others.
func preferences(lines []string) []preference {
	var all []preference
	seen := make(map[string]bool)
	for _, line := range lines {
		for _, element := range splitUnquoted(line, ',') {
			for _, part := range splitUnquoted(element, ';') {
				p := parsePreference(part)
				if p.name == "" || seen[p.meaning()] {
					continue
				}
				seen[p.meaning()] = true
				all = append(all, p)
			}
		}
	}
	return all
}

// parsePreference reads `name`, `name=value` or `name="value"`.
func parsePreference(element string) preference {
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

// registered are the preferences of others (IANA, HTTP Preferences).
var registered = []string{"depth-noroot", "handling", "respond-async", "return", "safe", "wait"}

// misnamed says which preference, of none that the mock has, is written nearly like
// one that it has; nil if none is. All others are somebody else's.
func misnamed(lines []string) error {
	for _, p := range preferences(lines) {
		if slices.Contains(ownNames, p.name) || slices.Contains(registered, p.name) {
			continue
		}
		if guess := suggest.DidYouMean(p.name, ownNames, ""); guess != "" {
			return fmt.Errorf("%q is not a preference of the mock; %s", p.name, guess)
		}
	}
	return nil
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
	switch p.meaning() {
	case "error":
		o.Error = p.value
	case "code":
		o.Status, err = statusText(p)
	case "example":
		o.Example = p.value
	case "dynamic":
		o.dynamic = p.value != "false"
	case "fault":
		o.Fault = fault.Fault(p.value)
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

func statusText(p preference) (int, error) {
	status, err := strconv.Atoi(p.value)
	if err != nil || status < 200 || status > 599 {
		return 0, fmt.Errorf("%s=%s is no status code: write one from 200 to 599, such as %s=404", p.name, p.value, p.name)
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
