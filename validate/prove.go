package validate

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/explain"
	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/route"
)

// A prover prepares the proofs of a contract's responses, each when it is first
// needed: a document may have thousands of which a capture shows a few.
type prover struct {
	mu       sync.Mutex
	lowering *explain.Lowering
	set      accept.Set
	runners  sync.Pool // of *accept.Runner
}

func newProver() *prover {
	return &prover{lowering: explain.NewLowering(), runners: sync.Pool{New: func() any { return new(accept.Runner) }}}
}

// A proof is what proves content of one media type.
type proof struct {
	program *accept.Program
	// envelope: the members of the error object are noted at their places, and
	// the error table has to agree with them. Otherwise only the code is, and
	// must not be there.
	envelope bool
}

// The places at which a program notes strings.
const (
	codePlace = iota
	messagePlace
	paramPlace
	docURLPlace
)

// prepare makes the proof for a media type, nil if there can be none.
func (p *prover) prepare(m *media, table *errorTable) *proof {
	p.mu.Lock()
	defer p.mu.Unlock()
	schema := m.lower()
	pr := &proof{}
	switch {
	case table == nil:
		pr.program = p.set.Compile(schema)
	case !m.envelope:
		pr.program = p.set.Compile(schema, table.envelope.code)
	case table.plain() && table.noShape(schema):
		e := table.envelope
		pr.program, pr.envelope = p.set.Compile(schema, e.code, e.message, e.param, e.docURL), true
	}
	if pr.program == nil || !pr.program.Proves() {
		return nil
	}
	return pr
}

// noShape reports whether what conforms to a schema surely has none of the shapes
// of other versions: each requires a member that the schema does not let be.
func (t *errorTable) noShape(schema *accept.Schema) bool {
	o := schema.Obj
	for _, s := range t.shapes {
		if o == nil || !o.Closed || !slices.ContainsFunc(s.required, func(name string) bool {
			return !slices.ContainsFunc(o.Members, func(m accept.Member) bool { return m.Name == name })
		}) {
			return false
		}
	}
	return true
}

// plain reports whether the code stands in the error object, so that who finds
// it has found the object.
func (t *errorTable) plain() bool {
	object, code := t.envelope.object, t.envelope.code
	if len(code) != len(object)+1 {
		return false
	}
	for i, token := range object {
		if code[i] != token {
			return false
		}
	}
	return true
}

// usual reports whether nothing but the status and the content of an exchange needs
// a look, and what its operation documents of the status, if anything.
func (v *Validator) usual(x *Exchange, m *route.Match[*operation]) (*response, bool) {
	if v.plain || !m.Found || !x.mayHaveContent() || m.Scheme != "https" && m.Scheme != "http" && m.Scheme != "" || !v.selected(x.Request.Method, m) {
		return nil, false
	}
	r := m.Value.response(x.Response.Status)
	return r, r == nil || r.headersConform(x.Response.Fields)
}

// provable returns the proof for an exchange's content, nil if there is none.
func (r *response) provable(x *Exchange) *proof {
	if r == nil || len(x.Response.Content) == 0 {
		return nil
	}
	essence, _ := x.Response.contentType()
	if !mediatype.IsJSON(essence) {
		return nil
	}
	media := r.mediaOf(essence)
	if media == nil || media.proof == nil {
		return nil
	}
	p := media.proof()
	if p == nil || p.envelope && x.Response.Status < 400 {
		return nil
	}
	return p
}

// mayHaveContent reports whether there is no reason why there should be no content.
func (x *Exchange) mayHaveContent() bool {
	status := x.Response.Status
	return x.Skip == "" && x.Response.Absent == "" &&
		status >= 200 && status <= 599 && status != http.StatusNoContent && status != http.StatusNotModified &&
		!x.isHead()
}

func (x *Exchange) isHead() bool {
	const head = http.MethodHead
	return len(x.Request.Method) == len(head) && strings.EqualFold(x.Request.Method, head)
}

