package mock

import (
	"cmp"
	"context"
	"errors"
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
	"github.com/apicontract/apicontract/internal/mock/state"
	"github.com/apicontract/apicontract/internal/synth"
)

// Config configures a [Server]. With the zero value, every valid request gets a success at once.
type Config struct {
	Seed         uint64
	Rules        []Rule
	Latency      time.Duration    // before every response
	Fault        fault.Fault      // fault of each response that has no other fault
	RateLimit    limit.Rate       // limit for each caller; zero means none
	RetryAfter   time.Duration    // Retry-After if a code requires it; 0 means one second
	Clock        func() time.Time // nil means [time.Now]
	NoAuth       bool             // credentials are not required
	NoValidation bool             // requests are not checked against the document
	Items        int              // number of items of a list; 0 means 25
	State        bool             // what requests create can be found, listed, changed and deleted
	StateTime    time.Duration    // how long each state of a job lasts with State; 0 means until the next GET
	MaxBody      int64            // maximum number of bytes of a request's body; 0 means 32 MiB

	// Several goroutines may call the functions below at the same time. They may be nil.

	// Record is called with each response of the mocked API, just before it is sent.
	Record func(*Exchange)
	// Unfulfillable is called if a request asks for something that the contract does not have. Its
	// response comes from the mock, not from the API.
	Unfulfillable func(*PreferenceError)
	// UnknownPreference is called for a preference with a name similar to one of the mock's. The
	// preference has no effect.
	UnknownPreference func(*PreferenceError)

	// Panicked is called for each request that made the mock panic. The response is a 500.
	Panicked func(*PanicError)
}

const (
	defaultMaxBody    = 32 << 20
	defaultRetryAfter = time.Second
	slowBody          = 2 * time.Second // duration of a slow body
)

// A Server is a mock of a contract's servers. It accepts paths with and without the
// base path of a server of the contract. It is safe for concurrent use.
type Server struct {
	*responseMaker
	Config
	clock   func() time.Time
	maxBody int64
	rules   []*ruleState
	queue   overrideQueue
	keys    *idempotency.Store
	created *creations
	states  *resourceStates // nil without Config.State
	limit   *limit.RateLimit
	faults  fault.Context // without the operation
}

// New returns a mock server of a model. It fails for a rule that the contract cannot
// serve, and for a fault that does not exist.
func New(m *Model, c Config) (*Server, error) {
	s := &Server{
		responseMaker: &responseMaker{Model: m, synth: synth.NewForDocument(m.doc.T, c.Seed), seed: c.Seed, wait: cmp.Or(c.RetryAfter, defaultRetryAfter), items: c.Items},
		Config:        c, clock: c.Clock, maxBody: cmp.Or(c.MaxBody, defaultMaxBody),
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.responseMaker.clock = s.clock
	s.keys, s.created = idempotency.NewStore(s.clock), newCreations()
	if c.State {
		s.states = &resourceStates{s.mapResources(), state.NewStore(), s.clock, c.StateTime}
	}
	for i, rule := range c.Rules {
		if err := m.CheckRule(rule); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		o, _ := rule.toOverride() // CheckRule has returned its error
		s.rules = append(s.rules, &ruleState{Rule: rule, override: o, seed: c.Seed, number: i})
	}
	if err := (override{Fault: c.Fault, Latency: c.Latency}).checkValues(); err != nil {
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
	c := s.readRequest(r)
	if c.ok {
		*operation = c.op.displayName()
	}
	if !c.ok && cors.ServePreflight(w, r) {
		return
	}
	reply := s.prepareResponse(r.Context(), c)
	if reply.response == nil {
		panic(http.ErrAbortHandler) // the client has disconnected
	}
	if reply.preferenceErr != nil {
		s.reportUnfulfillable(c, &reply)
	} else {
		s.finishResponse(c, &reply)
		s.recordExchange(c, &reply)
	}
	s.reportUnknownPreference(c, &reply)
	cors.AllowOrigin(r, reply.response)
	if _, err := fault.SendResponse(w, r, reply.response, reply.fault, slowBody); err != nil {
		panic(err)
	}
}

// A preparedResponse is a response, and how it is sent.
type preparedResponse struct {
	response      *response.Response
	fault         fault.Fault
	faultApplied  bool                // the fault applies to the response
	applied       []prefer.Preference // preferences of the request that were applied
	preferenceErr error               // why the response comes from the mock and not from the API
}

// prepareResponse returns the response to a request: that of its override, or else that of the API.
func (s *Server) prepareResponse(ctx context.Context, c *receivedRequest) preparedResponse {
	preferences, err := prefer.Parse(c.Header.Values("Prefer"))
	o := preferredOverride(preferences)
	if err == nil {
		err = o.checkValues()
	}
	if err == nil && preferences.ResetState && s.states == nil {
		err = errors.New("this mock keeps no state: start it with --state")
	}
	if err != nil {
		return unfulfillableResponse(err)
	}
	if preferences.ResetState {
		s.ResetState()
	}
	r := preparedResponse{applied: preferences.Preferences}
	if c.ok {
		o = o.merge(s.overrideFor(c, o.hasOutcome()))
	}
	r.fault = cmp.Or(o.Fault, s.Fault)
	c.context.dynamic = preferences.Dynamic
	switch {
	case c.ok && (!o.hasOutcome() || o.onlyValidRequests(c.op)):
		r.response, err = s.handle(ctx, c, o)
	case !fault.Pause(ctx, s.latency(o)):
		return preparedResponse{}
	case c.ok:
		r.response, err = s.serveOverride(&c.context, o)
	default:
		r.response, err = s.respondUnmatched(c, o)
	}
	if err != nil {
		return unfulfillableResponse(err)
	}
	return r
}

func (s *Server) latency(o override) time.Duration { return cmp.Or(o.Latency, s.Latency) }

// overrideFor returns the override for a request, from Fail and Respond first, then from the rules.
// If the outcome is decided, it only uses rules without an outcome, and the others stay for another
// request.
func (s *Server) overrideFor(c *receivedRequest, decided bool) override {
	var o override
	for _, rule := range s.rules {
		if decided && rule.override.hasOutcome() {
			continue
		}
		if rule.matches(s.Model, c) {
			o = rule.override.merge(o)
		}
	}
	if decided {
		return o
	}
	return s.queue.nextForRequest(s.Model, c.op).merge(o)
}

// finishResponse applies the fault to the response, and adds Preference-Applied. A fault that
// does not apply to the response is not listed there.
func (s *Server) finishResponse(c *receivedRequest, r *preparedResponse) {
	a := r.response.Clone()
	faults := s.faults
	if c.ok {
		faults.Statuses = c.op.Statuses
	}
	c.addOwnHeaders(&a)
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
	r.response = &a
}
