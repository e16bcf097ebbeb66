package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
)

// A Shape says in which form a response reports an error.
type Shape string

// The shapes. Only the envelope is what the contract documents.
const (
	ShapeEnvelope Shape = "envelope" // {"error":{"code","message",…}}
	ShapeV2       Shape = "v2"       // {"data":null,"error":{"code","message"}}
	ShapeV1       Shape = "v1"       // {"code":400543,"message":…}
	ShapeHTML     Shape = "html"     // a page, as servers between client and API write it
	ShapeEmpty    Shape = "empty"    // no content
	ShapeOther    Shape = "other"    // anything else, and what is cut off
)

// A report is what content says about an error.
type report struct {
	shape                        Shape
	code, message, param, docURL string
}

// members is a JSON object of which each member is read for itself, so that one
// of a wrong type loses none of the others.
type members map[string]json.RawMessage

var byteOrderMark = []byte("\ufeff")

// readReport reads whatever error there is in content.
func readReport(content []byte, header http.Header) report {
	content = bytes.TrimSpace(bytes.TrimPrefix(content, byteOrderMark))
	if len(content) == 0 {
		return report{shape: ShapeEmpty}
	}
	if top, ok := object(content); ok {
		return top.report()
	}
	if isHTML(header.Get("Content-Type")) || isHTML(http.DetectContentType(content)) {
		return report{shape: ShapeHTML}
	}
	return report{shape: ShapeOther}
}

func (top members) report() report {
	detail, ok := object(top["error"])
	if !ok {
		detail = top
	}
	r, outer := detail.fields(), top.fields()
	r.shape = top.shape(detail)
	r.code = cmp.Or(r.code, outer.code)
	r.message = cmp.Or(r.message, outer.message, text(top["error"])) // {"error":"not found"}, as gateways write it
	return r
}

func isHTML(mediaType string) bool { return strings.HasPrefix(strings.ToLower(mediaType), "text/html") }

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

// refutes reports whether content of a success carries an error of any version
// of the API and no data. With data, an error is the operation's own to document.
func (top members) refutes() bool {
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

func (m members) fields() report {
	return report{
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
