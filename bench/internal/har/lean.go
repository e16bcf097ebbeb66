package har

import "github.com/apicontract/apicontract/bench/internal/traffic"

// These are the objects of HAR 1.2 with only the required members.

type minimalEntry struct {
	Started  string          `json:"startedDateTime"`
	Time     float64         `json:"time"`
	Request  harRequest      `json:"request"`
	Response minimalResponse `json:"response"`
	Cache    struct{}        `json:"cache"`
	Timings  minimalTimings  `json:"timings"`
}

type minimalResponse struct {
	Status      int         `json:"status"`
	StatusText  string      `json:"statusText"`
	Version     string      `json:"httpVersion"`
	Cookies     []nameValue `json:"cookies"`
	Headers     []nameValue `json:"headers"`
	Content     harContent  `json:"content"`
	RedirectURL string      `json:"redirectURL"`
	HeadersSize int         `json:"headersSize"`
	BodySize    int         `json:"bodySize"`
}

type minimalTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

func minimalOf(x *traffic.Exchange) minimalEntry {
	e := entryOf(x)
	r := &e.Response
	return minimalEntry{
		Started: e.Started, Time: e.Time, Request: e.Request,
		Response: minimalResponse{
			Status: r.Status, StatusText: r.StatusText, Version: r.Version, Cookies: r.Cookies, Headers: r.Headers,
			Content: r.Content, RedirectURL: r.RedirectURL, HeadersSize: r.HeadersSize, BodySize: r.BodySize,
		},
		Timings: minimalTimings{e.Timings.Send, e.Timings.Wait, e.Timings.Receive},
	}
}
