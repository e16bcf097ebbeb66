package api

import (
	"net/http"
	"net/url"
	"strings"
)

// SameHost is a function for the CheckRedirect of an http.Client; a [Client] applies it to every
// *http.Client. It follows up to ten redirects that keep the scheme, host and method of the first
// request. Any other redirect is returned as the response, and becomes an *[Error] with its 3xx
// status. Otherwise http.Client would send X-Api-Key to any host, and after a 302 it would turn a
// DELETE into a GET, which deletes nothing and may still succeed.
func SameHost(req *http.Request, via []*http.Request) error {
	first := via[0]
	if len(via) >= 10 || origin(req.URL) != origin(first.URL) || req.Method != first.Method {
		return http.ErrUseLastResponse
	}
	return nil
}

// origin returns the scheme, host and port of a URL (RFC 6454, section 4).
func origin(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "https":
		port = "443"
	case u.Scheme == "http":
		port = "80"
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}

// stayOnHost returns a doer that applies [SameHost] to the redirects of an *http.Client, even if
// the caller sets the Client later.
func stayOnHost(doer HttpRequestDoer) HttpRequestDoer {
	if doer == nil {
		return &http.Client{CheckRedirect: SameHost}
	}
	given, ok := doer.(*http.Client)
	if !ok {
		return doer
	}
	if given == nil {
		return &http.Client{CheckRedirect: SameHost}
	}
	client := *given
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		err := SameHost(req, via)
		if err == nil && given.CheckRedirect != nil {
			err = given.CheckRedirect(req, via)
		}
		return err
	}
	return &client
}
