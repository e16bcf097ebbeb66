package fault

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/validate"
)

// An errorResponse is a response with a code of the error table.
type errorResponse struct {
	*response.Response
	*Context
	value any // the decoded body
	code  validate.ErrorCode
}

// parseErrorResponse decodes a response. It reports false if the response has no
// code of the error table.
func parseErrorResponse(r *response.Response, c *Context) (*errorResponse, bool) {
	if c.Envelope == nil || c.LookupCode == nil || r.Status < 300 {
		return nil, false
	}
	value, ok := jsonvalue.Decode(r.Body)
	if !ok {
		return nil, false
	}
	code, ok := c.LookupCode(jsonvalue.GetString(value, c.Envelope.Code))
	return &errorResponse{Response: r, Context: c, value: value, code: code}, ok
}

func (e *errorResponse) applyFault(f Fault) bool {
	switch f {
	case NoDocURL:
		return e.code.DocURL != "" && jsonvalue.Delete(e.value, e.Envelope.DocURL) && e.updateBody()
	case WrongStatus:
		return e.setWrongStatus()
	case V1Shape:
		e.value = e.legacyBody("v1")
		return e.updateBody()
	case V2Shape:
		e.value = e.legacyBody("v2")
		return e.updateBody()
	case UnknownCode:
		return jsonvalue.SetMember(e.value, e.Envelope.Code, e.unknownCode()) && e.updateBody()
	case NoRetryAfter:
		return e.removeRetryAfter()
	case NullParam:
		return jsonvalue.SetMember(e.value, e.Envelope.Param, nil) && e.updateBody()
	}
	return false
}

func (e *errorResponse) updateBody() bool {
	e.Body = jsonvalue.Encode(e.value)
	return true
}

// setWrongStatus sets another status that the operation documents explicitly. It prefers one of the
// same class, because clients that look at the class alone still act correctly.
func (e *errorResponse) setWrongStatus() bool {
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

func (e *errorResponse) removeRetryAfter() bool {
	if e.code.RetryAfter != validate.Required || e.Header.Get("Retry-After") == "" {
		return false
	}
	*e.Response = e.Clone()
	e.Header.Del("Retry-After")
	return true
}

// unknownCode appends an ending to the code, so that the error table does not have it.
func (e *errorResponse) unknownCode() string {
	for name := e.code.Name + "_undocumented"; ; name += "_" {
		if _, ok := e.LookupCode(name); !ok {
			return name
		}
	}
}

func (e *errorResponse) messageText() string {
	if text := jsonvalue.GetString(e.value, e.Envelope.Message); text != "" {
		return text
	}
	return http.StatusText(e.Status)
}
