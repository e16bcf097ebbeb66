// Package harlog writes HAR 1.2 logs, the capture format of browsers and proxies
// (http://www.softwareishard.com/blog/har-12-spec/).
package harlog

// version is the HAR version of the logs.
const version = "1.2"

// A Creator names the program that writes a log.
type Creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// An Entry is one request with its response.
type Entry struct {
	StartedDateTime string   `json:"startedDateTime"` // RFC 3339
	Time            float64  `json:"time"`            // milliseconds
	Request         Request  `json:"request"`
	Response        Response `json:"response"`
	Cache           struct{} `json:"cache"`
	Timings         Timings  `json:"timings"`
	Comment         string   `json:"comment,omitempty"`
}

// Timings are durations in milliseconds.
type Timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// A Pair is a header, a query parameter or a cookie.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Request is what the client sent. Sizes are in bytes; -1 means unknown.
type Request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []Pair    `json:"cookies"`
	Headers     []Pair    `json:"headers"`
	QueryString []Pair    `json:"queryString"`
	PostData    *PostData `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

// PostData is the body of a request.
type PostData struct {
	MimeType string `json:"mimeType"`
	Params   []Pair `json:"params"`
	Text     string `json:"text"`
	Comment  string `json:"comment,omitempty"`
}

// A Response is what the server sent. Status 0 means that no response arrived.
type Response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []Pair  `json:"cookies"`
	Headers     []Pair  `json:"headers"`
	Content     Content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int     `json:"headersSize"`
	BodySize    int     `json:"bodySize"`
	// Error says, as in Chrome's exports, why the response is incomplete.
	Error string `json:"_error,omitempty"`
}

// Content is the body of a response. Encoding is "base64", or empty for text.
type Content struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
}
