package ecmaregexp

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// maxRepeat is the largest count of a quantifier that Go's regexp accepts.
	maxRepeat = 1000
	// maxLinearSize limits the memory of a linear program: Go's regexp copies the body of a
	// quantifier for each repetition.
	maxLinearSize = 50_000
	// maxLinearWork is the largest product of a program's size and a text's length for which a
	// match has no time limit. Above it, maxLinearTime applies.
	maxLinearWork = 20_000_000
	maxLinearTime = 500 * time.Millisecond
	// watchInterval is the number of characters between two readings of the clock.
	watchInterval = 64
)

// compileLinear compiles a tree with Go's regexp; nil if Go cannot express it. The size is the
// approximate size of the program.
func compileLinear(root syntaxNode) (r *regexp.Regexp, size int) {
	if !isLinear(root) {
		return nil, 0
	}
	if size = linearSize(root); size > maxLinearSize {
		return nil, 0
	}
	var w strings.Builder
	writeLinear(&w, root)
	r, err := regexp.Compile(w.String())
	if err != nil { // nested quantifiers whose counts multiply to more than maxRepeat
		return nil, 0
	}
	return r, size
}

// linearSize returns the approximate number of instructions of a node in Go's regexp, or more than
// maxLinearSize if it cannot be compiled.
func linearSize(n syntaxNode) int {
	switch n := n.(type) {
	case nodeSequence:
		return linearSizes(n)
	case nodeChoice:
		return linearSizes(n)
	case captureGroup:
		return linearSize(n.body)
	case quantifiedNode:
		count := n.max
		if count == unlimited {
			count = n.min + 1
		}
		if count > maxRepeat {
			return maxLinearSize + 1
		}
		return min((linearSize(n.body)+1)*max(count, 1), maxLinearSize+1)
	}
	return 1
}

func linearSizes(nodes []syntaxNode) int {
	size := 1
	for _, n := range nodes {
		size = min(size+1+linearSize(n), maxLinearSize+1)
	}
	return size
}

var linearAssertions = map[assertion]string{begin: `\A`, end: `\z`, wordBoundary: `\b`, notWordBoundary: `\B`}

// writeLinear writes a node in the syntax of Go's regexp.
func writeLinear(w *strings.Builder, n syntaxNode) {
	switch n := n.(type) {
	case nodeSequence:
		for _, part := range n {
			writeLinear(w, part)
		}
	case nodeChoice:
		writeLinearChoice(w, n)
	case captureGroup:
		writeLinearGroup(w, n.body)
	case quantifiedNode:
		writeLinearGroup(w, n.body)
		writeLinearCounts(w, n)
	case assertion:
		w.WriteString(linearAssertions[n])
	case characterNode:
		writeLinearSet(w, n.set)
	}
}

func writeLinearGroup(w *strings.Builder, body syntaxNode) {
	w.WriteString("(?:")
	writeLinear(w, body)
	w.WriteString(")")
}

func writeLinearChoice(w *strings.Builder, branches nodeChoice) {
	w.WriteString("(?:")
	for i, branch := range branches {
		if i > 0 {
			w.WriteString("|")
		}
		writeLinear(w, branch)
	}
	w.WriteString(")")
}

// writeLinearCounts writes a quantifier. It is always greedy, because laziness does not change
// which texts match.
func writeLinearCounts(w *strings.Builder, r quantifiedNode) {
	w.WriteString("{" + strconv.Itoa(r.min) + ",")
	if r.max != unlimited {
		w.WriteString(strconv.Itoa(r.max))
	}
	w.WriteString("}")
}

// writeLinearSet writes a set without surrogates: texts cannot contain them, and Go's regexp may
// confuse them with U+FFFD.
func writeLinearSet(w *strings.Builder, set runeSet) {
	set = set.without(surrogates)
	if len(set) == 0 {
		w.WriteString(`[^\x{0}-\x{10FFFF}]`)
		return
	}
	w.WriteString("[")
	for _, r := range set {
		w.WriteString(`\x{` + strconv.FormatInt(int64(r.low), 16) + `}-\x{` + strconv.FormatInt(int64(r.high), 16) + `}`)
	}
	w.WriteString("]")
}

// matchLinear matches a text, with a time limit if the match may be slow.
func matchLinear(r *regexp.Regexp, size int, s string) (bool, error) {
	if size*len(s) <= maxLinearWork {
		return r.MatchString(s), nil
	}
	watched := &watchedReader{rest: s, deadline: time.Now().Add(maxLinearTime)}
	matches := r.MatchReader(watched)
	if watched.late {
		return false, ErrTimeout
	}
	return matches, nil
}

// A watchedReader ends a text early when its deadline has passed.
type watchedReader struct {
	rest     string
	deadline time.Time
	count    int
	late     bool
}

// ReadRune implements io.RuneReader.
func (w *watchedReader) ReadRune() (r rune, size int, err error) {
	if w.count++; w.count%watchInterval == 0 && time.Now().After(w.deadline) {
		w.late = true
	}
	if w.late || w.rest == "" {
		return 0, 0, io.EOF
	}
	r, size = utf8.DecodeRuneInString(w.rest)
	w.rest = w.rest[size:]
	return r, size, nil
}
