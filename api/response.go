package api

import "net/http"

// A Response is a success: a 2xx status with its decoded body. T is the documented type; members
// that the document does not require, Data among them, are nil if the API omitted them.
type Response[T any] struct {
	Value  T
	Status int
	Header http.Header // unchanged
	Body   []byte      // without content codings
}

// Value returns the value of the result of a client's method:
//
//	video, err := api.Value(client.GetVideoV3WithResponse(ctx, id))
//
// If there is an error, the value is T's zero value.
func Value[T any](r *Response[T], err error) (T, error) {
	if err != nil || r == nil {
		var zero T
		return zero, err
	}
	return r.Value, nil
}
