package mock

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/synth"
)

// Config is how a [Server] behaves. The zero value answers every right request
// with success, at once.
type Config struct {
	Seed         uint64
	Rules        []Rule
	Latency      time.Duration    // before every answer
	Fault        Fault            // of every answer that nothing else gives one
	RateLimit    Rate             // of each caller; the zero Rate is none
	RetryAfter   time.Duration    // where a code requires it; 0: one second
	Clock        func() time.Time // nil: [time.Now]
	NoAuth       bool             // credentials are not asked for
	NoValidation bool             // requests are not held to the document
	Items        int              // of a list as a whole; 0: 25
	MaxBody      int64            // bytes of a request's body; 0: 32 MiB

	// Record is told each exchange once it is over; Misuse is told what a
	// request asked the mock for in vain. Both may be called by many goroutines
	// at once; nil: nobody listens.
	Record func(*Exchange)
	Misuse func(string)
}

const (
	defaultMaxBody    = 32 << 20
	defaultRetryAfter = time.Second
	slowBody          = 2 * time.Second // that a slow body takes
)

// A Server is a mock of a contract's servers. It answers paths with the base path
// of a server of the contract, or without. It is safe for concurrent use.
type Server struct {
	*kitchen
	Config
	clock   func() time.Time
	maxBody int64
	rules   []*counted
	queue   queue
	keys    *Idempotency
	limit   *RateLimit
	setting Setting
}

