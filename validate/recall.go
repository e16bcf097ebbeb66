package validate

import (
	"bytes"
	"sync"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/route"
)

// maxRemembered bounds the verdicts that are kept: the traffic chooses codes.
const maxRemembered = 4096

// A sign is all of an error response that its violations depend on, where it
// breaks at most the error table and nothing in them quotes it.
type sign struct {
	op      *operation
	status  int
	code    string
	message missing
	blank   bool // the message is
	docURL  missing
	retry   string // what is wrong with Retry-After
}

// missing says in which way a member is.
type missing uint8

const (
	there missing = iota
	absent
	null
)

// A memory keeps the verdicts on error responses: one fault is repeated by
// thousands of responses. It is safe for concurrent use.
type memory struct {
	mu       sync.RWMutex
	verdicts map[sign]*Verdict
}

// recall judges an exchange whose content was not proved, by memory if it can.
func (v *Validator) recall(p *proof, x *Exchange, m route.Match[*operation]) Verdict {
	if p.loose == nil {
		return v.judge(x, m)
	}
	runner := v.contract.prover.runners.Get().(*accept.Runner)
	s, ok := v.contract.table.sign(p, runner, x)
	if !ok {
		v.contract.prover.runners.Put(runner)
		return v.judge(x, m)
	}
	s.op = m.Value
	v.memory.mu.RLock()
	known := v.memory.verdicts[s] // s.code is a part of the content
	v.memory.mu.RUnlock()
	if known != nil {
		v.contract.prover.runners.Put(runner)
		verdict := *known
		verdict.Host = m.Host
		return verdict
	}
	s.code = string(append([]byte(nil), s.code...))
	v.contract.prover.runners.Put(runner)
	verdict := v.judge(x, m)
	v.memory.keep(s, &verdict)
	return verdict
}

func (m *memory) keep(s sign, verdict *Verdict) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.verdicts) >= maxRemembered {
		return
	}
	if m.verdicts == nil {
		m.verdicts = make(map[sign]*Verdict)
	}
	verdict.shared = true
	kept := *verdict
	m.verdicts[s] = &kept
}

// sign takes the sign of an error response; false if its violations may depend on
// more.
func (t *errorTable) sign(p *proof, runner *accept.Runner, x *Exchange) (s sign, ok bool) {
	const longest = 64
	if !runner.Run(p.loose.program, x.Response.Content) {
		return s, false
	}
	code, found := runner.Text(codePlace)
	if !found || len(code) > longest {
		return s, false
	}
	s = sign{status: x.Response.Status, code: text(code)}
	r := t.codes[s.code]
	fits := r != nil && r.under(s.status)
	if !t.signMessage(&s, r, fits, runner) {
		return s, false
	}
	if _, given := runner.Text(paramPlace); given && fits || runner.Null(paramPlace) {
		return s, false // a violation quotes it, or says that it is null
	}
	docURL, given := runner.Text(docURLPlace)
	s.docURL = missingIn(runner, docURLPlace)
	if r != nil && t.envelope.docURL != nil && (r.DocURL == "" || given && text(docURL) != r.DocURL) {
		return s, false // so it does this
	}
	if fits {
		s.retry = r.signRetryAfter(x.Response.Fields)
	}
	return s, true
}

func (t *errorTable) signMessage(s *sign, r *row, fits bool, runner *accept.Runner) bool {
	message, given := runner.Text(messagePlace)
	s.message = missingIn(runner, messagePlace)
	switch {
	case !given:
	case len(bytes.TrimSpace(message)) == 0:
		s.blank = true
	case fits && (r.Message.Numbers > 0 || r.Message.URL): // without param there is nothing to name
		return false // a violation may quote it
	}
	return true
}

// missingIn says in which way the member of a place is missing.
func missingIn(runner *accept.Runner, place int) missing {
	switch _, given := runner.Text(place); {
	case given:
		return there
	case runner.Null(place):
		return null
	}
	return absent
}

// signRetryAfter says what there is to say of the Retry-After field.
func (r *row) signRetryAfter(fields Fields) string {
	if fields == nil || r.RetryAfter == "" {
		return ""
	}
	values := fields.Values(retryAfter)
	if len(values) == 0 {
		return "absent"
	}
	return "there: " + delayFault(values)
}
