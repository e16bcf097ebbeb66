package ecmaregexp

// A Lenient is an expression that matches every text for which it cannot be decided, because the
// expression is invalid or the match takes too long.
type Lenient struct {
	regexp *Regexp // nil if the expression is invalid
	source string
}

// CompileLenient compiles an expression of ECMA-262. It never fails.
func CompileLenient(source string) *Lenient {
	r, err := Compile(source)
	if err != nil {
		return &Lenient{source: source}
	}
	return &Lenient{r, source}
}

// MatchString reports whether the expression matches anywhere in s, or cannot be
// decided.
func (l *Lenient) MatchString(s string) bool {
	if l.regexp == nil {
		return true
	}
	matches, err := l.regexp.MatchString(s)
	return matches || err != nil
}

// String returns the expression.
func (l *Lenient) String() string { return l.source }
