package format

import (
	"bytes"

	"github.com/apicontract/apicontract/internal/jsonscan"
)

// MemberNames returns the names of the members of the first object in start, as far as
// start shows them; nil if there is no object. It helps to recognize formats of JSON.
func MemberNames(start []byte) (names []string) {
	p := bytes.IndexByte(start, '{')
	for p >= 0 && p < len(start) {
		p = jsonscan.SkipSpace(start, p+1) // behind the brace or a comma
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
