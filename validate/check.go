package validate

import (
	"cmp"
	"net/http"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/route"
)

// A Verdict is what a Validator makes of one exchange.
type Verdict struct {
	// Skipped says why the exchange was not checked; empty if it was.
	Skipped SkipReason
	// Operation is the operation that the request belongs to, nil if none.
	Operation *Operation
	// Host is the request's host, in lower case and without a default port;
	// empty if the URL has none. Contract says that it is a server of the
	// contract.
	Host     string
	Contract bool
	Status   int
	// Code is the error code of the response, if it has one.
	Code string
	// Violations are the faults found; none: the exchange conforms. They may
	// be shared with other verdicts, and must not be changed.
	Violations []Violation

	op     *operation
	known  bool // the table has the code
	shared bool // Violations are those of other exchanges, too
}

// Conforms reports whether the exchange was checked and nothing was found.
func (v *Verdict) Conforms() bool { return v.Skipped == "" && len(v.Violations) == 0 }

// Check judges one exchange. It never fails: an exchange that cannot be judged
// is skipped with its reason. It keeps nothing of the exchange; of the verdict, only
// Host may be a part of it. It may be called by many goroutines at once.
func (v *Validator) Check(x *Exchange) Verdict {
	if whole := v.grown.Load(); whole != nil {
		v = whole
	}
	var match route.Match[*operation]
	v.match(&match, x)
	r, usual := v.usual(x, &match)
	if !usual {
		return v.judge(x, match)
	}
	if p := r.provable(x); p != nil {
		if code, ok := v.contract.conforms(p, x); ok {
			return conforming(x, &match, code)
		}
	}
	return v.cachedCheck(x, match)
}

// keyPool holds memory for keys of a [resultCache].
var keyPool = sync.Pool{New: func() any { return new([]byte) }}

// cachedCheck judges an exchange in which nothing is unusual but the status and the
// body, unless one like it was judged before.
func (v *Validator) cachedCheck(x *Exchange, match route.Match[*operation]) Verdict {
	if v.whole != nil || len(x.Response.Content) > maxCachedBody {
		return v.judge(x, match)
	}
	buffer := keyPool.Get().(*[]byte)
	defer keyPool.Put(buffer)
	key := appendCacheKey((*buffer)[:0], match.Value, &x.Response)
	*buffer = key
	verdict, found := v.cache.find(key)
	if !found {
		verdict = v.judge(x, match)
		verdict.shared = true
		v.cache.keep(key, verdict)
	}
	verdict.Host = match.Host
	return verdict
}

func (v *Validator) match(match *route.Match[*operation], x *Exchange) {
	v.routes.Find(match, x.Request.Method, x.Request.URL)
	if !match.Found && strings.EqualFold(x.Request.Method, http.MethodHead) {
		// HEAD is GET without content (RFC 9110, section 9.3.2).
		v.routes.Find(match, http.MethodGet, x.Request.URL)
	}
}

// judge looks for faults.
func (v *Validator) judge(x *Exchange, match route.Match[*operation]) Verdict {
	j := judge{v: v, x: x, match: &match}
	if match.Found {
		j.op, j.Operation = match.Value, &match.Value.Operation
	}
	j.Host, j.Contract, j.Status = match.Host, match.Known, x.Response.Status
	if j.Skipped = cmp.Or(j.skip(), j.unjudged()); j.Skipped != "" {
		return j.Verdict
	}
	if v.whole == nil {
		j.exchange()
		return j.Verdict
	}
	if whole := v.whole(); whole != nil {
		v.grown.Store(whole)
		return whole.Check(x)
	}
	j.Skipped = SkipNoDocument
	return j.Verdict
}

// A judge is the judging of one exchange.
type judge struct {
	Verdict
	v     *Validator
	x     *Exchange
	match *route.Match[*operation]

	decoded bool // value and invalid are set
	value   any  // of the body
	invalid error
}

// skip finds the reason not to check an exchange, if there is one.
func (j *judge) skip() SkipReason {
	if reason := j.notHTTP(); reason != "" {
		return reason
	}
	switch {
	case !j.match.Known:
		return SkipOtherHost
	case !j.v.selected(j.x.Request.Method, j.match):
		return SkipExcluded
	case j.x.Skip != "":
		return j.x.Skip
	case !j.match.Found && j.preflight():
		return cmp.Or(noFinal(j.x.Response.Status), SkipPreflight)
	}
	return noFinal(j.x.Response.Status)
}

