package contracttest

import "net/http"

// TestingT is the part of a test that assertions need. A [*testing.T] implements it, and so do the
// values that testify passes. Assertions also call Helper and Name if t has them.
type TestingT interface {
	Errorf(format string, args ...any)
}

// RequireT is the part of a test that the Require functions need, which end the test.
type RequireT interface {
	TestingT
	FailNow()
}

// AssertConforms fails the test unless resp, as the response to req, conforms to the built-in
// contract. It reports whether resp conforms. A response that cannot be checked does not conform.
// For another contract, see [New].
//
// req may be nil if resp.Request is set. The response's body must be unread. AssertConforms reads
// it, up to [validate.DefaultMaxBody], and replaces it by one that yields the same bytes again; the
// caller closes it. Every host is the contract's server, as with [NewHandler], so a response of
// [net/http/httptest.ResponseRecorder] works.
func AssertConforms(t TestingT, req *http.Request, resp *http.Response) bool {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	return New(t, Config{}).Conforms(req, resp)
}

// RequireConforms calls [AssertConforms] and ends the test if the response does not conform.
func RequireConforms(t RequireT, req *http.Request, resp *http.Response) {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	New(t, Config{}).RequireConforms(req, resp)
}

// AssertErrorCode fails the test unless resp is the error with this code of the built-in contract,
// with the code's own status. It reports whether resp is that error. Like [AssertConforms], it
// leaves the body readable. For another contract, see [New].
func AssertErrorCode(t TestingT, resp *http.Response, code string) bool {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	return New(t, Config{}).ErrorCode(resp, code)
}

// RequireErrorCode calls [AssertErrorCode] and ends the test if the response is not that error.
func RequireErrorCode(t RequireT, resp *http.Response, code string) {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	New(t, Config{}).RequireErrorCode(resp, code)
}

type testHelper interface{ Helper() }
