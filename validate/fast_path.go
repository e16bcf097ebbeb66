package validate

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemamatch"
)

// A bodyMatcher tells JSON bodies of one media type that surely conform.
type bodyMatcher struct {
	program *schemamatch.Program
	// envelope: the members of the error object are captured, and the error
	// table has to agree with them. Otherwise only the code is, and must not be
	// there.
	envelope bool
}

// The strings that a program captures.
const (
	codeCapture = iota
	messageCapture
	paramCapture
	docURLCapture
)

// newBodyMatcher returns the matcher of a media type, nil if there can be none.
func (e *engine) newBodyMatcher(m *media, table *errorTable) *bodyMatcher {
	s := m.schema()
	matcher := &bodyMatcher{}
	switch {
	case table == nil:
		matcher.program = e.compiler.Compile(s)
	case !m.envelope:
		matcher.program = e.compiler.Compile(s, table.envelope.code)
	case table.codeIsInErrorObject() && table.excludesLegacyFormats(s):
		p := table.envelope
		matcher.program, matcher.envelope = e.compiler.Compile(s, p.code, p.message, p.param, p.docURL), true
	}
	if matcher.program == nil || !matcher.program.Decides() {
		return nil
	}
	return matcher
}

// excludesLegacyFormats reports whether a body that conforms to a schema surely has
// none of the table's legacy formats: each requires a member that the schema does
// not allow.
func (t *errorTable) excludesLegacyFormats(s *schema.Schema) bool {
	o := s.Keywords().Object
	closed := o != nil && len(o.PatternProperties) == 0 && o.AdditionalProperties != nil && o.AdditionalProperties.Keywords().False
	for _, format := range t.legacyFormats {
		if !closed || !slices.ContainsFunc(format.required, func(name string) bool { return o.Property(name) == nil }) {
			return false
		}
	}
	return true
}

// codeIsInErrorObject reports whether the code is a member of the error object, so
// that a body with a code has the object.
func (t *errorTable) codeIsInErrorObject() bool {
	last := len(t.envelope.code) - 1
	return last >= 0 && slices.Equal(t.envelope.code[:last], t.envelope.object)
}

// fastPathEligible reports whether nothing but the status and the body of an
// exchange needs a look, and returns what its operation documents of the status.
func (v *Validator) fastPathEligible(ctx context.Context, x *Exchange, m *route.Match[*operation]) (*response, bool) {
	if v.withoutFastPath || !m.Found || m.Value.unusable || !x.mayHaveContent() ||
		m.Scheme != "https" && m.Scheme != "http" && m.Scheme != "" || !v.selected(x.Request.Method, m) {
		return nil, false
	}
	r := m.Value.response(x.Response.Status)
	return r, r == nil || v.headersConform(ctx, r, x.Response.Fields)
}

// matcherFor returns the matcher for an exchange's body, nil if there is none.
func (r *response) matcherFor(x *Exchange) *bodyMatcher {
	if r == nil || len(x.Response.Content) == 0 {
		return nil
	}
	essence, _ := x.Response.contentType()
	if !mediatype.IsJSON(essence) {
		return nil
	}
	m := r.mediaOf(essence)
	if m == nil || m.matcher == nil {
		return nil
	}
	matcher := m.matcher()
	if matcher == nil || matcher.envelope && x.Response.Status < 400 {
		return nil
	}
	return matcher
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

// conforms reports whether an exchange surely conforms, by the matcher of its body
// and by the error table, and returns its error code if it has one. False means
// undecided.
func (v *Validator) conforms(b *bodyMatcher, x *Exchange) (*codeEntry, bool) {
	matchers := &v.model.engine.matchers
	m := matchers.Get().(*schemamatch.Matcher)
	defer matchers.Put(m)
	if !m.Conforms(b.program, x.Response.Content) {
		return nil, false
	}
	code, found := m.Text(codeCapture)
	if !b.envelope {
		return nil, !found
	}
	table := v.contract.table
	entry := table.codes[string(code)]
	if entry == nil || !found || !entry.printable || !entry.allows(x.Response.Status) ||
		!table.agrees(entry, m) || !entry.agreesRetryAfter(x.Response.Fields) {
		return nil, false
	}
	return entry, true
}

// agrees reports whether message, param and link are surely what the table says of
// the code.
func (t *errorTable) agrees(c *codeEntry, m *schemamatch.Matcher) bool {
	message, hasMessage := m.Text(messageCapture)
	param, hasParam := m.Text(paramCapture)
	docURL, _ := m.Text(docURLCapture)
	switch {
	case t.envelope.message != nil && (!hasMessage || len(bytes.TrimSpace(message)) == 0),
		t.envelope.docURL != nil && c.DocURL != "" && string(docURL) != c.DocURL,
		hasParam && (c.Param == Forbidden || c.Message.Param && !mentions(text(message), text(param))),
		c.Message.Numbers > 0 && countNumbers(message) < c.Message.Numbers,
		c.Message.URL && !hasURL(message):
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
func (c *codeEntry) agreesRetryAfter(fields Fields) bool {
	if fields == nil || c.RetryAfter == "" {
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
		return c.RetryAfter != Required
	case count > 1 || c.RetryAfter == Forbidden:
		return false
	}
	value = strings.TrimSpace(value)
	return value != "" && (digits(value) || isHTTPDate(value))
}

// headersConform reports whether the response's documented headers are right.
func (v *Validator) headersConform(ctx context.Context, r *response, fields Fields) bool {
	if fields == nil {
		return true
	}
	for _, h := range r.headers {
		values := fields.Values(h.name)
		if len(values) == 0 && h.required {
			return false
		}
		if len(values) > 0 && h.schema != nil && !v.model.engine.headerConforms(ctx, h, values) {
			return false
		}
	}
	return true
}

// conformingResult is the result of an exchange that surely conforms.
func conformingResult(x *Exchange, m *route.Match[*operation], code *codeEntry) Verdict {
	result := Verdict{
		Operation: &m.Value.Operation, Host: m.Host, Contract: true, Status: x.Response.Status, op: m.Value,
	}
	if code != nil {
		result.Code, result.known = code.Name, true
	}
	return result
}
