package synth

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/document"
)

// exactKeywords are the keywords of numbers.
var exactKeywords = []string{"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"}

// hasExactKeyword reports whether a schema has a number that a float64 does not hold.
func hasExactKeyword(s *openapi3.Schema) bool {
	for _, keyword := range exactKeywords {
		if document.ExactNumber(s, keyword) != "" {
			return true
		}
	}
	return false
}

// numberField returns the field of a keyword.
func numberField(s *openapi3.Schema, keyword string) **float64 {
	return map[string]**float64{"minimum": &s.Min, "exclusiveMinimum": &s.ExclusiveMin.Value, "maximum": &s.Max,
		"exclusiveMaximum": &s.ExclusiveMax.Value, "multipleOf": &s.MultipleOf}[keyword]
}

// numberOf returns the number of a keyword, nil if the schema does not have it.
func numberOf(s *openapi3.Schema, keyword string) *big.Rat {
	if exact := document.ExactNumber(s, keyword); exact != "" {
		number, _ := new(big.Rat).SetString(exact) // its digits are limited
		return number
	}
	if field := *numberField(s, keyword); field != nil {
		return new(big.Rat).SetFloat64(*field)
	}
	return nil
}

// makeExactInteger generates an integer within bounds that a float64 does not hold.
func makeExactInteger(s *openapi3.Schema, at valuePath) (any, error) {
	step := big.NewInt(1)
	if multiple := numberOf(s, "multipleOf"); multiple != nil && multiple.Sign() > 0 {
		step = multiple.Num() // the smallest integer that is a multiple
	}
	low, high := integerBounds(s)
	if v := multipleNear(suggestedNumber(at, true), step); isWithin(v, low, high) {
		return exactNumber(v), nil
	}
	more := big.NewInt(int64(at.random().IntN(100)))
	v := new(big.Int)
	switch {
	case low != nil:
		v.Mul(ceilOf(new(big.Rat).SetFrac(low, step)), step)
		if next := new(big.Int).Add(v, more.Mul(more, step)); isWithin(next, low, high) {
			v = next
		}
	case high != nil:
		v.Mul(floorOf(new(big.Rat).SetFrac(high, step)), step)
	}
	if !isWithin(v, low, high) {
		return nil, fmt.Errorf("no integer between %v and %v: %w", low, high, errNothing)
	}
	return exactNumber(v), nil
}

// multipleNear returns the multiple of step below a number.
func multipleNear(number float64, step *big.Int) *big.Int {
	return new(big.Int).Mul(floorOf(new(big.Rat).SetFrac(big.NewInt(int64(number)), step)), step)
}

func isWithin(v, low, high *big.Int) bool {
	return (low == nil || v.Cmp(low) >= 0) && (high == nil || v.Cmp(high) <= 0)
}

// exactNumber returns an integer as a float64 if that holds it, else as a [json.Number].
func exactNumber(v *big.Int) any {
	if v.IsInt64() && v.Int64() > -maxExact && v.Int64() < maxExact {
		return float64(v.Int64())
	}
	return json.Number(v.String())
}

// integerBounds returns the lowest and the highest integer, nil if there is none.
func integerBounds(s *openapi3.Schema) (low, high *big.Int) {
	one := big.NewInt(1)
	raise := func(bound *big.Int) {
		if low == nil || bound.Cmp(low) > 0 {
			low = bound
		}
	}
	lower := func(bound *big.Int) {
		if high == nil || bound.Cmp(high) < 0 {
			high = bound
		}
	}
	if b := numberOf(s, "minimum"); b != nil {
		raise(ceilOf(b))
	}
	if b := numberOf(s, "exclusiveMinimum"); b != nil {
		raise(new(big.Int).Add(floorOf(b), one))
	}
	if b := numberOf(s, "maximum"); b != nil {
		lower(floorOf(b))
	}
	if b := numberOf(s, "exclusiveMaximum"); b != nil {
		lower(new(big.Int).Sub(ceilOf(b), one))
	}
	return low, high
}

// floorOf returns the highest integer that is not above a number.
func floorOf(r *big.Rat) *big.Int {
	return new(big.Int).Div(r.Num(), r.Denom()) // rounds down, as the denominator is positive
}

func ceilOf(r *big.Rat) *big.Int {
	return new(big.Int).Neg(floorOf(new(big.Rat).Neg(r)))
}

// mergeExact merges the numbers of two schemas of which one has a number that a float64 does not hold:
// the higher minimum, the lower maximum, and the least common multiple.
func mergeExact(sum, b *openapi3.Schema) {
	for _, keyword := range exactKeywords {
		x, y := numberOf(sum, keyword), numberOf(b, keyword)
		isLower := keyword == "minimum" || keyword == "exclusiveMinimum"
		switch {
		case y == nil:
			continue
		case x == nil, isLower && y.Cmp(x) > 0, !isLower && y.Cmp(x) < 0:
			setNumber(sum, keyword, y)
		}
		if keyword == "multipleOf" && x != nil && x.Sign() > 0 && y.Sign() > 0 {
			setNumber(sum, keyword, commonMultiple(x, y))
		}
	}
}

// setNumber sets the number of a keyword.
func setNumber(s *openapi3.Schema, keyword string, number *big.Rat) {
	field := numberField(s, keyword)
	document.SetExactNumber(s, keyword, "")
	if rounded, exact := number.Float64(); exact || !number.IsInt() {
		*field = &rounded
		return
	}
	document.SetExactNumber(s, keyword, number.Num().String())
	*field = nil
}

// commonMultiple returns the least common multiple of two positive numbers.
func commonMultiple(x, y *big.Rat) *big.Rat {
	product := new(big.Int).Mul(x.Num(), y.Num())
	least := product.Div(product, new(big.Int).GCD(nil, nil, x.Num(), y.Num()))
	return new(big.Rat).SetFrac(least, new(big.Int).GCD(nil, nil, x.Denom(), y.Denom()))
}
