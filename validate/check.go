package validate

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/spec"
)

// Check checks one exchange. It never fails: an exchange that cannot be checked
// is skipped with its reason. It keeps nothing of the exchange; of the verdict, only
// Host may be a part of it. It may be called by many goroutines at once.
func (v *Validator) Check(x *Exchange) Result { return v.CheckContext(context.Background(), x) }

// CheckContext is like [Validator.Check]. If the context ends, what is left of a
// body is unchecked, as [UncheckedBudget].
func (v *Validator) CheckContext(ctx context.Context, x *Exchange) Result {
	var match route.Match[*compiledOperation]
	v.matchOperation(&match, x)
	r, eligible := v.fastPathEligible(ctx, x, &match)
	if !eligible {
		return v.checkFully(ctx, x, match)
	}
	if m := r.matcherFor(x); m != nil && !v.strictMembers && !v.alwaysReports(match.Value) {
		if code, ok := v.bodyConforms(match.Value, m, x); ok {
			return conformingResult(x, &match, code)
		}
	}
	return v.checkCached(ctx, x, match)
}

func (v *Validator) matchOperation(match *route.Match[*compiledOperation], x *Exchange) {
	v.routes.MatchInto(match, x.Request.Method, x.Request.URL)
	if !match.Found && strings.EqualFold(x.Request.Method, http.MethodHead) {
		// HEAD is GET without content (RFC 9110, section 9.3.2).
		v.routes.MatchInto(match, http.MethodGet, x.Request.URL)
	}
	if match.Found {
		match.Value.loadResponses()
	}
}

// keyPool holds memory for keys of a [resultCache].
var keyPool = sync.Pool{New: func() any { return new([]byte) }}

// checkCached checks an exchange in which nothing is unusual but the status and the
// body, unless one like it was checked before.
func (v *Validator) checkCached(ctx context.Context, x *Exchange, match route.Match[*compiledOperation]) Result {
	if len(x.Response.Body) > maxCachedBody {
		return v.checkFully(ctx, x, match)
	}
	buffer := keyPool.Get().(*[]byte)
	defer keyPool.Put(buffer)
	key := appendCacheKey((*buffer)[:0], match.Value, &x.Response)
	if v.resolvesTypes(x) {
		key = appendText(key, x.Request.URL)
	}
	*buffer = key
	result, found := v.cache.findResult(key)
	if !found {
		result = v.checkFully(ctx, x, match)
		if v.cache.missedBefore(key) && !slices.Contains(result.Unchecked, UncheckedBudget) {
			result.shared = true
			v.cache.storeResult(key, result)
		}
	}
	result.Host = match.Host
	return result
}

// checkPool holds memory for checks of exchanges.
var checkPool = sync.Pool{New: func() any { return new(exchangeCheck) }}

// checkFully looks for every violation.
func (v *Validator) checkFully(ctx context.Context, x *Exchange, match route.Match[*compiledOperation]) Result {
	c := checkPool.Get().(*exchangeCheck)
	*c = exchangeCheck{v: v, ctx: ctx, x: x, match: &match, budget: v.model.engine.errors.NewBudget(), decoder: c.decoder}
	defer func() {
		c.decoder.Reset()
		*c = exchangeCheck{decoder: c.decoder} // so that it keeps nothing of the exchange
		checkPool.Put(c)
	}()
	if match.Found {
		c.op, c.Operation = match.Value, &match.Value.Operation
		c.headOfGet = x.isHead() && c.op.Method != http.MethodHead
	}
	c.findRetired()
	c.Host, c.Contract, c.Status = match.Host, match.HostMatched, x.Response.Status
	switch c.Skipped = cmp.Or(c.skipReason(), c.nothingToCheck()); c.Skipped {
	case "":
		c.checkExchange()
	case SkipOtherHost:
		c.checkOtherHost()
	}
	c.setCheckable()
	return c.Result
}

// An exchangeCheck is the full check of one exchange.
type exchangeCheck struct {
	Result
	v     *Validator
	ctx   context.Context
	x     *Exchange
	match *route.Match[*compiledOperation]
	meant *compiledOperation // by a path that no operation has; mostly nil

	retired *spec.RetiredCall // that the request is; nil: none

	contentType contentType
	errorCode   string             // of the error that is checked, for its violations; may be empty
	budget      schemaerror.Budget // of all that is checked by schemas

	decoder schemaerror.Decoder
	decoded bool // value and invalid are set
	value   any  // of the body
	invalid error
}

