package schemaerror

import (
	"encoding/json"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/schema"
)

// checkArray evaluates the keywords for arrays.
func (c *valueCheck) checkArray(s *schema.Schema, k *schema.ArrayKeywords, v []any) evalResult {
	o := c.checkItems(k, v)
	if len(v) < k.MinItems && !c.isDecided(o) {
		o.combine(c.tooShort(s, "minItems", k.MinItems, len(v), "item"))
	}
	if k.MaxItems >= 0 && len(v) > k.MaxItems && !c.isDecided(o) {
		o.combine(c.tooLong(s, "maxItems", k.MaxItems, len(v), "item"))
	}
	if k.UniqueItems && !c.isDecided(o) {
		o.combine(c.checkUnique(s, v))
	}
	if k.Contains != nil && !c.isDecided(o) {
		o.combine(c.checkContains(s, k, v))
	}
	return o
}

func (c *valueCheck) checkItems(k *schema.ArrayKeywords, v []any) evalResult {
	o := resultValid
	var container any = v // once, because it is allocated
	for i, item := range v {
		of := k.Items
		if i < len(k.PrefixItems) {
			of = k.PrefixItems[i]
		}
		if of == nil {
			break
		}
		if o.combine(c.evaluatePart(of, pathStep{container: container, index: i}, item)); c.isDecided(o) {
			break
		}
	}
	return o
}

// checkContains counts the items that match a schema.
func (c *valueCheck) checkContains(s *schema.Schema, k *schema.ArrayKeywords, v []any) evalResult {
	matched, maybe := 0, evalResult{}
	open := 0
	var container any = v
	for i, item := range v {
		switch o := c.decideAt(k.Contains, pathStep{container: container, index: i}, item); o.validity {
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
		if c.noteViolation(s, keyword, "") {
			c.addError(s, keyword, Error{Message: "has fewer than " + countNoun(k.MinContains, "item") + " that `contains` describes",
				Expected: expected, Actual: countNoun(matched, "item")})
		}
		return resultInvalid
	case k.MaxContains >= 0 && matched > k.MaxContains:
		if c.noteViolation(s, "maxContains", "") {
			c.addError(s, "maxContains", Error{Message: "has more than " + countNoun(k.MaxContains, "item") + " that `contains` describes",
				Expected: "at most " + countNoun(k.MaxContains, "item") + " that `contains` describes", Actual: countNoun(matched, "item")})
		}
		return resultInvalid
	case matched < k.MinContains || k.MaxContains >= 0 && matched+open > k.MaxContains:
		return c.unknownResult(maybe.cause)
	}
	return resultValid
}

// fewItems is the largest number of items for which all pairs are compared.
const fewItems = 8

// checkUnique evaluates `uniqueItems`.
func (c *valueCheck) checkUnique(s *schema.Schema, v []any) evalResult {
	equal := hasEqual(v)
	switch equal {
	case schema.False:
		return resultValid
	case schema.Unknown:
		return c.unknownResult(&unknownCause{UncheckedNumber, s, "uniqueItems"})
	}
	if c.noteViolation(s, "uniqueItems", "") {
		c.addError(s, "uniqueItems", Error{Message: "contains an item twice", Expected: "unique items", Actual: countNoun(len(v), "item")})
	}
	return resultInvalid
}

// hasEqual reports whether two items are equal.
func hasEqual(v []any) schema.Truth {
	if len(v) > fewItems {
		return hasEqualHash(v)
	}
	result := schema.False
	for i := range v {
		for j := range i {
			switch schema.EqualValues(v[i], v[j]) {
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
		if item == any(schema.Opaque{}) {
			inexact = true
			continue
		}
		text = appendCanonical(text[:0], item, &inexact)
		hash := maphash.Bytes(seed, text)
		for _, other := range byHash[hash] {
			if schema.EqualValues(item, other) == schema.True {
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

// appendCanonical appends a text that is the same for equal values.
func appendCanonical(text []byte, value any, inexact *bool) []byte {
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
			text = append(appendCanonical(text, item, inexact), ',')
		}
		return append(text, ']')
	case map[string]any:
		text = append(text, '{')
		for _, name := range slices.Sorted(maps.Keys(v)) {
			text = append(strconv.AppendQuote(text, name), ':')
			text = append(appendCanonical(text, v[name], inexact), ',')
		}
		return append(text, '}')
	}
	return text
}
