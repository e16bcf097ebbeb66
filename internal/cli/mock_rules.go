package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/suggest"
)

// A ruleText is a rule in a file of rules.
type ruleText struct {
	Operation   string       `yaml:"operation"`
	Path        string       `yaml:"path"`
	Query       textValues   `yaml:"query"`
	Header      textValues   `yaml:"header"`
	Member      yaml.Node    `yaml:"member"`
	Nth         int          `yaml:"nth"`
	From        int          `yaml:"from"`
	Every       int          `yaml:"every"`
	Times       int          `yaml:"times"`
	Probability float64      `yaml:"probability"`
	Error       string       `yaml:"error"`
	Status      int          `yaml:"status"`
	Example     string       `yaml:"example"`
	Body        yaml.Node    `yaml:"body"`
	Fault       string       `yaml:"fault"`
	Latency     durationText `yaml:"latency"`
}

var ruleFields = []string{"operation", "path", "query", "header", "member", "nth", "from", "every", "times", "probability", "error", "status", "example", "body", "fault", "latency"}

// textValues are values by name. Numbers and booleans are read as they are written.
type textValues map[string]string

func (v *textValues) UnmarshalYAML(n *yaml.Node) error {
	*v = make(map[string]string)
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: write values by name, such as {limit: 10}", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if value := n.Content[i+1]; value.Kind == yaml.ScalarNode {
			(*v)[n.Content[i].Value] = value.Value
			continue
		}
		return fmt.Errorf("line %d: the value of %q must be text", n.Line, n.Content[i].Value)
	}
	return nil
}

type durationText time.Duration

func (d *durationText) UnmarshalYAML(n *yaml.Node) error {
	parsed, err := time.ParseDuration(n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %q is not a duration: write for example 200ms or 1.5s", n.Line, n.Value)
	}
	*d = durationText(parsed)
	return nil
}

// readRules reads a file of rules for a model. Errors name the place in the file.
func readRules(name string, m *mock.Model) ([]mock.Rule, error) {
	text, err := fs.ReadFile(os.DirFS(filepath.Dir(name)), filepath.Base(name))
	if err != nil {
		return nil, usageErrorf("--rules %s: %v; name a file of rules", name, systemError(err))
	}
	list, err := ruleNodes(name, text)
	if err != nil {
		return nil, err
	}
	tree, err := spec.Parse(name, text)
	if err != nil {
		return nil, usageErrorf("%v; correct the file", err)
	}
	var rules []mock.Rule
	for i, n := range list {
		rule, err := readRule(name, n, tree.At("rules", strconv.Itoa(i)))
		if err != nil {
			return nil, err
		}
		if err := m.CheckRule(rule); err != nil {
			return nil, usageErrorf("%s:%d:%d: %v; correct the rule", name, n.Line, n.Column, err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// ruleNodes finds the list of rules.
func ruleNodes(name string, text []byte) ([]*yaml.Node, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, usageErrorf("%s: %s; correct the file", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) == 1 && root.Content[0].Kind == yaml.MappingNode {
		top := root.Content[0]
		if len(top.Content) == 2 && top.Content[0].Value == "rules" && top.Content[1].Kind == yaml.SequenceNode {
			return top.Content[1].Content, nil
		}
	}
	return nil, usageErrorf("%s: the file must have the list `rules` and nothing else; see `apicontract mock --help`", name)
}

func readRule(name string, n *yaml.Node, rule *spec.Node) (mock.Rule, error) {
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if field := n.Content[i]; !slices.Contains(ruleFields, field.Value) {
			return mock.Rule{}, usageErrorf("%s:%d:%d: a rule has no member %q; %s", name, field.Line, field.Column, field.Value,
				suggest.DidYouMean(field.Value, ruleFields, "it has "+strings.Join(ruleFields, ", ")))
		}
	}
	var t ruleText
	if err := n.Decode(&t); err != nil {
		return mock.Rule{}, usageErrorf("%s: %s; correct the rule", name, ruleError(err))
	}
	members, isObject := rule.Member("member").Value().(map[string]any)
	if rule.Member("member") != nil && !isObject {
		return mock.Rule{}, usageErrorf("%s:%d:%d: member: write values by JSON Pointer, such as {/title: Hello}", name, n.Line, n.Column)
	}
	return mock.Rule{Operation: t.Operation, Path: t.Path, Query: t.Query, Header: t.Header, Member: members, Nth: t.Nth, From: t.From, Every: t.Every, Times: t.Times, Probability: t.Probability,
		Error: t.Error, Status: t.Status, Example: t.Example, Body: rule.Member("body").Value(), Fault: fault.Fault(t.Fault), Latency: time.Duration(t.Latency)}, nil
}

// ruleError returns the YAML library's error in one line, without its prefix.
func ruleError(err error) string {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:\n")
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return first
}