// New returns a mock server of a model. The error is that of a rule that the
// contract cannot fulfil, or of a fault that there is not.
func New(m *Model, c Config) (*Server, error) {
	s := &Server{
		kitchen: &kitchen{Model: m, synth: synth.NewFor(m.doc.T, c.Seed), wait: cmp.Or(c.RetryAfter, defaultRetryAfter), items: c.Items},
		Config:  c, clock: c.Clock, maxBody: cmp.Or(c.MaxBody, defaultMaxBody),
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.keys = NewIdempotency(s.clock)
	for i, rule := range c.Rules {
		if err := m.Check(rule); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		s.rules = append(s.rules, &counted{Rule: rule, seed: rand.New(rand.NewPCG(c.Seed, uint64(i))).Uint64()})
	}
	if err := (order{Fault: c.Fault, Latency: c.Latency}).sound(); err != nil {
		return nil, err
	}
	var err error
	if s.limit, err = NewRateLimit(c.RateLimit, s.clock); err != nil {
		return nil, err
	}
	envelope, err := ReadEnvelope(m.doc.T)
	s.setting = Setting{Envelope: envelope, LookupCode: m.contract.LookupCode}
	return s, err
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := s.read(r)
	if c.broken {
		panic(http.ErrAbortHandler) // there is nobody left to answer
	}
	reply := s.reply(c)
	if reply.answer == nil {
		panic(http.ErrAbortHandler) // the client left while it waited
	}
	s.distort(c, &reply)
	s.record(c, &reply)
	if _, err := send(w, r, reply.answer, reply.fault, slowBody); err != nil {
		panic(err)
	}
}

// A reply is an answer, and how it is sent.
type reply struct {
	answer *Answer
	fault  Fault
	own    bool // the mock's own voice, which nothing distorts
}

// reply decides what a request gets: first what somebody ordered, then what the
// contract says of a request like this.
func (s *Server) reply(c *call) reply {
	if !c.ok {
		return reply{answer: s.unknown(c)}
	}
	o, err := wish(c.Header.Values("Prefer"))
	if err == nil {
		err = o.sound()
	}
	if err != nil {
		return s.refuseWish(err)
	}
	preferred := o.applied
	o = o.over(s.ordered(c, o.decides()))
	r := reply{fault: cmp.Or(o.Fault, s.Fault)}
	if !o.decides() {
		r.answer = s.behave(c, o)
	} else if !pause(c.Context(), s.latency(o)) {
		return reply{}
	} else if r.answer, err = s.serve(&c.dish, o); err != nil {
		return s.refuseWish(err)
	}
	if r.answer != nil && len(preferred) > 0 {
		applied(r.answer, preferred)
	}
	return r
}

func applied(a *Answer, preferences []string) {
	*a = a.clone()
	if a.Header == nil {
		a.Header = make(http.Header)
	}
	a.Header.Set("Preference-Applied", strings.Join(preferences, ", "))
}

func (s *Server) latency(o order) time.Duration { return cmp.Or(o.Latency, s.Latency) }

// ordered is what rules and calls of Fail say of a request; the latter go first.
// Where it is decided what to answer, they are left for another request, except
// for rules that only say how.
func (s *Server) ordered(c *call, decided bool) order {
	var o order
	for _, rule := range s.rules {
		says := rule.order()
		if decided && says.decides() {
			continue
		}
		if rule.strikes(s.Model, c.op, c.path) {
			o = says.over(o)
		}
	}
	if decided {
		return o
	}
	if code := s.queue.next(s.Model, c.op); code != "" {
		o = order{Error: code}.over(o)
	}
	return o
}

// refuseWish is the answer to a wish that the contract cannot fulfil. It is the
// mock's own, under a status that tells it from anything the API would say.
func (s *Server) refuseWish(err error) reply {
	if s.Misuse != nil {
		s.Misuse(err.Error())
	}
	return reply{answer: own(http.StatusNotImplemented, "The mock cannot answer as asked: "+err.Error()+"."), own: true}
}

// behave answers as the API would; nil if the client left before.
func (s *Server) behave(c *call, o order) *Answer {
	if a := s.refusal(c); a != nil {
		if !pause(c.Context(), s.latency(o)) {
			return nil
		}
		return a
	}
	key, ok := s.idempotencyKey(c)
	if !ok {
		return s.succeed(c, o)
	}
	turn := s.keys.Begin(key)
	defer turn.Release()
	switch {
	case turn.Replay != nil:
		return turn.Replay
	case turn.Busy:
		return s.refuse(c, namesInProgress, failing{}, http.StatusConflict)
	}
	a := s.succeed(c, o)
	if a != nil {
		turn.Finish(*a, "")
	}
	return a
}

// refusal is the answer to a request that is wrong; nil if it is right.
func (s *Server) refusal(c *call) *Answer {
	if !s.NoAuth {
		if a := s.unauthorized(c); a != nil {
			return a
		}
	}
	if wait, ok := s.limit.Allow(s.credentials(c.Request)); !ok {
		return s.refuse(c, namesRateLimit, failing{wait: time.Duration(wait) * time.Second}, http.StatusTooManyRequests)
	}
	if c.tooLarge {
		return s.refuse(c, namesTooLarge, failing{message: fmt.Sprintf("The body is larger than %d bytes, which is all that this mock reads.", s.maxBody)},
			http.StatusRequestEntityTooLarge)
	}
	if s.NoValidation {
		return nil
	}
	if wrong := s.inspect(c); wrong != nil {
		return s.refuse(c, wrong.names, failing{param: wrong.param, message: wrong.message}, wrong.status...)
	}
	return nil
}

// succeed answers a right request.
func (s *Server) succeed(c *call, o order) *Answer {
	if !pause(c.Context(), s.latency(o)) {
		return nil
	}
	a, ok := s.respond(&c.dish, c.op.success(), "")
	if e := c.dish.pageErr; e != nil && !s.NoValidation {
		wrong := invalid(e.Param, e.What)
		return s.refuse(c, wrong.names, failing{param: wrong.param, message: wrong.message}, wrong.status...)
	}
	if !ok {
		return own(http.StatusNotImplemented, c.op.name()+" documents no response.")
	}
	return a
}

// refuse answers with an error that the mock itself has a reason for: a code for
// it, else a documented response without codes, else in the mock's own voice.
func (s *Server) refuse(c *call, names []string, f failing, statuses ...int) *Answer {
	if code, ok := s.code(c.op, names, statuses...); ok {
		if a, ok := s.fail(&c.dish, code, f); ok {
			return a
		}
	}
	for _, status := range statuses {
		if a, ok := s.respond(&c.dish, status, ""); ok && !s.table {
			return a
		}
	}
	return own(statuses[0], f.message)
}

// unknown answers a request for a path or method that the document does not have.
func (s *Server) unknown(c *call) *Answer {
	names, statuses := namesNotFound, []int{http.StatusNotFound}
	if len(c.allowed) > 0 {
		names, statuses = append(append([]string{}, namesMethod...), namesNotFound...), []int{http.StatusMethodNotAllowed, http.StatusNotFound}
	}
	a := s.stray(names, statuses)
	if len(c.allowed) > 0 {
		a.Header.Set("Allow", strings.Join(c.allowed, ", "))
	}
	return a
}

// stray is an error for no operation in particular: as one documents it that has
// it, or else in the mock's own voice.
func (s *Server) stray(names []string, statuses []int) *Answer {
	if code, ok := s.code(nil, names, statuses...); ok {
		op := s.witness(code)
		origin, base := splitServer(s.servers(op)[0])
		d := &dish{op: op, target: cmp.Or(origin, "http://localhost") + base + op.PathTemplate}
		if a, ok := s.fail(d, code, failing{message: strayMessage(statuses)}); ok {
			return a
		}
	}
	return own(statuses[0], strayMessage(statuses))
}

func strayMessage(statuses []int) string {
	if statuses[0] == http.StatusMethodNotAllowed {
		return "The contract has this path, but not with this method."
	}
	return "The contract has no such path."
}

// idempotencyKey is the key of a request whose operation documents one.
func (s *Server) idempotencyKey(c *call) (IdempotencyKey, bool) {
	value := c.Header.Get("Idempotency-Key")
	if value == "" || !c.op.takesKey() {
		return IdempotencyKey{}, false
	}
	parts := []string{c.op.Method, c.op.PathTemplate, s.credentials(c.Request)}
	for name, param := range sorted(c.params) {
		parts = append(parts, name, param)
	}
	return NewIdempotencyKey(append(parts, value)...), true
}

func (op *operation) takesKey() bool {
	return op.params.GetByInAndName("header", "Idempotency-Key") != nil
}

// distort does to an answer what its fault does to it; one that does not apply
// does nothing.
func (s *Server) distort(c *call, r *reply) {
	if r.own || r.fault == "" {
		return
	}
	a := r.answer.clone()
	setting := s.setting
	if c.ok {
		setting.Statuses = c.op.Statuses
	}
	r.fault.Distort(&a, setting)
	r.answer = &a
}
