package validate

import (
	"fmt"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/route"
)

// A Validator judges exchanges by a contract. It is immutable and safe for
// concurrent use.
type Validator struct {
	contract *Contract
	routes   route.Table[*operation]
	levels   map[RuleID]Level
	include  []string
	exclude  []string
	plain    bool // nothing is proved
	cache    *resultCache
	heeded   heeded
	// whole makes the judge of what is not proved, if the contract was
	// restored; it returns nil if the document does not compile after all.
	whole func() *Validator
	grown atomic.Pointer[Validator] // that judge, once it was needed: it does all the rest
}

// An Option changes how a [Validator] judges.
type Option func(*settings) error

type settings struct {
	baseURLs         []string
	levels           map[RuleID]Level
	include, exclude []string
	plain            bool
}

// WithBaseURL adds a server, such as a mock or a staging host, to those of the
// document: "https://staging.example.com/v1". It stands for the document's
// server URL as a whole, so its path is the base path of every operation.
func WithBaseURL(url string) Option {
	return func(s *settings) error {
		if target := route.Split(url); target.Scheme == "" || target.Host == "" {
			return fmt.Errorf("base URL %q: want scheme://host or scheme://host/path", url)
		}
		s.baseURLs = append(s.baseURLs, url)
		return nil
	}
}

// WithLevel gives a rule another level; [LevelOff] turns it off.
func WithLevel(rule RuleID, level Level) Option {
	return func(s *settings) error {
		if _, ok := LookupRule(rule); !ok {
			return fmt.Errorf("unknown rule %q: `apicontract rules` lists them", rule)
		}
		if !level.Valid() {
			return fmt.Errorf("unknown level %q of rule %s: want error, warning, note or off", level, rule)
		}
		s.levels[rule] = level
		return nil
	}
}

// WithInclude judges only exchanges that fit one of the patterns; the others
// are skipped as [SkipExcluded]. Patterns are globs with ** for any depth:
//
//	/v3/videos/**       over the path template, or over the path where no operation matches
//	GET /v3/videos/*    over the method and that
//	list*               over the operationId; where the document gives none, over method and path template
func WithInclude(patterns ...string) Option {
	return func(s *settings) error {
		s.include = append(s.include, patterns...)
		return checkPatterns(patterns)
	}
}

// WithExclude skips exchanges that fit one of the patterns, which are like
// those of [WithInclude] and outweigh them.
func WithExclude(patterns ...string) Option {
	return func(s *settings) error {
		s.exclude = append(s.exclude, patterns...)
		return checkPatterns(patterns)
	}
}

// WithoutProof sends every exchange the long way, on which faults are found. The
// verdicts are the same, only slower: it is for holding the two ways against each
// other.
func WithoutProof() Option {
	return func(s *settings) error {
		s.plain = true
		return nil
	}
}

func checkPatterns(patterns []string) error {
	for _, p := range patterns {
		if err := pattern.Check(p); err != nil {
			return err
		}
	}
	return nil
}

// New returns a Validator. The error is that of an option, or of a server URL
// that cannot be matched.
func New(c *Contract, options ...Option) (*Validator, error) {
	s := settings{levels: make(map[RuleID]Level)}
	for _, r := range rules {
		s.levels[r.ID] = r.Level
	}
	for _, option := range options {
		if err := option(&s); err != nil {
			return nil, err
		}
	}
	v := &Validator{contract: c, levels: maps.Clone(s.levels), include: s.include, exclude: s.exclude, plain: s.plain, cache: &resultCache{}, heeded: c.heed()}
	if c.full != nil {
		v.whole = sync.OnceValue(func() *Validator { return whole(c, options) })
	}
	return v, v.route(s.baseURLs)
}

// whole makes the Validator of the contract that a restored one stands for.
func whole(c *Contract, options []Option) *Validator {
	full, err := c.full()
	if err != nil {
		return nil
	}
	v, err := New(full, options...)
	if err != nil {
		return nil
	}
	return v
}

// matchesServer reports whether a URL may be one of the contract's servers: exchanges with
// others are skipped, so that their bodies need not be read. It keeps nothing of the URL.
func (v *Validator) matchesServer(url string) bool { return v.routes.Knows(url) }

// Contract returns the contract that v judges by.
func (v *Validator) Contract() *Contract { return v.contract }

// route enters every operation under its servers and under the given ones.
func (v *Validator) route(baseURLs []string) error {
	for _, op := range v.contract.operations {
		servers := op.servers
		if len(servers) == 0 {
			servers = v.contract.servers
		}
		if len(servers) == 0 {
			servers = []string{"/"} // OpenAPI, OpenAPI Object: the default
		}
		for _, list := range [][]string{servers, baseURLs} {
			for _, server := range list {
				if err := v.routes.Add(server, op.Method, op.PathTemplate, op); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// selected reports whether Include and Exclude leave an exchange in.
func (v *Validator) selected(method string, m *route.Match[*operation]) bool {
	if len(v.include)+len(v.exclude) == 0 {
		return true
	}
	op := pattern.Operation{Method: method, Path: m.Path, Unmatched: true}
	if m.Found {
		op = pattern.Operation{ID: m.Value.ID, Method: m.Value.Method, Path: m.Value.PathTemplate}
	}
	if len(v.include) > 0 && !pattern.FitsAny(v.include, op) {
		return false
	}
	return !pattern.FitsAny(v.exclude, op)
}
