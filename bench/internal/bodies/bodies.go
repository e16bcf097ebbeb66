// Package bodies reads and writes the file of exchanges with their document, for programs that only
// check.
package bodies

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"

	"github.com/apicontract/apicontract/bench/internal/traffic"
	"github.com/apicontract/apicontract/validate"
)

// A File is the content of the file, as JSON.
type File struct {
	Document  json.RawMessage `json:"document"`
	Exchanges []Exchange      `json:"exchanges"`
}

// An Exchange is the input of one check.
type Exchange struct {
	Method  string                `json:"method"`
	URL     string                `json:"url"`
	Path    string                `json:"path"`
	Status  int                   `json:"status"`
	Fields  []validate.HeaderLine `json:"fields"`
	Type    string                `json:"type"`
	Content []byte                `json:"content"` // in base64, because it may not be UTF-8
	Fault   string                `json:"fault,omitempty"`
}

// FromTraffic converts a generated exchange.
func FromTraffic(x *traffic.Exchange) (e Exchange, err error) {
	target, err := url.Parse(x.Request.URL)
	if err != nil {
		return e, err
	}
	e = Exchange{
		Method: x.Request.Method, URL: x.Request.URL, Path: target.Path, Status: x.Response.Status,
		Fields: append([]validate.HeaderLine(nil), x.Response.Header...), Type: x.Response.MediaType,
		Content: append([]byte{}, x.Response.Body...),
	}
	if x.Fault != nil {
		e.Fault = x.Fault.Name
	}
	return e, nil
}

// Read reads a file.
func Read(name string) (f File, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(text, &f)
}

// ToValidate returns the exchange in the form of our engine.
func (e *Exchange) ToValidate() *validate.Exchange {
	x := new(validate.Exchange)
	x.Request.Method, x.Request.URL = e.Method, e.URL
	x.Response.Status, x.Response.MediaType = e.Status, e.Type
	x.Response.Header, x.Response.Body = e.Fields, e.Content
	return x
}

// Header returns the response headers in the form of net/http.
func (e *Exchange) Header() http.Header {
	header := make(http.Header, len(e.Fields))
	for _, f := range e.Fields {
		header.Add(f.Name, f.Value)
	}
	return header
}
