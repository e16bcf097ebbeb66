package contracttest

import (
	"net/http"
	"net/url"
	"sync"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/pattern"
)

// A ReceivedRequest is a request that a mock [Server] received, with the status and code of its
// response. Its fields are the caller's.
type ReceivedRequest struct {
	Operation string // operationId, or method and path template; empty: no operation matches
	Method    string
	Path      string // with the base path of the contract's server, escaped
	Query     url.Values
	Header    http.Header // as sent, credentials included
	Body      []byte      // without content codings
	Status    int         // of the response; 0: the connection was reset
	Code      string      // error code of the response; empty: it has none

	operation pattern.Operation
}

// maxRequests and maxRequestBytes bound the requests that a server keeps.
const (
	maxRequests     = 10_000
	maxRequestBytes = 64 << 20
)

// receivedRequests keeps the latest requests, and counts all of them. The zero value is empty. It
// is safe for concurrent use.
type receivedRequests struct {
	mu     sync.Mutex
	latest []ReceivedRequest
	bytes  int
	counts map[pattern.Operation]int
}

func (l *receivedRequests) add(x *mock.Exchange) {
	r := ReceivedRequest{Operation: x.Operation, Method: x.Method, Path: x.Path, Status: x.Status, Code: x.Code, operation: x.PatternOperation()}
	r.Query, r.Header, r.Body = x.RequestParts()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts == nil {
		l.counts = make(map[pattern.Operation]int)
	}
	l.counts[r.operation]++
	l.latest = append(l.latest, r)
	l.bytes += len(r.Body)
	for len(l.latest) > maxRequests || l.bytes > maxRequestBytes && len(l.latest) > 1 {
		l.bytes -= len(l.latest[0].Body)
		l.latest[0] = ReceivedRequest{}
		l.latest = l.latest[1:]
	}
}

// Requests returns the requests for operations that match a pattern like those of
// [validate.WithInclude] ("createVideo", "create*", "POST /v3/videos"), in the order in which they
// were answered. The empty pattern returns all requests, including those that match no operation.
// The server keeps the latest 10,000 requests with together 64 MiB of bodies.
func (s *Server) Requests(operation string) []ReceivedRequest {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	var all []ReceivedRequest
	for _, r := range s.requests.latest {
		if operation == "" || pattern.Matches(operation, r.operation) {
			r.Header = r.Header.Clone()
			all = append(all, r)
		}
	}
	return all
}

// CountRequests returns how many requests the server answered for operations that match a pattern;
// see [Server.Requests]. It counts all requests since the server started.
func (s *Server) CountRequests(operation string) int {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	total := 0
	for op, n := range s.requests.counts {
		if operation == "" || pattern.Matches(operation, op) {
			total += n
		}
	}
	return total
}
