package validate

import (
	"fmt"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/schemaengine"
)

// A Validator checks exchanges by a contract. It is immutable and safe for
// concurrent use.
type Validator struct {
	contract *Contract
	model    *contractModel
	routes   route.Table[*compiledOperation]
	levels   map[RuleID]Level
	include  *patternList
	exclude  *patternList
	cache    *resultCache
	headers  func() usedHeaders
	nearest  func() *nearestPaths
	// unreadable has the paths of which no operation is known; nil if there are none.
	unreadable *route.Table[bool]
	retired    retiredCalls
	// elsewhere returns the operations with servers of their own, by path alone.
	elsewhere func() *route.Table[*compiledOperation]

	withoutFastPath bool
	strictMembers   bool // MemberUndocumented is on
}

// An Option changes how a [Validator] checks.
type Option func(*optionValues) error

type optionValues struct {
	baseURLs         []string
	levels           map[RuleID]Level
	include, exclude []string
	anyHost          bool
	schemas          schemaengine.Options
	withoutFastPath  bool
}

// WithBaseURL adds a server, such as a mock or a staging host, to those of the
// document: "https://staging.example.com/v1". It is the document's
// server URL as a whole, so its path is the base path of every operation. The document's
// relative servers, which any host may be, no longer match other hosts.
func WithBaseURL(url string) Option {
	return func(s *optionValues) error {
		if target := route.SplitURI(url); target.Scheme == "" || target.Host == "" {
			return fmt.Errorf("base URL %q: want scheme://host or scheme://host/path", url)
		}
		s.baseURLs = append(s.baseURLs, url)
		return nil
	}
}

// WithLevel gives a rule another level; [LevelOff] turns it off.
func WithLevel(rule RuleID, level Level) Option {
	return func(s *optionValues) error {
		switch known, ok := LookupRule(rule); {
		case !ok:
			return hint.Unknown(hint.ListRules, "unknown rule", string(rule), ruleNames())
		case known.Document:
			return hint.Errorf(hint.ListProblems, "rule %s is about documents and has no level in a check", rule)
		}
		if !level.Valid() {
			return fmt.Errorf("unknown level %q of rule %s: want error, warning, note or off", level, rule)
		}
		s.levels[rule] = level
		return nil
	}
}

// WithInclude checks only exchanges that fit one of the patterns; the others
// are skipped as [SkipExcluded]. Patterns are globs with ** for any depth:
//
//	/v3/videos/**       over the path template, or over the path where no operation matches
//	GET /v3/videos/*    over the method and that
//	list*               over the operationId; where the document gives none, over method and path template
func WithInclude(patterns ...string) Option {
	return func(s *optionValues) error {
		s.include = append(s.include, patterns...)
		return checkPatterns(patterns)
	}
}

// WithExclude skips exchanges that fit one of the patterns, which are like
// those of [WithInclude] and outweigh them.
func WithExclude(patterns ...string) Option {
	return func(s *optionValues) error {
		s.exclude = append(s.exclude, patterns...)
		return checkPatterns(patterns)
	}
}

// WithSchemaFormats says whether the formats of strings and numbers are asserted, which
// they are by default, or only annotations (JSON Schema Validation 2020-12, section 7).
// The asserted ones are date, date-time, time, duration, uuid, ipv4, ipv6, email,
// hostname, uri, uri-reference, byte, int32 and int64.
func WithSchemaFormats(assert bool) Option {
	return func(s *optionValues) error {
		s.schemas.AnnotateFormats = !assert
		return nil
	}
}

// WithAnyHost matches requests by path alone, behind the base paths of the document's
// servers: for teams with many staging hosts.
func WithAnyHost() Option {
	return func(s *optionValues) error {
		s.anyHost = true
		return nil
	}
}

// WithLenientNullable accepts null wherever a schema says `nullable: true`, also where
// that has no effect: without a `type` beside it, with an enum that does not list null,
// beside a $ref or schemas that refuse null (OpenAPI proposal 2019-10-31, Clarify
// Nullable), and in OpenAPI 3.1, which does not have the keyword.
func WithLenientNullable() Option {
	return func(s *optionValues) error {
		s.schemas.LenientNullable = true
		return nil
	}
}

// withoutFastPath is an [Option] that sends every exchange the slow way, on which
// violations are found. The results are the same.
func withoutFastPath(s *optionValues) error {
	s.withoutFastPath = true
	return nil
}

func checkPatterns(patterns []string) error {
	for _, p := range patterns {
		if err := pattern.CheckSyntax(p); err != nil {
			return err
		}
	}
	return nil
}

// New returns a Validator. The error is that of an option, or of a base URL that
// cannot be matched.
func New(c *Contract, options ...Option) (*Validator, error) {
	s := optionValues{levels: make(map[RuleID]Level)}
	for _, r := range rules {
		s.levels[r.ID] = r.Level
	}
	for _, option := range options {
		if err := option(&s); err != nil {
			return nil, err
		}
	}
	v := &Validator{contract: c, model: newModel(c, s.schemas), levels: s.levels,
		cache: &resultCache{}, withoutFastPath: s.withoutFastPath, strictMembers: s.levels[MemberUndocumented] != LevelOff}
	v.include, v.exclude = newPatternList(s.include, v.model.operations), newPatternList(s.exclude, v.model.operations)
	v.headers = sync.OnceValue(v.model.usedHeaders)
	v.retired = newRetiredCalls(c.doc, s.baseURLs, s.anyHost)
	v.elsewhere = sync.OnceValue(v.routeElsewhere)
	v.nearest = sync.OnceValue(func() *nearestPaths { return newNearestPaths(v.model, slices.Concat(v.documentServers(), s.baseURLs)) })
	return v, v.addRoutes(s.baseURLs, s.anyHost)
}

// matchesServer reports whether a URL may be one of the contract's servers: exchanges with
// others are skipped, so that their bodies need not be read. It keeps nothing of the URL.
func (v *Validator) matchesServer(url string) bool {
	return v.routes.HasHost(url) || v.retired.matchesHost(url)
}

// Contract returns the contract that v checks by.
func (v *Validator) Contract() *Contract { return v.contract }

// usesResponseHeader reports whether a result may depend on the response header of that
// name, in any case: captures need not be read for others. It keeps nothing of the name.
// Whether a response has headers at all always matters.
func (v *Validator) usesResponseHeader(name string) bool {
	used := v.headers()
	return used.containsName(name)
}

// isSelected reports whether Include and Exclude leave an exchange in.
func (v *Validator) isSelected(method string, m *route.Match[*compiledOperation]) bool {
	if v.include.isEmpty() && v.exclude.isEmpty() {
		return true
	}
	op := pattern.Operation{Method: method, Path: m.Path, Unmatched: true}
	if m.Found {
		op = pattern.Operation{ID: m.Value.ID, Method: m.Value.Method, Path: m.Value.PathTemplate}
	}
	excluded := v.exclude.matches(op)
	return (v.include.isEmpty() || v.include.matches(op)) && !excluded
}
