package state

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// ObjectIn returns the object of a body that describes a resource: the one in its member data, or in
// its only member that is an object if no other member is an ID, or else the body itself. It
// returns its place, and nil if there is no object.
func ObjectIn(body any) (place []string, object map[string]any) {
	root, ok := body.(map[string]any)
	if !ok {
		return nil, nil
	}
	if data, ok := root["data"].(map[string]any); ok {
		return []string{"data"}, data
	}
	inner := ""
	for name, member := range root {
		if _, isObject := member.(map[string]any); isObject {
			if inner != "" {
				return nil, root
			}
			inner = name
		} else if isID(name) {
			return nil, root
		}
	}
	if inner == "" {
		return nil, root
	}
	object, _ = root[inner].(map[string]any)
	if !slices.ContainsFunc(namesOf(object), isID) {
		return nil, root
	}
	return []string{inner}, object
}

func namesOf(object map[string]any) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func isID(name string) bool {
	name = normalizeName(name, "")
	return strings.HasSuffix(name, "id") || strings.HasSuffix(name, "ids")
}

// FindIDs returns the member of an object that has the ID of a new resource, and the ID, or several
// IDs if the request has made several resources. The member has the name of the path parameter, or
// is called id, or has the name of the collection, such as video_id for /videos, or is the only one
// whose name ends with id. It returns no IDs if there is none.
func FindIDs(object map[string]any, collection, param string) (member string, ids []string) {
	for _, want := range idNames(collection, param) {
		for _, name := range namesOf(object) {
			if normalizeName(name, "") != want {
				continue
			}
			if ids := textsOf(object[name]); len(ids) > 0 {
				return name, ids
			}
		}
	}
	var only []string
	for _, name := range namesOf(object) {
		if isID(name) && len(textsOf(object[name])) > 0 {
			only = append(only, name)
		}
	}
	if len(only) != 1 {
		return "", nil
	}
	return only[0], textsOf(object[only[0]])
}

// idNames returns normalized names of members that may have the ID of an item, the best first.
func idNames(collection, param string) []string {
	param = normalizeName(param, "")
	names := []string{param, param + "s"}
	segment := normalizeName(collection[strings.LastIndexByte(collection, '/')+1:], "")
	for _, singular := range []string{strings.TrimSuffix(segment, "s"), strings.TrimSuffix(segment, "es")} {
		names = append(names, singular+"id", singular+"ids")
	}
	if !strings.HasSuffix(param, "id") { // as {video} of /videos/{video}
		names = append(names, param+"id")
	}
	return append(names, "id", "ids", "uuid")
}

// textsOf returns the texts of an ID or a list of IDs, as they stand in a path.
func textsOf(value any) []string {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case json.Number:
		return []string{v.String()}
	case []any:
		var all []string
		for _, item := range v {
			if _, isList := item.([]any); !isList {
				all = append(all, textsOf(item)...)
			}
		}
		return all
	}
	return nil
}

// normalizeName returns a name in lower case with a separator between its words: video_url, videoUrl
// and Video-URL are the same.
func normalizeName(name, separator string) string {
	var b strings.Builder
	last := ' '
	for _, c := range name {
		if unicode.IsUpper(c) && (unicode.IsLower(last) || unicode.IsDigit(last)) {
			b.WriteString(separator)
		}
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			b.WriteRune(unicode.ToLower(c))
		} else {
			b.WriteString(separator)
		}
		last = c
	}
	return b.String()
}

// References calls found with each ID in a decoded body, at any depth, and the name of its member in
// the form of [ReferenceName].
func References(body any, found func(name, id string)) {
	switch v := body.(type) {
	case map[string]any:
		for _, name := range namesOf(v) {
			if isID(name) {
				for _, id := range textsOf(v[name]) {
					found(ReferenceName(name), id)
				}
			}
			References(v[name], found)
		}
	case []any:
		for _, item := range v {
			References(item, found)
		}
	}
}

// ReferenceName returns one form for the names of members and parameters that have IDs of the same
// kind: video_id, videoId and video_ids are the same.
func ReferenceName(name string) string { return strings.TrimSuffix(normalizeName(name, ""), "s") }
