// Package pb33f checks exchanges with libopenapi-validator, as its documentation shows.
package pb33f

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/apicontract/apicontract"
)

// A Checker checks responses. It is safe for concurrent use.
type Checker struct {
	validator validator.Validator
	hosts     map[string]bool
}

// New returns a checker for the built-in contract.
func New() (*Checker, error) {
	document, err := libopenapi.NewDocument(apicontract.Document())
	if err != nil {
		return nil, err
	}
	model, err := document.BuildV3Model()
	if err != nil {
		return nil, err
	}
	j := &Checker{validator: validator.NewValidatorFromV3Model(&model.Model), hosts: make(map[string]bool)}
	for _, server := range model.Model.Servers {
		u, err := url.Parse(server.URL)
		if err != nil {
			return nil, err
		}
		j.hosts[u.Host] = true
	}
	return j, nil
}

// HasServer reports whether a host is a server of the contract.
func (j *Checker) HasServer(host string) bool { return j.hosts[host] }

// Check returns an error for a response that does not conform.
func (j *Checker) Check(method string, target *url.URL, status int, header http.Header, content []byte) error {
	request := &http.Request{Method: method, URL: target, Host: target.Host, Header: http.Header{}}
	response := &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(content)), Request: request}
	if ok, faults := j.validator.ValidateHttpResponse(request, response); !ok {
		if len(faults) > 0 {
			return faults[0]
		}
		return errors.New("not valid")
	}
	return nil
}
