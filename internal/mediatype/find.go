package mediatype

import "strings"

// Find returns the index of the key of a content object that describes bodies of a
// media type, -1 if none does. The first of these wins (OpenAPI, Response Object:
// "the most specific key"):
//
//   - the type with parameters that the body's type has, too, the most of them first;
//   - the type without parameters;
//   - the type with other parameters, if it is documented only once;
//   - a range with the suffix, such as "application/*+json";
//   - a range of the top-level type, such as "application/*";
//   - "*/*".
//
// The parameter charset only decides between keys that are otherwise equal.
func Find(keys []Type, of Type) int {
	if i := findNamed(keys, of, of.Essence); i >= 0 {
		return i
	}
	if i := singleKey(keys, of.Essence); i >= 0 {
		return i
	}
	for _, name := range rangesOf(of.Essence) {
		if i := findNamed(keys, of, name); i >= 0 {
			return i
		}
	}
	return -1
}

// findNamed returns the best key with a name whose parameters the type has, too.
func findNamed(keys []Type, of Type, name string) int {
	best, rank := -1, -1
	for i, key := range keys {
		if key.Essence != name || !of.includes(key) {
			continue
		}
		if r := 3*len(key.Parameters) + charsetRank(key, of); r > rank {
			best, rank = i, r
		}
	}
	return best
}

func charsetRank(key, of Type) int {
	switch key.Charset {
	case of.Charset:
		return 2
	case "":
		return 1
	}
	return 0
}

// singleKey returns the key with a name if there is only one.
func singleKey(keys []Type, name string) int {
	found := -1
	for i, key := range keys {
		if key.Essence != name {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// rangesOf returns the ranges that include a type, the smallest first.
func rangesOf(essence string) []string {
	top, sub, _ := strings.Cut(essence, "/")
	if sub == "" {
		return []string{anyType}
	}
	suffix := "+" + sub // "application/*+json" is meant to include application/json
	if i := strings.LastIndexByte(sub, '+'); i >= 0 {
		suffix = sub[i:]
	}
	return []string{top + "/*" + suffix, top + "/*", anyType}
}

// ListIncludes reports whether one of a list of media types or ranges, with commas in
// between, includes a media type (OpenAPI, Encoding Object, contentType).
func ListIncludes(list, contentType string) bool {
	of := Parse(contentType)
	for documented := range strings.SplitSeq(list, ",") {
		if Find([]Type{Parse(strings.TrimSpace(documented))}, of) >= 0 {
			return true
		}
	}
	return false
}
