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

// Config is how a [Server] behaves. The zero value answers every right request
// with success, at once.
type Config struct {
	Seed         uint64
	Rules        []Rule
	Latency      time.Duration    // before every answer
	Fault        fault.Fault      // of every answer that nothing else gives one
	RateLimit    limit.Rate       // of each caller; the zero Rate is none
	RetryAfter   time.Duration    // where a code requires it; 0: one second
	Clock        func() time.Time // nil: [time.Now]
	NoAuth       bool             // credentials are not asked for
	NoValidation bool             // requests are not held to the document
	Items        int              // of a list as a whole; 0: 25
	MaxBody      int64            // bytes of a request's body; 0: 32 MiB

	// Record is told each answer of the API that is played, just before it is
	// sent; Misuse is told instead what a request asked the mock for in vain.
	// What the mock then says is its own, and must not be taken for the API's.
	// Misnamed is told, besides, of a preference that may be meant for the mock,
	// and is written otherwise: it changed nothing.
	// All may be called by many goroutines at once; nil: nobody listens.
	Record   func(*Exchange)
	Misuse   func(*Misuse)
	Misnamed func(*Misuse)

	// Panicked is told of each request that made the mock panic. Nil: the request
	// is answered with 500 all the same.
	Panicked func(*PanicError)
}

const (
	defaultMaxBody    = 32 << 20
	defaultRetryAfter = time.Second
	slowBody          = 2 * time.Second // that a slow body takes
)

// A Server is a mock of a contract's servers. It answers paths with the base path
// of a server of the contract, or without. It is safe for concurrent use.
type Server struct {
	*maker
	Config
	clock   func() time.Time
	maxBody int64
	rules   []*counted
	queue   queue
	keys    *idempotency.Store
	limit   *limit.RateLimit
	faults  fault.Context // without an operation
}

// New returns a mock server of a model. The error is that of a rule that the
// contract cannot fulfil, or of a fault that there is not.
func New(m *Model, c Config) (*Server, error) {
	s := &Server{
		maker:  &maker{Model: m, synth: synth.NewFor(m.doc.T, c.Seed), wait: cmp.Or(c.RetryAfter, defaultRetryAfter), items: c.Items},
		Config: c, clock: c.Clock, maxBody: cmp.Or(c.MaxBody, defaultMaxBody),
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.keys = idempotency.NewStore(s.clock)
	for i, rule := range c.Rules {
		if err := m.Check(rule); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		says, _ := rule.order() // it was checked
		s.rules = append(s.rules, &counted{Rule: rule, says: says, seed: c.Seed, number: i})
	}
	if err := (order{Fault: c.Fault, Latency: c.Latency}).sound(); err != nil {
		return nil, err
	}
	var err error
	if s.limit, err = limit.NewRateLimit(c.RateLimit, s.clock); err != nil {
		return nil, err
	}
	s.faults, err = fault.NewContext(m.doc, m.contract.LookupCode)
	return s, err
}

// serveHTTP answers a request, and names its operation as soon as it is known.
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
		panic(http.ErrAbortHandler) // the client left while it waited
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

// A reply is an answer, and how it is sent.
type reply struct {
	answer  *response.Response
	fault   fault.Fault
	done    bool                // the fault applies to the answer
	applied []prefer.Preference // of the request's
	misuse  error               // why the answer is the mock's own
}

// reply decides what a request gets: first what somebody ordered, then what the
// contract says of a request like this.
func (s *Server) reply(ctx context.Context, c *call) reply {
	preferences, err := prefer.Parse(c.Header.Values("Prefer"))
	o := preferred(preferences)
	if err == nil {
		err = o.sound()
	}
	if err != nil {
		return vain(err)
	}
	r := reply{applied: preferences.Preferences}
	if c.ok {
		o = o.over(s.ordered(c, o.decides()))
	}
	r.fault = cmp.Or(o.Fault, s.Fault)
	c.subject.dynamic = preferences.Dynamic
	switch {
	case c.ok && (!o.decides() || o.politeFor(c.op)):
		r.answer, err = s.handle(ctx, c, o)
	case !fault.Pause(ctx, s.latency(o)):
		return reply{}
	case c.ok:
		r.answer, err = s.serve(&c.subject, o)
	default:
		r.answer, err = s.serveStray(c, o)
	}
	if err != nil {
		return vain(err)
	}
	return r
}

func (s *Server) latency(o order) time.Duration { return cmp.Or(o.Latency, s.Latency) }

// ordered is what rules and calls of Fail and Respond say of a request; the latter
// go first. Where it is decided what to answer, they are left for another request,
// except for rules that only say how.
func (s *Server) ordered(c *call, decided bool) order {
	var o order
	for _, rule := range s.rules {
		if decided && rule.says.decides() {
			continue
		}
		if rule.strikes(s.Model, c.op, c.path) {
			o = rule.says.over(o)
		}
	}
	if decided {
		return o
	}
	return s.queue.first(s.Model, c.op).over(o)
}

// finish does to an answer what its fault does, and says which preferences were
// applied; a fault that does not apply to the answer was not.
func (s *Server) finish(c *call, r *reply) {
	a := r.answer.Clone()
	faults := s.faults
	if c.ok {
		faults.Statuses = c.op.Statuses
	}
	r.done = r.fault.Apply(&a, faults)
	var names []string
	for _, p := range r.applied {
		if p.Name != "fault" || r.done {
			names = append(names, p.String())
		}
	}
	if names != nil {
		a.Header.Set("Preference-Applied", strings.Join(names, ", "))
	}
	r.answer = &a
}
