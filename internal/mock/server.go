package mock

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/mock/cors"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/idempotency"
	"github.com/apicontract/apicontract/internal/mock/limit"
	"github.com/apicontract/apicontract/internal/mock/prefer"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/synth"
)

// Config is the behaviour of a [Server]. With the zero value, every valid request
// gets a success at once.
type Config struct {
	Seed         uint64
	Rules        []Rule
	Latency      time.Duration    // before every response
	Fault        fault.Fault      // of every response without another fault
	RateLimit    limit.Rate       // of each caller; the zero Rate is none
	RetryAfter   time.Duration    // where a code requires it; 0: one second
	Clock        func() time.Time // nil: [time.Now]
	NoAuth       bool             // credentials are not required
	NoValidation bool             // requests are not checked against the document
	Items        int              // of a whole list; 0: 25
	MaxBody      int64            // bytes of a request's body; 0: 32 MiB

	// Record gets each response of the mocked API, just before it is sent. Misuse
	// gets a request that asked for something that the contract does not have: its
	// response is the mock's own, not one of the API. Misnamed gets a preference
	// whose name is nearly one of the mock's; it had no effect.
	// All are called from several goroutines at once, and may be nil.
	Record   func(*Exchange)
	Misuse   func(*Misuse)
	Misnamed func(*Misuse)

	// Panicked gets each request that made the mock panic. It may be nil; the response
	// is 500 in any case.
	Panicked func(*PanicError)
}

const (
	defaultMaxBody    = 32 << 20
	defaultRetryAfter = time.Second
	slowBody          = 2 * time.Second // the time that a slow body takes
)

// A Server is a mock of a contract's servers. It accepts paths with and without the
// base path of a server of the contract. It is safe for concurrent use.
type Server struct {
	*maker
	Config
	clock   func() time.Time
	maxBody int64
	rules   []*ruleState
	queue   queue
	keys    *idempotency.Store
	limit   *limit.RateLimit
	faults  fault.Context // without an operation
}

// New returns a mock server of a model. It fails for a rule that the contract cannot
// serve, and for a fault that does not exist.
func New(m *Model, c Config) (*Server, error) {
	s := &Server{
		maker:  &maker{Model: m, synth: synth.NewFor(m.doc.T, c.Seed), wait: cmp.Or(c.RetryAfter, defaultRetryAfter), items: c.Items},
		Config: c, clock: c.Clock, maxBody: cmp.Or(c.MaxBody, defaultMaxBody),
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.maker.clock = s.clock
	s.keys = idempotency.NewStore(s.clock)
	for i, rule := range c.Rules {
		if err := m.Check(rule); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		o, _ := rule.override() // Check has seen the error
		s.rules = append(s.rules, &ruleState{Rule: rule, override: o, seed: c.Seed, number: i})
	}
	if err := (override{Fault: c.Fault, Latency: c.Latency}).validate(); err != nil {
		return nil, err
	}
	var err error
	if s.limit, err = limit.NewRateLimit(c.RateLimit, s.clock); err != nil {
		return nil, err
	}
	s.faults, err = fault.NewContext(m.doc, m.contract.LookupCode)
	return s, err
}

// serveHTTP handles a request, and sets the name of its operation as soon as it is
// known.
func (s *Server) serveHTTP(w http.ResponseWriter, r *http.Request, operation *string) {
	c := s.read(r)
	if c.ok {
		*operation = c.op.name()
	}
	if !c.ok && cors.AnswerPreflight(w, r) {
		return
	}
	reply := s.reply(r.Context(), c)
	if reply.answer == nil {
		panic(http.ErrAbortHandler) // the client has left
	}
	if reply.misuse != nil {
		s.misused(c, &reply)
	} else {
		s.finish(c, &reply)
		s.record(c, &reply)
	}
	s.misnamed(c, &reply)
	cors.AllowOrigin(r, reply.answer)
	if _, err := fault.Send(w, r, reply.answer, reply.fault, slowBody); err != nil {
		panic(err)
	}
}

// A reply is a response, and how it is sent.
type reply struct {
	answer       *response.Response
	fault        fault.Fault
	faultApplied bool                // the fault applies to the response
	applied      []prefer.Preference // of the request
	misuse       error               // why the response is the mock's own
}

// reply returns the reply to a request: by its override, or else as the API would.
func (s *Server) reply(ctx context.Context, c *call) reply {
	preferences, err := prefer.Parse(c.Header.Values("Prefer"))
	o := preferredOverride(preferences)
	if err == nil {
		err = o.validate()
	}
	if err != nil {
		return vain(err)
	}
	r := reply{applied: preferences.Preferences}
	if c.ok {
		o = o.merge(s.overrideFor(c, o.hasOutcome()))
	}
	r.fault = cmp.Or(o.Fault, s.Fault)
	c.subject.dynamic = preferences.Dynamic
	switch {
	case c.ok && (!o.hasOutcome() || o.onlyValidRequests(c.op)):
		r.answer, err = s.handle(ctx, c, o)
	case !fault.Pause(ctx, s.latency(o)):
		return reply{}
	case c.ok:
		r.answer, err = s.serve(&c.subject, o)
	default:
		r.answer, err = s.respondUnmatched(c, o)
	}
	if err != nil {
		return vain(err)
	}
	return r
}

func (s *Server) latency(o override) time.Duration { return cmp.Or(o.Latency, s.Latency) }

// overrideFor returns the override of the rules and of Fail and Respond, which come
// first. If the outcome is decided, only rules without an outcome count, and the
// others are left for another request.
func (s *Server) overrideFor(c *call, decided bool) override {
	var o override
	for _, rule := range s.rules {
		if decided && rule.override.hasOutcome() {
			continue
		}
		if rule.matches(s.Model, c.op, c.path) {
			o = rule.override.merge(o)
		}
	}
	if decided {
		return o
	}
	return s.queue.first(s.Model, c.op).merge(o)
}

// finish applies the fault to the response, and adds Preference-Applied. A fault that
// does not apply to the response is not listed there.
func (s *Server) finish(c *call, r *reply) {
	a := r.answer.Clone()
	faults := s.faults
	if c.ok {
		faults.Statuses = c.op.Statuses
	}
	r.faultApplied = r.fault.Apply(&a, faults)
	var names []string
	for _, p := range r.applied {
		if p.Name != "fault" || r.faultApplied {
			names = append(names, p.String())
		}
	}
	if names != nil {
		a.Header.Set("Preference-Applied", strings.Join(names, ", "))
	}
	r.answer = &a
}
