package validate

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/schemamatch"
)

// fastPathEligible reports whether nothing but the status and the body of an
// exchange needs a look, and returns what its operation documents of the status.
func (v *Validator) fastPathEligible(ctx context.Context, x *Exchange, m *route.Match[*compiledOperation]) (*compiledResponse, bool) {
	if v.withoutFastPath || !m.Found || m.Value.unusable || !x.mayHaveBody() ||
		m.Scheme != "https" && m.Scheme != "http" && m.Scheme != "" || !v.isSelected(x.Request.Method, m) || v.notesDeprecation(x.Response.Header) {
		return nil, false
	}
	r := m.Value.findResponse(x.Response.Status)
	return r, r == nil || len(r.unread) == 0 && v.headersConform(ctx, r, x.Response.Header)
}

// notesDeprecation reports whether response headers are a finding of their own.
func (v *Validator) notesDeprecation(headers Header) bool {
	return v.levels[ResponseDeprecated] != LevelOff && headers.announcesEnd()
}

// matcherFor returns the matcher for an exchange's body, nil if there is none.
func (r *compiledResponse) matcherFor(x *Exchange) *bodyMatcher {
	if r == nil || len(x.Response.Body) == 0 {
		return nil
	}
	t := x.Response.contentType()
	if t.conflict != nil || !mediatype.IsJSON(t.essence) || hasProblemStatus(t.essence, x.Response.Body) {
		return nil
	}
	m := r.mediaOf(t)
	if m == nil || m.matcher == nil {
		return nil
	}
	matcher := m.matcher()
	if matcher == nil || matcher.envelope && x.Response.Status < 400 {
		return nil
	}
	return matcher
}

// mayHaveBody reports whether there is no reason why there should be no content.
func (x *Exchange) mayHaveBody() bool {
	status := x.Response.Status
	return x.Skip == "" && x.Response.BodyMissing == "" &&
		status >= 200 && status <= 599 && !neverHasBody(status) && !x.isHead()
}

// neverHasBody reports whether responses with a status have no body (RFC 9110, sections
// 6.4.1 and 15.3.6).
func neverHasBody(status int) bool {
	return status == http.StatusNoContent || status == http.StatusResetContent || status == http.StatusNotModified
}

func (x *Exchange) isHead() bool {
	const head = http.MethodHead
	return len(x.Request.Method) == len(head) && strings.EqualFold(x.Request.Method, head)
}

// bodyConforms reports whether an exchange surely conforms, by the matcher of its body
// and by the error table, and returns its error code if it has one. False means
// undecided.
func (v *Validator) bodyConforms(op *compiledOperation, b *bodyMatcher, x *Exchange) (*codeEntry, bool) {
	matchers := &v.model.engine.matchers
	m := matchers.Get().(*schemamatch.Matcher)
	defer matchers.Put(m)
	if !m.Conforms(b.program, x.Response.Body) {
		return nil, false
	}
	code, found := m.CapturedText(codeCapture)
	if !b.envelope {
		return nil, !found
	}
	table := v.contract.table
	entry := table.codes[string(code)]
	if entry == nil || !found || !entry.printable || !entry.allowsStatus(op.source, x.Response.Status) ||
		!entry.belongsTo(op.source) ||
		!table.detailsAgree(entry, m) || !entry.retryAfterAgrees(x.Response.Header) {
		return nil, false
	}
	return entry, true
}

// detailsAgree reports whether message, param and link are surely what the table says of
// the code.
func (t *errorTable) detailsAgree(c *codeEntry, m *schemamatch.Matcher) bool {
	message, hasMessage := m.CapturedText(messageCapture)
	param, hasParam := m.CapturedText(paramCapture)
	docURL, _ := m.CapturedText(docURLCapture)
	switch {
	case t.envelope.Message != nil && (!hasMessage || len(bytes.TrimSpace(message)) == 0),
		t.envelope.DocURL != nil && c.DocURL != "" && string(docURL) != c.DocURL,
		hasParam && (!c.allowsParam(unsafeString(param)) || c.Message.Param && !mentionsField(unsafeString(message), unsafeString(param))),
		c.Message.Numbers > 0 && countNumbers(message) < c.Message.Numbers,
		c.Message.URL && !hasURL(message):
		return false
	}
	return true
}

// retryAfterAgrees reports whether the Retry-After field is surely right.
func (c *codeEntry) retryAfterAgrees(fields Header) bool {
	if fields == nil || c.RetryAfter == "" {
		return true
	}
	value, count := "", 0
	for i := range fields {
		if fields[i].hasName(retryAfter) {
			value = fields[i].Value
			count++
		}
	}
	switch {
	case count == 0:
		return c.RetryAfter != Required
	case count > 1 || c.RetryAfter == Forbidden:
		return false
	}
	value = strings.TrimSpace(value)
	return value != "" && c.DelayForm.allows(value)
}

// headersConform reports whether the response's documented headers are right.
func (v *Validator) headersConform(ctx context.Context, r *compiledResponse, fields Header) bool {
	if fields == nil {
		return true
	}
	for _, h := range r.headers {
		if h.value == nil || h.value().any {
			if h.required && !fields.Has(h.name) {
				return false
			}
			continue
		}
		values := fields.Values(h.name)
		if len(values) == 0 && h.required || len(values) > 0 && !v.model.engine.headerConforms(ctx, h.value(), values) {
			return false
		}
	}
	return true
}

// conformingResult is the result of an exchange that surely conforms.
func conformingResult(x *Exchange, m *route.Match[*compiledOperation], code *codeEntry) Result {
	result := Result{
		Operation: &m.Value.Operation, Host: m.Host, Contract: true, Status: x.Response.Status, op: m.Value, checkable: true,
	}
	if code != nil {
		result.Code, result.codeInTable = code.Name, true
	}
	return result
}
