// Package config reads the configuration of the command line: a file in YAML, and variables of
// the environment, which win over it. Flags win over both; that is up to the caller.
package config

import "strings"

// FileName is the name of the configuration file that Find looks for.
const FileName = ".apicontract.yaml"

// Prefix is the prefix of the variables of the environment.
const Prefix = "APICONTRACT_"

// A Kind is the form of a value.
type Kind int

// The kinds of values.
const (
	Text   Kind = iota // a string, a number, true or false
	List               // a sequence of texts, or a single one
	Levels             // a level by rule
)

// A Key is a value that the configuration may have.
type Key struct {
	Name string // "spec", or "check.fail-on" within a section
	Kind Kind
	// Resolve returns a text of the file with its paths relative to the current folder, which join
	// makes of paths relative to the folder of the file. nil: the texts have no paths.
	Resolve func(text string, join func(path string) string) string
}

// Variable returns the name of the key's variable: APICONTRACT_CHECK_FAIL_ON.
func (k Key) Variable() string {
	return Prefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(k.Name))
}

// A Value is what the configuration says of a key.
type Value struct {
	Texts  []string // one for Text; RULE=LEVEL for Levels
	Origin string   // ".apicontract.yaml:3", or the name of a variable
}

// section returns the section and the rest of a key's name. The section is empty for keys of the
// top level.
func (k Key) section() (section, name string) {
	section, name, found := strings.Cut(k.Name, ".")
	if !found {
		return "", section
	}
	return section, name
}
