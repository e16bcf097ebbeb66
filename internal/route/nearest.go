package route

import (
	"path"
	"strings"
)

// A Difference says in which way a path differs from one that matches.
type Difference string

// The differences, in the order in which they are looked for.
const (
	ExtraSlash    Difference = "a slash at its end"
	MissingSlash  Difference = "no slash at its end"
	DoubledSlash  Difference = "doubled slashes"
	DotSegments   Difference = "dot segments"
	OtherCase     Difference = "letters in another case"
	OtherSpelling Difference = "several differences in spelling" // more than one of these
)

// Nearest finds the operation that a request without one was probably for: its path matches
// but for slashes, dot segments or case.
func (t *Table[T]) Nearest(method, uri string) (value T, difference Difference, found bool) {
	target := SplitURI(uri)
	for _, c := range spellings(target.Path) {
		s := trieSearch[T]{method: upperMethod(method), encoded: strings.IndexByte(c.path, '%') >= 0, anyCase: c.anyCase}
		t.searchHost(&s, t.hosts[target.Host], target.Host, c.path)
		if s.found {
			return s.value, c.difference, true
		}
	}
	return value, "", false
}

// A spelling is a path that may have been meant.
type spelling struct {
	path       string
	anyCase    bool
	difference Difference
}

// spellings returns the paths that may have been meant, those with the fewest differences
// first.
func spellings(sent string) []spelling {
	single := withoutDoubledSlashes(sent)
	clean := withoutDotSegments(sent)
	both := withoutDotSegments(single)
	return []spelling{
		{withSlash(strings.TrimSuffix(sent, "/")), false, ExtraSlash},
		{sent + "/", false, MissingSlash},
		{single, false, DoubledSlash},
		{clean, false, DotSegments},
		{sent, true, OtherCase},
		{withSlash(strings.TrimRight(both, "/")), true, OtherSpelling},
		{strings.TrimRight(both, "/") + "/", true, OtherSpelling},
	}
}

func withSlash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

func withoutDoubledSlashes(sent string) string {
	var b strings.Builder
	for i := range len(sent) {
		if sent[i] != '/' || i == 0 || sent[i-1] != '/' {
			b.WriteByte(sent[i])
		}
	}
	return b.String()
}

// withoutDotSegments removes dot segments (RFC 3986, section 5.2.4) and doubled slashes, if
// there are dot segments.
func withoutDotSegments(sent string) string {
	hasDots := false
	for segment := range strings.SplitSeq(sent, "/") {
		hasDots = hasDots || segment == "." || segment == ".."
	}
	if !hasDots {
		return sent
	}
	clean := path.Clean(sent)
	if strings.HasSuffix(sent, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}
