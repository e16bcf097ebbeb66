package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"
)

// A Shape is the form in which a response reports an error.
type Shape string

// The shapes. The contract documents only the envelope.
const (
	ShapeEnvelope Shape = "envelope" // {"error":{"code","message",…}}
	ShapeV2       Shape = "v2"       // {"data":null,"error":{"code","message"}}
	ShapeV1       Shape = "v1"       // {"code":400543,"message":…}
	ShapeHTML     Shape = "html"     // a page, as gateways send it
	ShapeEmpty    Shape = "empty"    // no body
	ShapeOther    Shape = "other"    // anything else, and a body that was cut off
)

// errorBody is what a body says about an error.
type errorBody struct {
	shape                        Shape
	code, message, param, docURL string
}

// members is a JSON object. Each member is decoded on its own, so that one of a
// wrong type does not cost the others.
type members map[string]json.RawMessage

var byteOrderMark = []byte("\ufeff")

// readErrorBody finds an error in any body.
func readErrorBody(body []byte, header http.Header) errorBody {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, byteOrderMark))
	if len(body) == 0 {
		return errorBody{shape: ShapeEmpty}
	}
	if top, ok := object(body); ok {
		return top.errorBody()
	}
	if isHTML(header.Get("Content-Type")) || isHTML(http.DetectContentType(body)) {
		return errorBody{shape: ShapeHTML}
	}
	return errorBody{shape: ShapeOther, message: cmp.Or(itemMessage(body), plainText(body, header))}
}

func (top members) errorBody() errorBody {
	detail, ok := object(top["error"])
	if !ok {
		detail = top
	}
	e, outer := detail.fields(), top.fields()
	e.shape = top.shape(detail)
	e.code = cmp.Or(e.code, outer.code)
	e.message = cmp.Or(e.message, outer.message, detail.foreignMessage(), top.foreignMessage())
	return e
}

func isHTML(mediaType string) bool { return strings.HasPrefix(strings.ToLower(mediaType), "text/html") }

// plainText returns a body that is text for people, by its label or for want of one.
// JSON that was cut off is not.
func plainText(body []byte, header http.Header) string {
	label := cmp.Or(header.Get("Content-Type"), http.DetectContentType(body))
	if !strings.HasPrefix(strings.ToLower(label), "text/plain") || body[0] == '{' || body[0] == '[' || !utf8.Valid(body) {
		return ""
	}
	return string(body)
}

// shape tells the versions apart as the document's error table does.
func (top members) shape(detail members) Shape {
	switch {
	case top.has("data") && top.has("error"):
		return ShapeV2
	case top.has("message") && isInteger(top["code"]):
		return ShapeV1
	case top.has("error") && isString(detail["code"]):
		return ShapeEnvelope
	}
	return ShapeOther
}

// reportsError reports whether the body of a success has an error of any version of
// the API and no data. An error beside data is part of the operation's result.
func (top members) reportsError() bool {
	if top.has("data") && string(top["data"]) != "null" {
		return false
	}
	detail, _ := object(top["error"])
	return isString(detail["code"]) || isInteger(detail["code"]) || top.has("message") && isInteger(top["code"])
}

func (m members) has(name string) bool {
	_, ok := m[name]
	return ok
}

func (m members) fields() errorBody {
	return errorBody{
		code: text(m["code"]), message: text(m["message"]),
		param: text(m["param"]), docURL: text(m["doc_url"]),
	}
}

func object(raw json.RawMessage) (members, bool) {
	var m members
	err := json.Unmarshal(raw, &m)
	return m, err == nil && m != nil
}

// text returns a string's value and a number's digits; else nothing.
func text(raw json.RawMessage) string {
	var n json.Number
	if isString(raw) {
		var s string
		_ = json.Unmarshal(raw, &s) // the object around it was valid
		return s
	}
	_ = json.Unmarshal(raw, &n) // stays empty for what is no number
	return n.String()
}

func isString(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '"' }

func isInteger(raw json.RawMessage) bool {
	return len(raw) > 0 && strings.Trim(string(raw), "-0123456789") == ""
}
