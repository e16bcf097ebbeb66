package main

import (
	"bytes"
	"compress/gzip"
	"log"
	"net/http"
	"strconv"
)

// recordedAt is the Date of every response, so that two recordings only differ in the recorder's
// own times.
const recordedAt = "Mon, 03 Aug 2026 09:30:00 GMT"

// ServeHTTP acts as every host of the scenario. It distinguishes them by the Host header, because
// the browser maps all hosts to this server.
func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	allowCrossOrigin(w.Header(), r)
	w.Header().Set("Date", recordedAt)
	if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	a, ok := s.nextResponse(r.Method, "https://"+r.Host+r.URL.RequestURI())
	if !ok {
		log.Printf("not in the scenario: %s https://%s%s", r.Method, r.Host, r.URL.RequestURI())
		w.WriteHeader(http.StatusNotImplemented)
		return
	}
	if a.Fate == "hold" {
		<-r.Context().Done()
		return
	}
	writeResponse(w, a)
}

func writeResponse(w http.ResponseWriter, a scriptedResponse) {
	body, err := a.bodyBytes()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if a.Gzip {
		body = gzipBody(body)
		w.Header().Set("Content-Encoding", "gzip")
	}
	setContentFields(w.Header(), a, len(body))
	w.WriteHeader(a.Status)
	if a.Fate == "cut" {
		breakStream(w, body)
	}
	// A client that has disconnected does not need the error.
	_, _ = w.Write(body)
}

func setContentFields(h http.Header, a scriptedResponse, length int) {
	switch {
	case a.Type != "":
		h.Set("Content-Type", a.Type)
	case length > 0:
		h.Set("Content-Type", "application/json")
	default:
		h["Content-Type"] = nil // nil prevents net/http from detecting one
	}
	if a.Status != http.StatusNoContent && a.Status != http.StatusNotModified {
		h.Set("Content-Length", strconv.Itoa(length))
	}
	for name, value := range a.Headers {
		h.Set(name, value)
	}
}

func gzipBody(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a bytes.Buffer returns no error
	_ = z.Close()
	return b.Bytes()
}

// breakStream sends half of the body and resets the stream, like a proxy whose upstream has failed.
func breakStream(w http.ResponseWriter, body []byte) {
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// allowCrossOrigin lets the page call every host and read every header.
func allowCrossOrigin(h http.Header, r *http.Request) {
	if r.Header.Get("Origin") == "" {
		return
	}
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Retry-After, ETag, X-Request-Id")
	if method := r.Header.Get("Access-Control-Request-Method"); method != "" {
		h.Set("Access-Control-Allow-Methods", method)
		h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		h.Set("Access-Control-Max-Age", "600")
	}
}
