package document

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxDepth bounds the nesting of a file. The loader's time grows with its
// square; hand-written and generated documents stay below a tenth.
const maxDepth = 300

// checkTree refuses what the loader would take a wrong or a very long way.
func checkTree(file string, n *yaml.Node, depth int) error {
	if depth > maxDepth {
		return errorAt(file, n, "nested deeper than the %d levels that are read", maxDepth)
	}
	if n.Kind == yaml.MappingNode {
		if err := checkKeys(file, n); err != nil {
			return err
		}
	}
	for _, child := range n.Content {
		if err := checkTree(file, child, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// checkKeys finds a key that stands twice: of two texts, only one would count.
func checkKeys(file string, n *yaml.Node) error {
	first := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if before := first[key.Value]; before != nil && key.Kind == yaml.ScalarNode {
			return errorAt(file, key, "the key %q stands here for the second time: the first is on line %d", key.Value, before.Line)
		}
		first[key.Value] = key
	}
	return nil
}

var knownVersion = regexp.MustCompile(`^3\.[01](\.|-|$)`)

// checkVersion says what a file is if it is no OpenAPI 3 document.
func checkVersion(file string, root *yaml.Node) error {
	key, version := member(root, "openapi")
	switch {
	case version == nil:
		if _, swagger := member(root, "swagger"); swagger != nil {
			return errorAt(file, root, "a Swagger %s document: convert it to OpenAPI 3", swagger.Value)
		}
		return errorAt(file, root, "not an OpenAPI 3 document: it has no `openapi` field")
	case version.Kind != yaml.ScalarNode || !strings.HasPrefix(version.Value, "3."):
		return errorAt(file, key, "not an OpenAPI 3 document: want `openapi: 3.x.y`")
	case version.Tag != "!!str":
		return errorAt(file, key, "the version is read as a number: write `openapi: \"%s\"`", version.Value)
	case !knownVersion.MatchString(version.Value):
		return errorAt(file, key, "OpenAPI %s is not known yet, and what is new in it would go unchecked: documents of 3.0 and 3.1 are read", version.Value)
	}
	return nil
}
