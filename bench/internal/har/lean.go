package har

import "github.com/apicontract/apicontract/bench/internal/traffic"

// The objects of HAR 1.2 with no other members than those it requires.

type leanEntry struct {
	Started  string       `json:"startedDateTime"`
	Time     float64      `json:"time"`
	Request  request      `json:"request"`
	Response leanResponse `json:"response"`
	Cache    struct{}     `json:"cache"`
	Timings  leanTimings  `json:"timings"`
}

type leanResponse struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	Version     string  `json:"httpVersion"`
	Cookies     []pair  `json:"cookies"`
	Headers     []pair  `json:"headers"`
	Content     content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int     `json:"headersSize"`
	BodySize    int     `json:"bodySize"`
}

type leanTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

func leanOf(x *traffic.Exchange) leanEntry {
	e := entryOf(x)
	r := &e.Response
	return leanEntry{
		Started: e.Started, Time: e.Time, Request: e.Request,
		Response: leanResponse{
			Status: r.Status, StatusText: r.StatusText, Version: r.Version, Cookies: r.Cookies, Headers: r.Headers,
			Content: r.Content, RedirectURL: r.RedirectURL, HeadersSize: r.HeadersSize, BodySize: r.BodySize,
		},
		Timings: leanTimings{e.Timings.Send, e.Timings.Wait, e.Timings.Receive},
	}
}