// notHTTP finds the reasons that hold whatever the host is.
func (j *judge) notHTTP() SkipReason {
	switch j.x.Skip {
	case SkipMalformed, SkipNotHTTP, SkipWebSocket:
		return j.x.Skip
	case SkipTooLarge:
		if j.match.Host == "" {
			return j.x.Skip // its URL is among what was too large
		}
	}
	switch j.match.Scheme {
	case "ws", "wss":
		return SkipWebSocket
	case "", "http", "https":
		return ""
	}
	return SkipNotHTTP
}

// noFinal says why a status code is none of a final response (RFC 9110,
// section 15); empty if it is one.
func noFinal(status int) SkipReason {
	switch {
	case status == http.StatusSwitchingProtocols:
		return SkipWebSocket
	case status < 100:
		return SkipNoResponse
	case status > 999:
		return SkipMalformed
	case status < 200:
		return SkipInterim
	}
	return ""
}

// preflight recognises the question that a browser asks before a request to
// another origin (Fetch Standard, CORS-preflight request), by either side's
// fields: some recorders keep only one.
func (j *judge) preflight() bool {
	return strings.EqualFold(j.x.Request.Method, http.MethodOptions) &&
		(j.x.Request.Fields.Has("Access-Control-Request-Method") ||
			j.x.Response.Fields.Has("Access-Control-Allow-Methods"))
}

// unjudged finds the reason why there is nothing to judge an exchange by.
func (j *judge) unjudged() SkipReason {
	if j.op == nil {
		if j.v.levels[OperationUndocumented] == LevelOff {
			return SkipNoOperation
		}
		return ""
	}
	response := j.op.response(j.Status)
	switch {
	case response == nil && j.Status == http.StatusNotModified:
		return SkipNotModified
	case response == nil && j.v.levels[StatusUndocumented] == LevelOff:
		return j.x.Response.Absent // the status alone is no finding
	case response != nil && len(response.media) > 0 && !j.withoutContent():
		return j.x.Response.Absent
	}
	return ""
}

// exchange judges an exchange that can be.
func (j *judge) exchange() {
	if j.op == nil {
		j.undocumentedOperation()
		return
	}
	if response := j.op.response(j.Status); response != nil {
		j.response(response)
		return
	}
	j.undocumentedStatus()
}

// withoutContent reports whether the response has no content whatever the
// document says (RFC 9110, section 6.4.1).
func (j *judge) withoutContent() bool {
	return strings.EqualFold(j.x.Request.Method, http.MethodHead) ||
		j.Status == http.StatusNoContent || j.Status == http.StatusNotModified
}

func (j *judge) undocumentedOperation() {
	message := "the contract documents no operation for this method and path"
	if len(j.match.Allowed) > 0 {
		message = "the contract documents this path, but only with " + strings.Join(j.match.Allowed, ", ")
	}
	j.find(OperationUndocumented, finding{
		place:    j.v.contract.doc.Root().Child("paths"),
		message:  message,
		expected: "a documented operation",
		actual:   j.method() + " " + foldIDs(clean(j.match.Path)),
	})
}

func (j *judge) method() string { return strings.Clone(strings.ToUpper(clean(j.x.Request.Method))) }

// A finding is a violation in the making.
type finding struct {
	place                     document.Place
	instance                  []string
	message, expected, actual string
}

// find enters a violation, unless its rule is off.
func (j *judge) find(rule RuleID, f finding) {
	level := j.v.levels[rule]
	if level == LevelOff {
		return
	}
	violation := Violation{
		Rule: rule, Level: level, Message: f.message, Expected: f.expected, Actual: strings.Clone(f.actual),
		Status:           j.Status,
		InstanceLocation: document.Pointer(f.instance...),
		DocumentLocation: j.v.contract.locate(f.place),
	}
	if j.op != nil {
		violation.Method, violation.PathTemplate, violation.Operation = j.op.Method, j.op.PathTemplate, j.op.ID
	} else {
		violation.Method, violation.PathTemplate = j.method(), foldIDs(clean(j.match.Path))
	}
	j.Violations = append(j.Violations, violation)
}
