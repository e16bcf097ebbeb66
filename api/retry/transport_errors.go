package retry

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"regexp"
)

// refusedRequest matches net/http's errors for a request that it never sends. net/http has no types
// for these.
var refusedRequest = regexp.MustCompile(`net/http: invalid |http: nil |http: no Host in request URL|unsupported protocol scheme`)

// isPermanent reports whether an error without a response would occur again: the request is
// malformed, its host is unknown or has the wrong certificate, or it was cancelled.
func isPermanent(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true // plain text; http.Client turns it into http.ErrSchemeMismatch
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return true
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, http.ErrSchemeMismatch) || refusedRequest.MatchString(err.Error())
}

// isUnsent reports whether an error shows that no connection was made, so that nothing can have
// arrived. A broken connection proves nothing.
func isUnsent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "dial" || op.Op == "proxyconnect")
}
