package config

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/suggest"
	"github.com/apicontract/apicontract/validate"
)

// A Suppression is a suppression of the file, with its place.
type Suppression struct {
	validate.Suppression
	Origin string // ".apicontract.yaml:3"
}

// suppressionFields set the fields of a suppression.
var suppressionFields = map[string]func(*validate.Suppression, string) error{
	"rule":      func(s *validate.Suppression, text string) error { s.Rule = validate.RuleID(text); return nil },
	"operation": func(s *validate.Suppression, text string) error { s.Operation = text; return nil },
	"status": func(s *validate.Suppression, text string) (err error) {
		if s.Status, err = strconv.Atoi(text); err != nil {
			return fmt.Errorf("the status %q is not a number", text)
		}
		return nil
	},
	"code":    func(s *validate.Suppression, text string) error { s.Code = text; return nil },
	"capture": func(s *validate.Suppression, text string) error { s.Capture = text; return nil },
	"reason":  func(s *validate.Suppression, text string) error { s.Reason = text; return nil },
	"until":   func(s *validate.Suppression, text string) error { s.Until = text; return nil },
}

var suppressionNames = []string{"rule", "operation", "status", "code", "capture", "reason", "until"}

// readSuppressions reads the list of suppressions.
func (r *fileReader) readSuppressions(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		return r.errorAt(n, "suppressions must be a list; write - {rule: doc-url, reason: why}")
	}
	for _, item := range n.Content {
		item = target(item)
		s := Suppression{Origin: fmt.Sprintf("%s:%d", r.path, item.Line)}
		err := r.eachMember(item, func(name string, at, value *yaml.Node) error {
			set, ok := suppressionFields[name]
			switch {
			case !ok:
				return r.errorAt(at, "unknown key %q of a suppression; %s", name, suggest.DidYouMean(name, suppressionNames, "the keys are "+strings.Join(suppressionNames, ", ")))
			case value.Kind != yaml.ScalarNode:
				return r.errorAt(value, "the value of %s must be text or a number", name)
			}
			if err := set(&s.Suppression, value.Value); err != nil {
				return r.errorAt(value, "%v", err)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.Check(); err != nil {
			return r.errorAt(item, "%v", err)
		}
		s.Capture = r.joinGlob(s.Capture)
		r.rules = append(r.rules, s)
	}
	return nil
}

// joinGlob is join for a glob over captures. One without a slash, or that begins with **, matches
// in any folder.
func (r *fileReader) joinGlob(glob string) string {
	if !strings.Contains(glob, "/") || strings.HasPrefix(glob, "**") {
		return glob
	}
	return r.join(glob)
}
