// Package body reads the bodies of responses.
package body

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/apicontract/apicontract/internal/contentcoding"
)

// Why a body is incomplete. The texts continue after "its body".
var (
	ErrTooLong = errors.New("is longer than a client reads")
	ErrTooSlow = errors.New("did not arrive in time")
	ErrCoding  = errors.New("has a content coding that cannot be removed")
)

// A ReadError means that reading a body failed.
type ReadError struct{ error }

// Unwrap returns the reader's error.
func (e *ReadError) Unwrap() error { return e.error }

// Read reads a body up to limit bytes, closes it, and removes the content codings that the
// Content-Encoding headers name; nil is an empty body. net/http only removes gzip, and only if the
// caller did not set Accept-Encoding. If patience is not 0, the body is closed after that time, so
// that a server that never ends it cannot block the caller. If there is an error, Read returns the
// part of the body that it has.
func Read(from io.ReadCloser, codings []string, limit int, patience time.Duration) ([]byte, error) {
	if from == nil {
		return nil, nil
	}
	data, err := readAll(from, limit, patience)
	plain, ok := contentcoding.DecodeBody(data, codings, limit)
	switch {
	case ok && len(plain) > limit:
		return plain[:limit], cmp.Or(err, ErrTooLong)
	case ok:
		return plain, err
	case json.Valid(data): // the header is wrong, such as "Content-Encoding: utf-8"
		return data, err
	}
	return data, cmp.Or(err, ErrCoding)
}

func readAll(from io.ReadCloser, limit int, patience time.Duration) ([]byte, error) {
	defer from.Close()
	var late atomic.Bool
	if patience > 0 {
		timer := time.AfterFunc(patience, func() {
			late.Store(true)
			_ = from.Close() // ends the pending Read
		})
		defer timer.Stop()
	}
	data, err := io.ReadAll(io.LimitReader(from, int64(limit)+1))
	switch {
	case err != nil && late.Load():
		return data, ErrTooSlow
	case err != nil:
		return data, &ReadError{err}
	case len(data) > limit:
		return data[:limit], ErrTooLong
	}
	return data, nil
}
