package synth

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// makeNumber generates a number within the bounds: the one that its name suggests, else one near
// the lower bound.
func makeNumber(s *openapi3.Schema, at valuePath, isInteger bool) (any, error) {
	if hasExactKeyword(s) {
		return makeExactInteger(s, at)
	}
	step := stepOf(s.MultipleOf, isInteger)
	low, high := numberBounds(s, isInteger)
	want := suggestedNumber(at, isInteger)
	if math.IsInf(low, -1) && want > high {
		want = high - math.Mod(math.Abs(want), 100)
	}
	if want < low || want > high {
		want = numberWithin(at, low, high)
	}
	v, ok := nearestStep(want, step, low, high)
	if !ok {
		return nil, fmt.Errorf("no number between %v and %v: %w", low, high, errNothing)
	}
	if isInteger {
		return exactInteger(v, step, low, high), nil
	}
	return v, nil
}

// stepOf returns the distance from one allowed number to the next, 0 if there is
// none. Whole multiples of 0.4 are 2 apart.
func stepOf(multiple *float64, isInteger bool) float64 {
	switch {
	case multiple == nil && isInteger:
		return 1
	case multiple == nil || *multiple <= 0:
		return 0
	case !isInteger:
		return *multiple
	}
	for k := 1.0; k <= 1000; k++ {
		if product := k * *multiple; math.Abs(product-math.Round(product)) < 1e-9 {
			return math.Round(product)
		}
	}
	return 1
}

// numberBounds returns the lowest and the highest value, both inclusive.
func numberBounds(s *openapi3.Schema, isInteger bool) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if isInteger {
		low, high = formatBounds(s)
	}
	for _, b := range []*float64{s.Min, s.ExclusiveMin.Value} {
		if b != nil {
			low = max(low, *b)
		}
	}
	for _, b := range []*float64{s.Max, s.ExclusiveMax.Value} {
		if b != nil {
			high = min(high, *b)
		}
	}
	if b := s.ExclusiveMin.Value; b != nil && *b == low {
		low = justAbove(low, high, s)
	}
	if b := s.ExclusiveMax.Value; b != nil && *b == high {
		high = -justAbove(-high, -low, s)
	}
	return low, high
}

// justAbove returns a number slightly above low and below high.
func justAbove(low, high float64, s *openapi3.Schema) float64 {
	little := 0.01
	if s.MultipleOf != nil {
		little = *s.MultipleOf
	} else if s.Type.Is(openapi3.TypeInteger) {
		little = 1
	}
	if low+little >= high && little != 1 {
		little = (high - low) / 4
	}
	return low + little
}

// formatBounds returns the bounds of an integer by its format. Without a format, they are the
// integers that every JSON reader keeps exact, unless the schema requires larger ones.
func formatBounds(s *openapi3.Schema) (low, high float64) {
	if s.Format == "int32" {
		return math.MinInt32, math.MaxInt32
	}
	low, high = -maxExact, maxExact
	for _, b := range []*float64{s.Min, s.ExclusiveMin.Value} {
		if b != nil && *b >= maxExact {
			high = math.Inf(1)
		}
	}
	for _, b := range []*float64{s.Max, s.ExclusiveMax.Value} {
		if b != nil && *b <= -maxExact {
			low = math.Inf(-1)
		}
	}
	return low, high
}

// maxExact is the limit up to which a float64 holds every integer.
const maxExact = 1 << 53

// exactInteger returns an integer near v as a float64 if that holds it, else as a
// [json.Number]: a multiple of step, one step of a float64 away from the bounds, which may be
// rounded.
func exactInteger(v, step, low, high float64) any {
	up := v <= low || v < high && v > 0
	switch away := math.Nextafter(v, math.Inf(1)); {
	case math.Abs(v) < maxExact || step != math.Trunc(step) || math.IsInf(v, 0):
		return v
	case v <= low && away <= high:
		v = away
	case v >= high && math.Nextafter(v, math.Inf(-1)) >= low:
		v = math.Nextafter(v, math.Inf(-1))
	}
	whole, _ := big.NewFloat(v).Int(nil)
	divisor, _ := big.NewFloat(max(step, 1)).Int(nil)
	quotient, rest := new(big.Int).QuoRem(whole, divisor, new(big.Int))
	if up && rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return json.Number(quotient.Mul(quotient, divisor).String())
}

func numberWithin(at valuePath, low, high float64) float64 {
	r := at.random()
	switch {
	case math.IsInf(low, -1) && math.IsInf(high, 1):
		return float64(1 + r.IntN(100))
	case math.IsInf(low, -1):
		return high - float64(r.IntN(100))
	case math.IsInf(high, 1) || high-low > 1000:
		return min(high, low+float64(r.IntN(100)))
	}
	return low + math.Round(r.Float64()*(high-low)*100)/100
}

// nearestStep returns the nearest multiple of step within the bounds. It computes in decimals,
// because 3 × 0.1 is not 0.3 in binary.
func nearestStep(want, step, low, high float64) (float64, bool) {
	if step <= 0 {
		v := min(max(want, low), high)
		return v, low <= high
	}
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(step, 'g', -1, 64))
	if !ok {
		return 0, false
	}
	for _, k := range []float64{math.Round(want / step), math.Floor(want / step), math.Ceil(want / step), math.Ceil(low / step), math.Floor(high / step)} {
		if math.IsInf(k, 0) || math.IsNaN(k) {
			continue
		}
		product := new(big.Rat).Mul(exact, new(big.Rat).SetFloat64(k))
		v, err := strconv.ParseFloat(product.FloatString(decimalPlaces(step)), 64)
		if err == nil && low <= v && v <= high {
			return v + 0, true
		}
	}
	return 0, false
}

func decimalPlaces(step float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(step, 'f', -1, 64), ".")
	return len(fraction)
}
