package cli

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

// baseURLs are the values of --base-url.
type baseURLs []string

func (b *baseURLs) String() string { return "" }
func (b *baseURLs) Type() string   { return "URL" }

func (b *baseURLs) Set(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil || !strings.Contains(s, "://"):
		scheme, rest := "https", strings.TrimLeft(s, ":/")
		if strings.HasPrefix(rest, "localhost") || strings.HasPrefix(rest, "127.") {
			scheme = "http"
		}
		return fmt.Errorf("not a URL with scheme and host; write %s://%s", scheme, rest)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the scheme is %s; write http:// or https://", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the host is missing; write for example https://staging.example.com")
	case !isPort(u.Port()):
		return fmt.Errorf("%s is not a port; write a number from 1 to 65535", u.Port())
	case u.RawQuery != "" || u.Fragment != "":
		return errors.New("a base URL has no query and no fragment; remove them")
	}
	*b = append(*b, s)
	return nil
}

// isPort reports whether a URL's port can be listened on. The empty port counts.
func isPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
}

// A ruleLevel is one value of --level.
type ruleLevel struct {
	rule  validate.RuleID
	level validate.Level
}

// ruleLevels are the values of --level; the last one for a rule counts.
type ruleLevels []ruleLevel

func (l *ruleLevels) String() string { return "" }
func (l *ruleLevels) Type() string   { return "RULE=LEVEL" }

func (l *ruleLevels) Set(s string) error {
	rule, level, ok := strings.Cut(s, "=")
	if !ok {
		return errors.New("not RULE=LEVEL; write for example message-incomplete=error")
	}
	if _, ok := validate.LookupRule(validate.RuleID(rule)); !ok {
		return hint.Unknown(hint.ListRules, "there is no rule", rule, explainableNames(nil))
	}
	if !validate.Level(level).Valid() {
		return fmt.Errorf("there is no level %q; choose error, warning, note or off", level)
	}
	*l = append(*l, ruleLevel{validate.RuleID(rule), validate.Level(level)})
	return nil
}

// completionWords returns the words for the shell to complete: every rule with an equals sign.
func (l *ruleLevels) completionWords() []string {
	var words []string
	for _, r := range validate.Rules() {
		for _, level := range []validate.Level{validate.LevelError, validate.LevelWarning, validate.LevelNote, validate.LevelOff} {
			words = append(words, string(r.ID)+"="+string(level))
		}
	}
	return words
}
