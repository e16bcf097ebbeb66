package schemaerror

import (
	"encoding/json"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/schema"
)

// array evaluates the keywords for arrays.
func (c *check) array(s *schema.Schema, k *schema.ArrayKeywords, v []any) outcome {
	o := c.items(k, v)
	if len(v) < k.MinItems && !c.done(o) {
		o.and(c.tooShort(s, "minItems", k.MinItems, len(v), "item"))
	}
	if k.MaxItems >= 0 && len(v) > k.MaxItems && !c.done(o) {
		o.and(c.tooLong(s, "maxItems", k.MaxItems, len(v), "item"))
	}
	if k.UniqueItems && !c.done(o) {
		o.and(c.unique(s, v))
	}
	if k.Contains != nil && !c.done(o) {
		o.and(c.contains(s, k, v))
	}
	return o
}

func (c *check) items(k *schema.ArrayKeywords, v []any) outcome {
	o := holds
	for i, item := range v {
		of := k.Items
		if i < len(k.PrefixItems) {
			of = k.PrefixItems[i]
		}
		if of == nil {
			break
		}
		if o.and(c.descend(of, step{container: v, index: i}, item)); c.done(o) {
			break
		}
	}
	return o
}

// contains counts the items that match a schema.
func (c *check) contains(s *schema.Schema, k *schema.ArrayKeywords, v []any) outcome {
	matched, maybe := 0, outcome{}
	open := 0
	for i, item := range v {
		switch o := c.decideAt(k.Contains, step{container: v, index: i}, item); o.state {
		case valid:
			matched++
		case unknown:
			open++
			maybe = o
		}
	}
	switch {
	case matched+open < k.MinContains:
		keyword, expected := "contains", "an item that `contains` describes"
		if k.MinContains > 1 {
			keyword, expected = "minContains", "at least "+strconv.Itoa(k.MinContains)+" items that `contains` describes"
		}
		if c.violation(s, keyword, "") {
			c.add(s, keyword, Error{Message: "has fewer than " + plural(k.MinContains, "item") + " that `contains` describes",
				Expected: expected, Actual: plural(matched, "item")})
		}
		return fails
	case k.MaxContains >= 0 && matched > k.MaxContains:
		if c.violation(s, "maxContains", "") {
			c.add(s, "maxContains", Error{Message: "has more than " + plural(k.MaxContains, "item") + " that `contains` describes",
				Expected: "at most " + plural(k.MaxContains, "item") + " that `contains` describes", Actual: plural(matched, "item")})
		}
		return fails
	case matched < k.MinContains || k.MaxContains >= 0 && matched+open > k.MaxContains:
		return c.unknown(maybe.cause)
	}
	return holds
}

// fewItems is the number of items up to which each is compared with each.
const fewItems = 8

// unique evaluates `uniqueItems`.
func (c *check) unique(s *schema.Schema, v []any) outcome {
	equal := hasEqual(v)
	switch equal {
	case schema.False:
		return holds
	case schema.Unknown:
		return c.unknown(&cause{UncheckedNumber, s, "uniqueItems"})
	}
	if c.violation(s, "uniqueItems", "") {
		c.add(s, "uniqueItems", Error{Message: "contains an item twice", Expected: "unique items", Actual: plural(len(v), "item")})
	}
	return fails
}

// hasEqual reports whether two items are equal.
func hasEqual(v []any) schema.Truth {
	if len(v) > fewItems {
		return hasEqualHash(v)
	}
	result := schema.False
	for i := range v {
		for j := range i {
			switch schema.Equal(v[i], v[j]) {
			case schema.True:
				return schema.True
			case schema.Unknown:
				result = schema.Unknown
			}
		}
	}
	return result
}

// hasEqualHash is hasEqual in linear time.
func hasEqualHash(v []any) schema.Truth {
	seed := maphash.MakeSeed()
	byHash := make(map[uint64][]any, len(v))
	inexact := false
	var text []byte
	for _, item := range v {
		text = canonical(text[:0], item, &inexact)
		hash := maphash.Bytes(seed, text)
		for _, other := range byHash[hash] {
			if schema.Equal(item, other) == schema.True {
				return schema.True
			}
		}
		byHash[hash] = append(byHash[hash], item)
	}
	if inexact {
		return schema.Unknown
	}
	return schema.False
}

// canonical appends a text that equal values share.
func canonical(text []byte, value any, inexact *bool) []byte {
	switch v := value.(type) {
	case nil:
		return append(text, 'n')
	case bool:
		return strconv.AppendBool(text, v)
	case string:
		return strconv.AppendQuote(text, v)
	case json.Number:
		d, ok := schema.ParseDecimal(v.String())
		if !ok {
			*inexact = true
			return append(text, v...)
		}
		return append(text, d.Key()...)
	case []any:
		text = append(text, '[')
		for _, item := range v {
			text = append(canonical(text, item, inexact), ',')
		}
		return append(text, ']')
	case map[string]any:
		text = append(text, '{')
		for _, name := range slices.Sorted(maps.Keys(v)) {
			text = append(strconv.AppendQuote(text, name), ':')
			text = append(canonical(text, v[name], inexact), ',')
		}
		return append(text, '}')
	}
	return text
}
