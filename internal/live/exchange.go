// Package live makes exchanges from live HTTP traffic, at the client with a [Transport] or at the
// server with a [Handler]. Neither changes the traffic: they copy bodies as these pass, up to a
// limit.
package live

import (
	"bytes"
	"net/http"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/contentcoding"
	"github.com/apicontract/apicontract/validate"
)

// An Exchange is a request with its response, as package validate checks it.
type Exchange struct {
	validate.Exchange

	// Unread reports that the client did not read the body to its end: it closed the body before,
	// or never. Only transports set it.
	Unread bool
}

// Options set what is recorded, and which function receives it.
type Options struct {
	// Finished is called with each exchange when it ends, on the goroutine that ended it. The
	// exchange and its body are reused after Finished returns.
	Finished func(*Exchange)
	// NeedBody reports whether the body of a response must be recorded. It is called when the
	// headers are known; nil means that every body is needed. If the body is not needed, the
	// exchange finishes at once. Only transports use it.
	NeedBody func(*Exchange) bool
	// AllBodies records every body, up to [validate.DefaultMaxBody]. If false, only bodies that may
	// be JSON are recorded so; of others, only the first bytes, which show their type.
	AllBodies bool
	// MaxRest is the length of the longest body whose rest a transport reads when the client closes
	// it before its end. A body of unknown length is closed at once. 0 means none.
	MaxRest int64
}

const (
	peekLimit = 4 << 10  // bytes of a body that cannot be JSON: enough to detect its type
	maxPooled = 64 << 10 // capacity of the buffers that are reused
)

// An exchangeRecording is an exchange in progress.
type exchangeRecording struct {
	Exchange
	options *Options

	copied    bytes.Buffer
	limit     int   // maximum number of bytes to copy
	allOrNone bool  // a body that exceeds the limit is not recorded at all
	exceeded  bool  // the body exceeds the limit
	size      int64 // bytes that the client received
}

var recordingPool = sync.Pool{New: func() any { return new(exchangeRecording) }}

// newRecording starts a recording with the request. It copies what it needs, because a request or a
// header may be changed before the body ends.
func newRecording(o *Options, req *http.Request) *exchangeRecording {
	r := recordingPool.Get().(*exchangeRecording)
	r.options = o
	r.Request.FillFrom(req)
	r.Response.FillFrom(0, nil)
	r.Skip, r.Unread = "", false
	return r
}

// startResponse adds status and headers, and decides how much of the body is copied.
func (r *exchangeRecording) startResponse(status int, header http.Header) {
	r.Response.FillFrom(status, header)
	r.allOrNone = r.options.AllBodies || mayBeJSON(firstValue(header, "Content-Type")) || firstValue(header, "Content-Encoding") != ""
	r.limit = peekLimit
	if r.allOrNone {
		r.limit = validate.DefaultMaxBody
	}
}

// firstValue returns the first value of a field. The name must be in canonical form, which
// [http.Header.Get] would make of it each time.
func firstValue(header http.Header, name string) string {
	if values := header[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// mayBeJSON reports whether a body of this type may have to be checked as JSON.
func mayBeJSON(contentType string) bool {
	return contentType == "application/json" || !strings.Contains(contentType, "/") ||
		strings.Contains(strings.ToLower(contentType), "json")
}

// copyBytes copies a piece of the body.
func (r *exchangeRecording) copyBytes(p []byte) {
	r.size += int64(len(p))
	if room := r.limit - r.copied.Len(); len(p) > room {
		r.exceeded = true
		if r.allOrNone {
			r.copied, r.limit, room = bytes.Buffer{}, 0, 0
		}
		p = p[:room]
	}
	r.copied.Write(p)
}

// setBody sets the response's body, or the reason why it is missing.
func (r *exchangeRecording) setBody(end bodyEnd) {
	response := &r.Response
	switch {
	case r.exceeded && r.allOrNone:
		response.BodyMissing = validate.UncheckedTooLarge
		return
	case end == bodyBroken, end == bodyAbandoned, end == bodyClosed && r.size == 0:
		response.BodyMissing = validate.UncheckedNotRecorded
		return
	}
	codings := response.Header.Values("Content-Encoding")
	body, ok := r.copied.Bytes(), true
	if len(codings) > 0 {
		body, ok = contentcoding.DecodeBody(body, codings, validate.DefaultMaxBody)
	}
	switch {
	case !ok && end == bodyComplete:
		response.BodyMissing = validate.UncheckedUndecodable
	case !ok, end == bodyClosed && r.allOrNone && isIncompleteJSON(body):
		response.BodyMissing = validate.UncheckedNotRecorded
	case len(body) > validate.DefaultMaxBody:
		response.BodyMissing = validate.UncheckedTooLarge
	default:
		response.Body = body
	}
}

// finishExchange passes the exchange to Finished and releases its memory.
func (r *exchangeRecording) finishExchange(end bodyEnd) {
	r.setBody(end)
	r.options.Finished(&r.Exchange)
	r.releaseBuffer()
}

func (r *exchangeRecording) releaseBuffer() {
	if r.copied.Cap() > maxPooled {
		r.copied = bytes.Buffer{}
	}
	r.copied.Reset()
	r.exceeded, r.size, r.options = false, 0, nil
	recordingPool.Put(r)
}
