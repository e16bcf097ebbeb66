package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/suggest"
)

// maxSize bounds the size of a configuration file, in bytes.
const maxSize = 1 << 20

// suppressionsKey is the member of the file that holds suppressions.
const suppressionsKey = "suppressions"

// A fileReader reads the values of one file.
type fileReader struct {
	path   string // as errors show it
	folder string // of the file, which paths are relative to
	keys   map[string]Key
	values map[string]Value
	rules  []Suppression
}

// readFile reads a configuration file.
func readFile(path string, keys []Key) (*fileReader, error) {
	text, err := readText(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := &fileReader{path: path, folder: filepath.Dir(path), keys: make(map[string]Key), values: make(map[string]Value)}
	for _, k := range keys {
		r.keys[k.Name] = k
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, next yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return r, nil // empty
	case err != nil:
		return nil, fmt.Errorf("%s: %s; correct the file", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if !errors.Is(decoder.Decode(&next), io.EOF) {
		return nil, fmt.Errorf("%s: several documents; write one, without ---", path)
	}
	return r, r.readMembers("", document.Content[0])
}

func readText(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		if e, ok := errors.AsType[*os.PathError](err); ok {
			err = e.Err
		}
		return nil, fmt.Errorf("%w; name a configuration file", err)
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file; name a configuration file")
	case info.Size() > maxSize:
		return nil, fmt.Errorf("larger than %d MiB; name a configuration file", maxSize>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, maxSize))
}

// errorAt returns an error at the place of a node.
func (r *fileReader) errorAt(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.path, n.Line, fmt.Sprintf(format, args...))
}

// readMembers reads the members of a section, or of the top level if section is empty.
func (r *fileReader) readMembers(section string, n *yaml.Node) error {
	return r.eachMember(n, func(name string, at, value *yaml.Node) error {
		if section == "" && name == suppressionsKey {
			return r.readSuppressions(value)
		}
		full := strings.TrimPrefix(section+"."+name, ".")
		if key, ok := r.keys[full]; ok {
			return r.readValue(key, value)
		}
		if section == "" && r.isSection(name) {
			return r.readMembers(name, value)
		}
		return r.errorAt(at, "unknown key %q; %s", full, r.advice(section, full))
	})
}

// eachMember calls f for each member of a mapping, with the nodes of its name and its value.
func (r *fileReader) eachMember(n *yaml.Node, f func(name string, at, value *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return r.errorAt(n, "not a mapping; write members such as check: {fail-on: warning}")
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		at, value := n.Content[i], target(n.Content[i+1])
		if seen[at.Value] {
			return r.errorAt(at, "the key %q is there twice; remove one of them", at.Value)
		}
		seen[at.Value] = true
		if err := f(at.Value, at, value); err != nil {
			return err
		}
	}
	return nil
}

// target returns the node that an alias means, or the node itself.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func (r *fileReader) isSection(name string) bool {
	for full := range r.keys {
		if strings.HasPrefix(full, name+".") {
			return true
		}
	}
	return false
}

// advice says which key an unknown one may be.
func (r *fileReader) advice(section, full string) string {
	var within []string
	for name := range r.keys {
		if section == "" && strings.HasSuffix(name, "."+full) {
			within = append(within, name)
		}
	}
	if len(within) > 0 {
		slices.Sort(within)
		return "write it within its section: " + strings.Join(within, " or ")
	}
	return suggest.DidYouMean(full, r.names(section), "the keys here are "+strings.Join(r.names(section), ", "))
}

// names returns the full names of the keys of a section; for the top level, those of sections, too.
func (r *fileReader) names(section string) []string {
	all := make(map[string]bool)
	for full, key := range r.keys {
		of, _ := key.section()
		switch {
		case of == section:
			all[full] = true
		case section == "":
			all[of] = true
		}
	}
	if section == "" {
		all[suppressionsKey] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// readValue reads the value of a key.
func (r *fileReader) readValue(key Key, n *yaml.Node) error {
	value := Value{Origin: fmt.Sprintf("%s:%d", r.path, n.Line)}
	add := func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
			return r.errorAt(n, "the value of %s must be text, a number, true or false", key.Name)
		}
		if hasCredentials(n.Value) {
			return r.errorAt(n, "%s holds credentials; remove user and password, which nothing needs", key.Name)
		}
		text := n.Value
		if key.Resolve != nil {
			text = key.Resolve(text, r.join)
		}
		value.Texts = append(value.Texts, text)
		return nil
	}
	var err error
	switch {
	case key.Kind == Levels:
		err = r.eachMember(n, func(rule string, _, level *yaml.Node) error {
			if level.Kind != yaml.ScalarNode {
				return r.errorAt(level, "the level of %s must be error, warning, note or off", rule)
			}
			value.Texts = append(value.Texts, rule+"="+level.Value)
			return nil
		})
	case key.Kind == List && n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			if err = add(target(item)); err != nil {
				break
			}
		}
	default:
		err = add(n)
	}
	r.values[key.Name] = value
	return err
}

// hasCredentials reports whether a text is a URL with a user.
func hasCredentials(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User != nil
}

// join returns a path that is relative to the folder of the file. Standard streams, absolute paths
// and the empty path stay.
func (r *fileReader) join(path string) string {
	if path == "" || path == "-" || filepath.IsAbs(path) || r.folder == "." {
		return path
	}
	return filepath.ToSlash(filepath.Join(r.folder, path))
}
