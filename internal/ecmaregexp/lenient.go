package ecmaregexp

// A Lenient is an expression that refuses nothing where a match cannot be decided: if
// it is invalid, or takes too long.
type Lenient struct {
	regexp *Regexp // nil: it is invalid
	source string
}

// CompileLenient compiles an expression of ECMA-262.
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
