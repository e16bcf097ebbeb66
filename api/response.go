package api

import "net/http"

// A Response is a success: a 2xx status with its decoded content. T is what the
// operation documents; members that it does not promise, Data among them, are
// nil where the API left them out.
type Response[T any] struct {
	Value  T
	Status int
	Header http.Header
	Body   []byte // the content as it came
}

// Value takes the result of a client's method apart, for callers who need only
// the content:
//
//	video, err := api.Value(client.GetVideoV3WithResponse(ctx, id))
//
// With an error the value is T's zero value.
func Value[T any](r *Response[T], err error) (T, error) {
	if err != nil || r == nil {
		var zero T
		return zero, err
	}
	return r.Value, nil
}
