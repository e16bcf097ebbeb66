package contracttest

import "net/http"

// TestingT is what assertions need of a test: a [*testing.T] is one, and so is
// what testify's suites and mocks pass. Helper and Name are used if it has them.
type TestingT interface {
	Errorf(format string, args ...any)
}

// RequireT is what the assertions need that end a test.
type RequireT interface {
	TestingT
	FailNow()
}

// AssertConforms fails the test unless resp, as the response to req, keeps the
// built-in contract, and reports whether it does. What cannot be checked does not
// conform. For another contract, see [New].
//
// req may be nil if resp.Request is not. The response's body has to be unread;
// it is read, up to [validate.DefaultMaxBody], and yields the same bytes again
// afterwards. The caller closes it. Every host is the contract's server,
// as with [NewHandler], so that [net/http/httptest.ResponseRecorder] will do.
func AssertConforms(t TestingT, req *http.Request, resp *http.Response) bool {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	return New(t, Config{}).Conforms(req, resp)
}

// RequireConforms is [AssertConforms], and ends the test where that fails it.
func RequireConforms(t RequireT, req *http.Request, resp *http.Response) {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	New(t, Config{}).RequireConforms(req, resp)
}

// AssertErrorCode fails the test unless resp is the error of the built-in
// contract that code names, under that code's own status, and reports whether it
// is. The body is left as [AssertConforms] leaves it. For another contract, see [New].
func AssertErrorCode(t TestingT, resp *http.Response, code string) bool {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	return New(t, Config{}).ErrorCode(resp, code)
}

// RequireErrorCode is [AssertErrorCode], and ends the test where that fails it.
func RequireErrorCode(t RequireT, resp *http.Response, code string) {
	if h, ok := t.(testHelper); ok {
		h.Helper()
	}
	New(t, Config{}).RequireErrorCode(resp, code)
}

type testHelper interface{ Helper() }
