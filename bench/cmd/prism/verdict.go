package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// A response is what a mock has sent.
type response struct {
	status int
	header http.Header
	body   []byte
	failed error // there is no response
}

// A judge says whether responses are right. It checks bodies with openapi3filter, which neither mock
// uses.
type judge struct{ routers map[string]routers.Router }

// newJudge loads documents by name.
func newJudge(files map[string]string) (*judge, error) {
	j := &judge{routers: make(map[string]routers.Router)}
	for name, file := range files {
		doc, err := openapi3.NewLoader().LoadFromFile(file)
		if err != nil {
			return nil, err
		}
		doc.Servers = openapi3.Servers{{URL: "http://mock.example"}}
		if j.routers[name], err = gorillamux.NewRouter(doc); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// faultOf says what is wrong with a response; it is empty if nothing is.
func (j *judge) faultOf(r *request, got *response) string {
	if got.failed != nil {
		return got.failed.Error()
	}
	statuses, conditions, _ := strings.Cut(r.want, " ")
	if !slices.Contains(strings.Split(statuses, "|"), strconv.Itoa(got.status)) {
		return fmt.Sprint("status ", got.status)
	}
	for condition := range strings.FieldsSeq(conditions) {
		if !got.meets(condition) {
			return "not " + condition
		}
	}
	if strings.Contains(statuses, "|") {
		return "" // a response of the mock itself, which no document describes, is right, too
	}
	return j.deviationOf(r, got)
}

// meets reports whether a response meets a condition of [request.want].
func (got *response) meets(condition string) bool {
	if name, isHeader := strings.CutSuffix(condition, ":"); isHeader {
		return got.header.Get(name) != ""
	}
	if place, isAbsent := strings.CutSuffix(condition, "!"); isAbsent {
		return got.member(place) == nil
	}
	if name, text, ok := strings.Cut(condition, "!"); ok {
		return !strings.Contains(got.header.Get(name), text)
	}
	place, want, _ := strings.Cut(condition, "=")
	if list, isLength := strings.CutSuffix(place, "#"); isLength {
		items, _ := got.member(list).([]any)
		return strconv.Itoa(len(items)) == want
	}
	return fmt.Sprint(got.member(place)) == want
}

// member returns the value at a JSON Pointer in the body, nil if there is none.
func (got *response) member(pointer string) any {
	decoder := json.NewDecoder(bytes.NewReader(got.body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		object, _ := value.(map[string]any)
		value = object[token]
	}
	return value
}

// manyDigits matches a number that openapi3filter may round, so that it cannot check the body.
var manyDigits = regexp.MustCompile(`[0-9]{16}`)

// deviationOf says how a response differs from the document; it is empty if it does not, or if the
// document does not describe it.
func (j *judge) deviationOf(r *request, got *response) string {
	method, target, _ := strings.Cut(r.line, " ")
	u, err := url.Parse("http://mock.example" + target)
	if err != nil {
		return err.Error()
	}
	request := &http.Request{Method: method, URL: u, Host: u.Host, Header: http.Header{}}
	route, params, err := j.routers[r.document].FindRoute(request)
	if err != nil || manyDigits.Match(got.body) || route.Operation.Responses.Status(got.status) == nil {
		return ""
	}
	options := &openapi3filter.Options{ExcludeRequestBody: true}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route, PathParams: params, Options: options},
		Status:                 got.status, Header: got.header, Options: options,
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input.SetBodyBytes(got.body)); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return "does not conform: " + first
	}
	return ""
}
