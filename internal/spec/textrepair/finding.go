// Package textrepair makes texts readable that are not quite JSON, YAML or UTF-8, as
// documents of OpenAPI often are, and lists what it found in them. It changes no
// position: lines and columns of the repaired text are those of the original.
package textrepair

// The rules of findings.
const (
	RuleEncoding   = "document-encoding"
	RuleCharacters = "document-characters"
	RuleJSON       = "json-syntax"
)

// A Finding is something in a text that its format does not allow, or that other tools
// read in another way.
type Finding struct {
	Rule    string
	Offset  int // of the first place, in bytes
	Message string
	Fix     string
}