// checkExchange checks an exchange that is not skipped.
func (c *exchangeCheck) checkExchange() {
	c.contentType = c.x.Response.contentType()
	c.noteUndecodable()
	c.reportDeprecation()
	if c.retired != nil {
		c.reportRetired()
	}
	if c.op == nil {
		if c.retired == nil {
			c.reportUndocumentedOperation()
			c.checkMeantEnvelope()
		}
		return
	}
	c.reportPreview()
	c.reportContentTypeConflict()
	if response := c.op.findResponse(c.Status); response != nil {
		c.checkResponse(response)
	} else {
		c.checkUndocumentedStatus()
	}
	c.checkProblemStatus()
}

// checkOtherHost notes what the exchange breaks if its host turns out to be the contract's,
// which may be if the document has relative servers.
func (c *exchangeCheck) checkOtherHost() {
	if !c.v.routes.AcceptsAnyHost() || c.Host == "" || c.skipReasonOfContract() != "" || c.v.levels[OperationUndocumented] == LevelOff {
		return
	}
	c.reportUndocumentedOperation()
	violation := c.Violations[0]
	c.Violations, c.ifContract = nil, &violation
}

// withoutBody reports whether the response has no body whatever the document says
// (RFC 9110, section 6.4.1).
func (c *exchangeCheck) withoutBody() bool {
	return c.x.isHead() || neverHasBody(c.Status)
}

func (c *exchangeCheck) requestMethod() string {
	return strings.Clone(strings.ToUpper(sanitize(c.x.Request.Method)))
}

// A violationDetails is what a rule says of a violation.
type violationDetails struct {
	location                  spec.Location
	instance                  []string
	message, expected, actual string
	subject                   string // empty: what the rule says, see subjectOf
	more                      int    // equal ones in the same exchange, which are left out
}

// addViolation enters a violation, unless its rule is off.
func (c *exchangeCheck) addViolation(rule RuleID, f violationDetails) {
	level := c.v.levels[rule]
	if level == LevelOff {
		return
	}
	f.actual = strings.Clone(f.actual) // it may be a part of a buffer
	violation := Violation{
		Rule: rule, Level: level, Message: f.message, Expected: f.expected, Actual: f.actual, Subject: subjectOf(rule, &f),
		Status: c.Status, Code: c.errorCode,
		InstanceLocation: spec.JoinPointer(f.instance...),
		DocumentLocation: c.v.contract.resolveLocation(f.location),
	}
	switch {
	case c.op != nil:
		violation.Method, violation.PathTemplate, violation.Operation = c.op.Method, c.op.PathTemplate, c.op.ID
	case c.retired != nil:
		violation.Method, violation.PathTemplate = c.requestMethod(), c.retiredPath()
	default:
		violation.Method, violation.PathTemplate = c.requestMethod(), c.v.contract.pathText(c.match.Path)
	}
	c.addMore(len(c.Violations), f.more)
	c.Violations = append(c.Violations, violation)
}

// subjectOf returns the names involved in a violation. For some rules it is the type or format
// of the actual value.
func subjectOf(rule RuleID, f *violationDetails) string {
	switch rule {
	case ContentTypeUndocumented, ContentTypeConflict, BodyUndocumented, BodyUnreadable, MessageEmpty, RetryAfterInvalid:
		return f.actual
	case EnvelopeMissing:
		return withoutCount(f.actual)
	}
	return f.subject
}

// withoutCount returns the description of a body without an envelope, without the number of
// its members.
func withoutCount(actual string) string {
	rest, counted := strings.CutPrefix(actual, "a JSON object of ")
	if !counted {
		return actual
	}
	_, lack, _ := strings.Cut(rest, " without ")
	return "a JSON object without " + lack
}

// addMore counts violations that are equal to one of the exchange, and are left out.
func (c *exchangeCheck) addMore(violation, times int) {
	if times == 0 {
		return
	}
	if c.more == nil {
		c.more = make(map[int]int)
	}
	c.more[violation] += times
}

// addUnchecked notes that something of the exchange could not be checked.
func (c *exchangeCheck) addUnchecked(reason UncheckedReason) {
	if !slices.Contains(c.Unchecked, reason) {
		c.Unchecked = append(c.Unchecked, reason)
	}
}
