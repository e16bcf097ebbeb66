package format

import (
	"bytes"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// MemberNames returns the names of the members of the first object in start, as far as start
// contains them; nil if there is no object. JSON formats use it to recognize captures.
func MemberNames(start []byte) (names []string) {
	p := bytes.IndexByte(start, '{')
	for p >= 0 && p < len(start) {
		p = jsonscan.SkipSpace(start, p+1) // after the brace or a comma
		if p == len(start) || start[p] != '"' {
			break
		}
		end := jsonscan.StringEnd(start, p+1)
		if end < 0 {
			break
		}
		names = append(names, string(start[p+1:end]))
		if p = jsonscan.SkipSpace(start, end+1); p == len(start) || start[p] != ':' {
			break
		}
		if p = jsonscan.ValueEnd(start, jsonscan.SkipSpace(start, p+1)); p < 0 {
			break
		}
		if p = jsonscan.SkipSpace(start, p); p == len(start) || start[p] != ',' {
			break
		}
	}
	return names
}
