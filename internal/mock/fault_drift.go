package mock

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// A Setting is what a fault has to know of the contract and the operation, so
// that it breaks one rule and no other.
type Setting struct {
	Envelope *Envelope // nil: the contract has no error table
	// LookupCode is [validate.Contract.LookupCode]; nil if there is no table.
	LookupCode func(name string) (validate.Code, bool)
	// Statuses are the operation's documented responses, as
	// [validate.Operation] has them.
	Statuses []string
}

// Distort does the fault to an answer that keeps the contract; a fault that
// [send] does leaves it as it is. It reports whether the fault applies at all,
// as [FaultInfo] says; if not, the answer is unchanged. Two things depend on the
// contract: where the operation has a default response every status is
// documented, and [FaultHTML502] is found as envelope-missing; and where the
// body itself is the error object, a shape that the document does not name is
// found as body-schema.
func (f Fault) Distort(a *response.Response, s Setting) bool {
	switch f {
	case "", FaultReset:
		return true
	case FaultTruncated, FaultSlow:
		return len(a.Body) > 0
	case FaultContentType:
		return retype(a, "text/html; charset=utf-8")
	case FaultEmptyBody:
		return empty(a)
	case FaultHTML502:
		edge(a, s.undocumented())
		return true
	}
	e := errorAnswer{Response: a, Setting: s}
	return e.read() && e.distort(f)
}

func retype(a *response.Response, mediaType string) bool {
	if len(a.Body) == 0 {
		return false
	}
	a.Header = a.Header.Clone()
	if a.Header == nil {
		a.Header = make(http.Header)
	}
	a.Header.Set("Content-Type", mediaType)
	return true
}

func empty(a *response.Response) bool {
	if len(a.Body) == 0 {
		return false
	}
	a.Header = a.Header.Clone()
	a.Header.Del("Content-Type")
	a.Body = nil
	return true
}

// edge replaces the answer by one of a proxy, which knows no contract.
func edge(a *response.Response, status int) {
	title := strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	a.Status = status
	a.Header = http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	a.Body = fmt.Appendf(nil, "<html>\n<head><title>%[1]s</title></head>\n<body>\n<center><h1>%[1]s</h1></center>\n</body>\n</html>\n", title)
}

// edgeStatuses are those that proxies and content networks send by themselves.
var edgeStatuses = []int{502, 503, 504, 520, 521, 522, 523, 524, 525, 530, 500, 408, 421, 431, 403, 404, 414, 451}

// undocumented is the first status of an edge that the operation does not
// document; 502 if it documents all.
func (s Setting) undocumented() int {
	for _, status := range edgeStatuses {
		if !s.documents(status) {
			return status
		}
	}
	return http.StatusBadGateway
}

func (s Setting) documents(status int) bool {
	return spec.FindResponse(s.Statuses, status, func(key string) string { return key }) != ""
}

// An errorAnswer is an answer that carries a code of the error table.
type errorAnswer struct {
	*response.Response
	Setting
	value any // the body
	code  validate.Code
}

func (e *errorAnswer) read() bool {
	if e.Envelope == nil || e.LookupCode == nil || e.Status < 300 {
		return false
	}
	value, ok := jsonvalue.Decode(e.Body)
	if !ok {
		return false
	}
	e.value = value
	e.code, ok = e.LookupCode(e.Envelope.text(value, e.Envelope.Code))
	return ok
}

func (e *errorAnswer) distort(f Fault) bool {
	switch f {
	case FaultNoDocURL:
		return e.code.DocURL != "" && jsonvalue.Delete(e.value, document.Tokens(e.Envelope.DocURL)) && e.rewrite()
	case FaultWrongStatus:
		return e.wrongStatus()
	case FaultV1Shape:
		e.value = e.shaped("v1")
		return e.rewrite()
	case FaultV2Shape:
		e.value = e.shaped("v2")
		return e.rewrite()
	case FaultUnknownCode:
		return jsonvalue.SetMember(e.value, document.Tokens(e.Envelope.Code), e.unknownCode()) && e.rewrite()
	case FaultNoRetryAfter:
		return e.noRetryAfter()
	case FaultNullParam:
		return jsonvalue.SetMember(e.value, document.Tokens(e.Envelope.Param), nil) && e.rewrite()
	}
	return false
}

func (e *errorAnswer) rewrite() bool {
	e.Body = jsonvalue.Encode(e.value)
	return true
}

// wrongStatus takes another status that the operation documents by itself, of
// the same class if it can: what a caller does by class alone stays right.
func (e *errorAnswer) wrongStatus() bool {
	var same, other []int
	for _, key := range e.Statuses {
		status, err := strconv.Atoi(key)
		switch {
		case err != nil || status < 400 || status == e.Status || slices.Contains(e.code.Statuses, status):
		case status/100 == e.Status/100:
			same = append(same, status)
		default:
			other = append(other, status)
		}
	}
	if found := slices.Concat(same, other); len(found) > 0 && len(e.code.Statuses) > 0 {
		e.Status = found[0]
		return true
	}
	return false
}

func (e *errorAnswer) noRetryAfter() bool {
	if e.code.RetryAfter != validate.Required || e.Header.Get("Retry-After") == "" {
		return false
	}
	e.Header = e.Header.Clone()
	e.Header.Del("Retry-After")
	return true
}

// unknownCode is the code with an ending that makes it none of the table.
func (e *errorAnswer) unknownCode() string {
	for name := e.code.Name + "_undocumented"; ; name += "_" {
		if _, ok := e.LookupCode(name); !ok {
			return name
		}
	}
}
