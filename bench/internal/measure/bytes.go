// Package measure runs programs and measures their time and memory.
package measure

import (
	"fmt"
	"strconv"
	"strings"
)

// Bytes is a flag for a size: 500, 64KB, 100MB, 2GB, in powers of 1000.
type Bytes int64

var units = []struct {
	suffix string
	factor int64
}{{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"B", 1}, {"", 1}}

// Set parses a size.
func (b *Bytes) Set(text string) error {
	for _, unit := range units {
		number, found := strings.CutSuffix(strings.ToUpper(text), unit.suffix)
		if !found {
			continue
		}
		n, err := strconv.ParseFloat(number, 64)
		if err != nil || !(n > 0) || n*float64(unit.factor) > 1e15 {
			return fmt.Errorf("%q is not a size such as 100MB", text)
		}
		*b = Bytes(n * float64(unit.factor))
		return nil
	}
	return nil
}

// String returns the size in the largest unit that fits.
func (b Bytes) String() string {
	for _, unit := range units {
		if int64(b) >= unit.factor {
			return strconv.FormatFloat(float64(b)/float64(unit.factor), 'f', -1, 64) + unit.suffix
		}
	}
	return "0B"
}