// conforms runs a proof and asks the error table. It reports whether an exchange
// surely conforms, and its error code if it has one. False says nothing.
func (c *Contract) conforms(p *proof, x *Exchange) (*row, bool) {
	runner := c.prover.runners.Get().(*accept.Runner)
	defer c.prover.runners.Put(runner)
	if !runner.Run(p.program, x.Response.Content) {
		return nil, false
	}
	code, found := runner.Text(codePlace)
	if !p.envelope {
		return nil, !found
	}
	r := c.table.codes[string(code)]
	if r == nil || !found || !r.clean || !r.under(x.Response.Status) ||
		!c.table.agrees(r, runner) || !r.agreesRetryAfter(x.Response.Fields) {
		return nil, false
	}
	return r, true
}

// agrees reports whether message, param and link are surely what the table says of
// the code.
func (t *errorTable) agrees(r *row, runner *accept.Runner) bool {
	message, hasMessage := runner.Text(messagePlace)
	param, hasParam := runner.Text(paramPlace)
	docURL, _ := runner.Text(docURLPlace)
	switch {
	case t.envelope.message != nil && (!hasMessage || len(bytes.TrimSpace(message)) == 0),
		t.envelope.docURL != nil && r.DocURL != "" && string(docURL) != r.DocURL,
		hasParam && (r.Param == Forbidden || r.Message.Param && !mentions(text(message), text(param))),
		r.Message.Numbers > 0 && countNumbers(message) < r.Message.Numbers,
		r.Message.URL && !hasURL(message):
		return false
	}
	return true
}

// text is a string of the same bytes, for functions that keep nothing.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// countNumbers counts numbers as prose.Numbers does, or fewer: none of what
// follows "://" up to the next blank.
func countNumbers(s []byte) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] == ':' && bytes.HasPrefix(s[i:], []byte("://")) {
			end := bytes.IndexAny(s[i:], " \t\n\f\r")
			if end < 0 {
				return n
			}
			i += end
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		n++
		for i < len(s) && ('0' <= s[i] && s[i] <= '9' ||
			(s[i] == '.' || s[i] == ',') && i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9') {
			i++
		}
	}
	return n
}

// hasURL reports whether prose.HasURL surely does.
func hasURL(s []byte) bool {
	for from := 0; ; {
		i := bytes.Index(s[from:], []byte("://"))
		if i < 0 {
			return false
		}
		scheme, rest := s[from:from+i], s[from+i+3:]
		for _, want := range []string{"http", "https"} {
			at := len(scheme) - len(want)
			if at >= 0 && string(scheme[at:]) == want && (at == 0 || !isWord(rune(scheme[at-1]))) &&
				len(rest) > 0 && rest[0] > ' ' && rest[0] < utf8.RuneSelf && rest[0] != '/' {
				return true
			}
		}
		from += i + 3
	}
}

// agreesRetryAfter reports whether the Retry-After field is surely right.
func (r *row) agreesRetryAfter(fields Fields) bool {
	if fields == nil || r.RetryAfter == "" {
		return true
	}
	value, count := "", 0
	for i := range fields {
		if fields[i].is(retryAfter) {
			value = fields[i].Value
			count++
		}
	}
	switch {
	case count == 0:
		return r.RetryAfter != Required
	case count > 1 || r.RetryAfter == Forbidden:
		return false
	}
	value = strings.TrimSpace(value)
	return value != "" && (digits(value) || isHTTPDate(value))
}

// headersConform reports whether the response's documented header fields are
// right.
func (r *response) headersConform(fields Fields) bool {
	if fields == nil {
		return true
	}
	for _, h := range r.headers {
		values := fields.Values(h.name)
		if len(values) == 0 && h.required || len(values) > 0 && h.schema != nil && len(h.schema.First(h.value(values))) > 0 {
			return false
		}
	}
	return true
}

// conforming is the verdict on an exchange that was proved.
func conforming(x *Exchange, m *route.Match[*operation], code *row) Verdict {
	verdict := Verdict{
		Operation: &m.Value.Operation, Host: m.Host, Contract: true, Status: x.Response.Status, op: m.Value,
	}
	if code != nil {
		verdict.Code, verdict.known = code.Name, true
	}
	return verdict
}
