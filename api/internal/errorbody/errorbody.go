// Package errorbody finds an error in any response body: in the API's envelope, in the formats of
// its older versions, and in what gateways and frameworks send.
package errorbody

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"
)

// The formats of bodies. The contract documents only the envelope.
const (
	Envelope = "envelope" // {"error":{"code","message",…}}
	V2       = "v2"       // {"data":null,"error":{"code","message"}}
	V1       = "v1"       // {"code":400543,"message":…}
	HTML     = "html"     // an HTML page, as gateways send it
	Empty    = "empty"    // no body
	Other    = "other"    // anything else, or a truncated body
)

// An ErrorBody is what a body says about an error. Members that it lacks are empty.
type ErrorBody struct {
	Shape                        string
	Code, Message, Param, DocURL string
}

// members is a JSON object. Each member is decoded on its own, so that one of a wrong type does not
// affect the others.
type members map[string]json.RawMessage

var byteOrderMark = []byte("\ufeff")

// Read finds an error in a body without content codings. The headers of its response distinguish
// text and HTML from JSON.
func Read(body []byte, header http.Header) ErrorBody {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, byteOrderMark))
	if len(body) == 0 {
		return ErrorBody{Shape: Empty}
	}
	if top, ok := objectOf(body); ok {
		return top.errorBody()
	}
	if isHTML(header.Get("Content-Type")) || isHTML(http.DetectContentType(body)) {
		return ErrorBody{Shape: HTML}
	}
	return ErrorBody{Shape: Other, Message: cmp.Or(itemMessage(body), plainText(body, header))}
}

func (top members) errorBody() ErrorBody {
	detail, ok := objectOf(top["error"])
	if !ok {
		detail = top
	}
	e, outer := detail.fields(), top.fields()
	e.Shape = top.formatOf(detail)
	e.Code = cmp.Or(e.Code, outer.Code)
	e.Message = cmp.Or(e.Message, outer.Message, detail.foreignMessage(), top.foreignMessage())
	return e
}

func isHTML(mediaType string) bool { return strings.HasPrefix(strings.ToLower(mediaType), "text/html") }

// plainText returns a body that is text for people, according to its Content-Type or because it has
// none. Truncated JSON is not such text.
func plainText(body []byte, header http.Header) string {
	label := cmp.Or(header.Get("Content-Type"), http.DetectContentType(body))
	if !strings.HasPrefix(strings.ToLower(label), "text/plain") || body[0] == '{' || body[0] == '[' || !utf8.Valid(body) {
		return ""
	}
	return string(body)
}

// formatOf returns the format of the body, by the same rules as the document's error table.
func (top members) formatOf(detail members) string {
	switch {
	case top.has("data") && top.has("error"):
		return V2
	case top.has("message") && isInteger(top["code"]):
		return V1
	case top.has("error") && isString(detail["code"]):
		return Envelope
	}
	return Other
}

// InSuccess reports whether the body of a success has an error of any version of the API and no
// data. An error beside data is a part of the operation's result.
func InSuccess(body []byte) bool {
	if !bytes.Contains(body, []byte(`"code"`)) {
		return false // most bodies need no further parsing
	}
	top, _ := objectOf(bytes.TrimPrefix(body, byteOrderMark))
	if top.has("data") && string(top["data"]) != "null" {
		return false
	}
	detail, _ := objectOf(top["error"])
	return isString(detail["code"]) || isInteger(detail["code"]) || top.has("message") && isInteger(top["code"])
}

func (m members) has(name string) bool {
	_, ok := m[name]
	return ok
}

func (m members) fields() ErrorBody {
	return ErrorBody{
		Code: textOf(m["code"]), Message: textOf(m["message"]),
		Param: textOf(m["param"]), DocURL: textOf(m["doc_url"]),
	}
}

func objectOf(raw json.RawMessage) (members, bool) {
	var m members
	err := json.Unmarshal(raw, &m)
	return m, err == nil && m != nil
}

// textOf returns the value of a string or the digits of a number; otherwise nothing.
func textOf(raw json.RawMessage) string {
	var n json.Number
	if isString(raw) {
		var s string
		_ = json.Unmarshal(raw, &s) // the enclosing object was valid
		return s
	}
	_ = json.Unmarshal(raw, &n) // stays empty for anything but a number
	return n.String()
}

func isString(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '"' }

func isInteger(raw json.RawMessage) bool {
	return len(raw) > 0 && strings.Trim(string(raw), "-0123456789") == ""
}
