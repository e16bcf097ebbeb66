package mock

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/state"
)

// withNewIDs returns a copy of an example of a created resource with IDs of its own in place of the
// example's, also where they are a part of another text. An ID that the request has sent stays.
func (mk *responseMaker) withNewIDs(about *responseContext, example any, key string) any {
	_, object := state.ObjectIn(example)
	member, ids := state.FindIDs(object, about.op.PathTemplate, "id")
	if about.creation == "" || len(ids) == 0 {
		return example
	}
	if _, sent := about.requestValues[member]; sent {
		return example
	}
	for i, id := range ids {
		random := sha256.Sum256(fmt.Appendf(nil, "%d %s %d", mk.seed, key, i))
		example = replaceID(example, id, likeID(id, hex.EncodeToString(random[:])))
	}
	return example
}

// minOwnPart is the length of the part of an ID that tells it from others.
const minOwnPart = 6

// likeID returns an ID of the form of an example, with other digits from random, which is
// hexadecimal. What comes before the last underscore stays.
func likeID(example, random string) string {
	if _, err := json.Number(example).Int64(); err == nil {
		return numberOf(random)
	}
	i := strings.LastIndexByte(example, '_') + 1
	own := example[i:]
	if len(own) < minOwnPart || len(own) > len(random) {
		return example[:i] + random[:8]
	}
	var b strings.Builder
	isUUID := len(own) == 36 && strings.Count(own, "-") == 4
	hasHex := strings.ContainsAny(own, "abcdef")
	for j, c := range own {
		switch {
		case isUUID && (j == 14 || j == 19): // its version and variant
			b.WriteRune(c)
		case c >= '0' && c <= '9' && !hasHex:
			b.WriteByte('0' + random[j]%10)
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
			b.WriteByte(random[j])
		case c >= 'A' && c <= 'F':
			b.WriteString(strings.ToUpper(random[j : j+1]))
		default:
			b.WriteRune(c)
		}
	}
	return example[:i] + b.String()
}

// numberOf returns nine digits that do not begin with 0.
func numberOf(random string) string {
	var n uint32
	_, _ = fmt.Sscanf(random[:8], "%x", &n)
	return fmt.Sprint(100_000_000 + n%900_000_000)
}

// replaceID returns a copy of a value with another ID.
func replaceID(value any, old, id string) any {
	switch v := value.(type) {
	case string:
		if v == old || len(old) >= minOwnPart {
			return strings.ReplaceAll(v, old, id)
		}
	case json.Number:
		if v.String() == old {
			return json.Number(id)
		}
	case []any:
		items := make([]any, len(v))
		for i := range v {
			items[i] = replaceID(v[i], old, id)
		}
		return items
	case map[string]any:
		object := maps.Clone(v)
		for name := range object {
			object[name] = replaceID(object[name], old, id)
		}
		return object
	}
	return jsonvalue.Clone(value)
}
