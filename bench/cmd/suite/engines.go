package main

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/apicontract/apicontract/bench/internal/rivals"
	"github.com/apicontract/apicontract/validate"
)

// An engine checks a case; formats says whether formats are asserted, where the engine
// has a choice.
type engine struct {
	name  string
	check func(c *testCase, formats bool) verdict
}

var engines = []engine{{"apicontract", checkOurs}, {rivals.Filter, checkFilter}, {rivals.PB33F, checkPB33F}}

func checkOurs(c *testCase, formats bool) verdict {
	contract, err := validate.Parse("openapi.json", c.Document)
	if err != nil {
		return refused
	}
	v, err := validate.New(contract, validate.WithSchemaFormats(formats), validate.WithAnyHost())
	if err != nil {
		return refused
	}
	x := &validate.Exchange{Request: validate.Request{Method: c.Method, URL: c.URL},
		Response: validate.Response{Status: c.Status, Body: []byte(c.Body)}}
	for _, pair := range c.Headers {
		x.Response.Header = append(x.Response.Header, validate.HeaderLine{Name: pair[0], Value: pair[1]})
	}
	switch result := v.Check(x); {
	case len(result.Violations) > 0:
		return invalid
	case result.Skipped != "" || len(result.Unchecked) > 0:
		return unchecked
	}
	return valid
}

// checkFilter routes and checks a response as the documentation of openapi3filter shows.
func checkFilter(c *testCase, _ bool) verdict {
	document, err := openapi3.NewLoader().LoadFromData(c.Document)
	if err != nil {
		return refused
	}
	router, err := legacy.NewRouter(document)
	if err != nil {
		return refused
	}
	request, err := c.request()
	if err != nil {
		return refused
	}
	route, parameters, err := router.FindRoute(request)
	if err != nil {
		return refused
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route, PathParams: parameters, Options: options},
		Status:                 c.Status, Header: c.header(), Options: options,
	}
	return verdictOf(openapi3filter.ValidateResponse(context.Background(), input.SetBodyBytes([]byte(c.Body))) == nil)
}

// checkPB33F checks a response as the documentation of libopenapi-validator shows.
func checkPB33F(c *testCase, _ bool) verdict {
	document, err := libopenapi.NewDocument(c.Document)
	if err != nil {
		return refused
	}
	model, err := document.BuildV3Model()
	if err != nil {
		return refused
	}
	request, err := c.request()
	if err != nil {
		return refused
	}
	response := &http.Response{StatusCode: c.Status, Header: c.header(), Body: io.NopCloser(bytes.NewReader([]byte(c.Body))), Request: request}
	ok, _ := validator.NewValidatorFromV3Model(&model.Model).ValidateHttpResponse(request, response)
	return verdictOf(ok)
}
