package config

import (
	"strings"

	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/v2"
)

// A Config is the configuration of a run. Its zero value is empty. It is not changed after Load.
type Config struct {
	Path         string // of the file; empty if there is none
	Suppressions []Suppression
	values       map[string]Value
	Unknown      []string // variables with the prefix that set nothing
}

// Load reads the file at path, unless that is empty, and the variables of an environment, as
// os.Environ returns it. Errors name the line of the file and say what to write.
func Load(path string, environment []string, keys []Key) (*Config, error) {
	c := &Config{Path: path, values: make(map[string]Value)}
	layers := koanf.New(".")
	file := make(map[string]any)
	if path != "" {
		r, err := readFile(path, keys)
		if err != nil {
			return nil, err
		}
		c.Suppressions = r.rules
		for name, value := range r.values {
			file[name] = value
		}
	}
	// Each layer has all values of a key, so that a later one replaces them as a whole.
	if err := layers.Load(confmap.Provider(file, "."), nil); err != nil {
		return nil, err
	}
	if err := layers.Load(c.variables(environment, keys), nil); err != nil {
		return nil, err
	}
	for _, k := range keys {
		if value, ok := layers.Get(k.Name).(Value); ok {
			c.values[k.Name] = value
		}
	}
	return c, nil
}

// variables provides the values of the environment. A list has one item a line. An empty variable
// counts as none.
func (c *Config) variables(environment []string, keys []Key) *env.Env {
	names := make(map[string]Key)
	for _, k := range keys {
		names[k.Variable()] = k
	}
	return env.Provider(".", env.Opt{
		Prefix:      Prefix,
		EnvironFunc: func() []string { return environment },
		TransformFunc: func(name, text string) (string, any) {
			key, ok := names[name]
			switch {
			case !ok:
				c.Unknown = append(c.Unknown, name)
				return "", nil
			case text == "":
				return "", nil
			case key.Kind == Text:
				return key.Name, Value{Texts: []string{text}, Origin: name}
			}
			return key.Name, Value{Texts: strings.Split(strings.TrimSpace(text), "\n"), Origin: name}
		},
	})
}

// Value returns what the configuration says of a key; false if nothing.
func (c *Config) Value(name string) (Value, bool) {
	v, ok := c.values[name]
	return v, ok
}
