package api

import (
	"net/http"

	"github.com/apicontract/apicontract/api/internal/body"
	"github.com/apicontract/apicontract/api/internal/errorbody"
	"github.com/apicontract/apicontract/api/internal/operations"
)

// Decode reads a response into a T and closes its body. It takes the results of a method of
// [Client] or http.Client, and returns err unchanged if it is not nil:
//
//	videos, err := api.Decode[api.VideoList](client.ListVideos(ctx, nil))
//
// The package documentation lists the errors. If T is struct{}, the body is not decoded.
func Decode[T any](rsp *http.Response, err error) (*Response[T], error) {
	return decodeResponse[T]("", rsp, err)
}

// decodeResponse decodes all responses. As little of it as possible depends on T, because each
// success type has its own copy of this function in the binary.
func decodeResponse[T any](operation string, rsp *http.Response, err error) (*Response[T], error) {
	if err != nil {
		return nil, err
	}
	received, err := readResponse(operation, rsp)
	if err != nil {
		return nil, err
	}
	r := &Response[T]{Status: received.status, Header: received.header, Body: received.body}
	if err := received.decode(&r.Value); err != nil {
		return nil, err
	}
	return r, nil
}

// decode decodes the body of a success into v, a pointer.
func (r *response) decode(v any) error {
	_, ignored := v.(*struct{})
	if ignored || r.status == http.StatusNoContent || r.status == http.StatusResetContent {
		return nil
	}
	err := r.err
	if err == nil {
		err = body.Decode(r.body, v, requiredMembers)
	}
	if err == nil {
		return nil
	}
	return r.decodeError(err)
}

func (r *response) decodeError(err error) *DecodeError {
	return &DecodeError{
		Operation: r.operation, Method: r.method, Path: r.path,
		Status: r.status, Header: r.header, Body: r.body, Err: err,
	}
}

// failure returns the error that a response reports; nil for a success.
func (r *response) failure() *Error {
	if r.status/100 == 2 && !errorbody.InSuccess(r.body) {
		return nil
	}
	found := errorbody.Read(r.body, r.header)
	e := &Error{
		Operation: r.operation, Method: r.method, Path: r.path,
		Status: r.status, Header: r.header, Body: r.body, Err: r.err,
		Format: ErrorFormat(found.Shape), Code: Code(found.Code), Message: found.Message, Param: found.Param, DocURL: found.DocURL,
	}
	if r.request != nil {
		facts := operations.Of(r.request)
		e.Keyed, e.Idempotent = facts.Keyed, facts.Idempotent
		e.Message = withoutSecrets(e.Message, secretsIn(r.request.Header))
	}
	return e
}
