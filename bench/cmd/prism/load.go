package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The bounds of the load on a server.
const (
	connections = 8
	maxRequests = 200_000 // in one measurement
)

// rate returns how many times a second a server responds to a request over some connections. A
// response with another status than the first one is an error.
func (s *server) rate(ctx context.Context, r *request, d time.Duration) (perSecond float64, err error) {
	text, err := s.encode(ctx, r)
	if err != nil {
		return 0, err
	}
	want := s.send(ctx, r).status
	var sent atomic.Int64
	var group sync.WaitGroup
	errs := make(chan error, connections)
	begin := time.Now()
	for range connections {
		group.Go(func() {
			errs <- s.repeat(ctx, text, want, func() bool { return time.Since(begin) < d && sent.Add(1) <= maxRequests })
		})
	}
	group.Wait()
	took := time.Since(begin)
	close(errs)
	for e := range errs {
		if e != nil {
			return 0, e
		}
	}
	return float64(min(sent.Load(), maxRequests)) / took.Seconds(), nil
}

// encode returns a request as it is sent. The load is sent without net/http's client, which takes as
// much of the processors as the server that is measured.
func (s *server) encode(ctx context.Context, r *request) ([]byte, error) {
	req, err := s.newRequest(ctx, r)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = req.Write(&text)
	return text.Bytes(), err
}

// repeat sends a request over one connection as long as it is to go on.
func (s *server) repeat(ctx context.Context, text []byte, want int, goesOn func() bool) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // all is read
	reader := bufio.NewReader(conn)
	for goesOn() {
		if _, err := conn.Write(text); err != nil {
			return err
		}
		resp, err := http.ReadResponse(reader, nil)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close() // it is read to its end
		switch {
		case err != nil:
			return err
		case resp.StatusCode != want:
			return fmt.Errorf("status %d instead of %d", resp.StatusCode, want)
		case resp.Close:
			return fmt.Errorf("the server closes the connection")
		}
	}
	return nil
}

// medianOf returns the median of values, of which there is at least one.
func medianOf[N float64 | time.Duration](values []N) N {
	slices.Sort(values)
	return values[len(values)/2]
}
