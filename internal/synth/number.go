package synth

import (
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
		low, high = formatBounds(s.Format)
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

func formatBounds(format string) (low, high float64) {
	if format == "int32" {
		return math.MinInt32, math.MaxInt32
	}
	return -1 << 53, 1 << 53 // every JSON reader keeps these exact
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
