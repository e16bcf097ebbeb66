package api

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// Decode reads a response into a T and closes its body. It takes what a method
// of [Client] or http.Client returns, err included, which it passes on:
//
//	videos, err := api.Decode[api.VideoList](client.ListVideos(ctx, nil))
//
// The error is as the package's documentation says. With T struct{} the content
// is not decoded.
func Decode[T any](rsp *http.Response, err error) (*Response[T], error) {
	return decode[T](call{keyed: true}, rsp, err)
}

// decode is the one path of all responses. As little of it as can be depends on
// T: each success type has its own copy in the binary.
func decode[T any](of call, rsp *http.Response, err error) (*Response[T], error) {
	if err != nil {
		return nil, err
	}
	a, err := receive(of, rsp)
	if err != nil {
		return nil, err
	}
	r := &Response[T]{Status: a.status, Header: a.header, Body: a.body}
	if err := a.decode(&r.Value); err != nil {
		return nil, err
	}
	return r, nil
}

// decode reads the content of a success into v, a pointer.
func (a *answer) decode(v any) error {
	_, ignored := v.(*struct{})
	if ignored || a.status == http.StatusNoContent || a.status == http.StatusResetContent {
		return nil
	}
	err := a.err
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(a.body, byteOrderMark), v)
	}
	if err == nil && bytes.Equal(bytes.TrimSpace(bytes.TrimPrefix(a.body, byteOrderMark)), []byte("null")) {
		err = errNull
	}
	if err == nil {
		return nil
	}
	return &DecodeError{
		Operation: a.operation, Method: a.method, Path: a.path,
		Status: a.status, Header: a.header, Body: a.body, Err: err,
	}
}

// failure returns the error that a response reports; nil for a success.
func (a *answer) failure() *Error {
	if a.status/100 == 2 && !a.refuted() {
		return nil
	}
	r := readReport(a.body, a.header)
	return &Error{
		Operation: a.operation, Method: a.method, Path: a.path, Keyed: a.keyed,
		Status: a.status, Header: a.header, Body: a.body, Err: a.err,
		Shape: r.shape, Code: Code(r.code), Message: r.message, Param: r.param, DocURL: r.docURL,
	}
}

// refuted reports whether the content of a success says the opposite. Most
// content does not hold the words, and is spared the second reading.
func (a *answer) refuted() bool {
	if !bytes.Contains(a.body, []byte(`"code"`)) {
		return false
	}
	top, _ := object(bytes.TrimPrefix(a.body, byteOrderMark))
	return top.refutes()
}
