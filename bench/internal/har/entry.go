package har

// These are the objects of HAR 1.2, with the members that Chrome adds.

type harEntry struct {
	Connection string         `json:"_connectionId"`
	Initiator  map[string]any `json:"_initiator"`
	Priority   string         `json:"_priority"`
	Resource   string         `json:"_resourceType"`
	Cache      struct{}       `json:"cache"`
	Page       string         `json:"pageref"`
	Request    harRequest     `json:"request"`
	Response   harResponse    `json:"response"`
	Server     string         `json:"serverIPAddress"`
	Started    string         `json:"startedDateTime"`
	Time       float64        `json:"time"`
	Timings    entryTimings   `json:"timings"`
}

type harRequest struct {
	Method      string      `json:"method"`
	URL         string      `json:"url"`
	Version     string      `json:"httpVersion"`
	Headers     []nameValue `json:"headers"`
	Query       []nameValue `json:"queryString"`
	Cookies     []nameValue `json:"cookies"`
	HeadersSize int         `json:"headersSize"`
	BodySize    int         `json:"bodySize"`
	PostData    *postData   `json:"postData,omitempty"`
}

type postData struct {
	Type string `json:"mimeType"`
	Text string `json:"text"`
}

type harResponse struct {
	Status       int         `json:"status"`
	StatusText   string      `json:"statusText"`
	Version      string      `json:"httpVersion"`
	Headers      []nameValue `json:"headers"`
	Cookies      []nameValue `json:"cookies"`
	Content      harContent  `json:"content"`
	RedirectURL  string      `json:"redirectURL"`
	HeadersSize  int         `json:"headersSize"`
	BodySize     int         `json:"bodySize"`
	TransferSize int         `json:"_transferSize"`
	Error        any         `json:"_error"`
}

type harContent struct {
	Size     int     `json:"size"`
	Type     string  `json:"mimeType"`
	Text     *string `json:"text,omitempty"`
	Encoding string  `json:"encoding,omitempty"`
}

type nameValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type entryTimings struct {
	Blocked  float64 `json:"blocked"`
	DNS      float64 `json:"dns"`
	SSL      float64 `json:"ssl"`
	Connect  float64 `json:"connect"`
	Send     float64 `json:"send"`
	Wait     float64 `json:"wait"`
	Receive  float64 `json:"receive"`
	Queueing float64 `json:"_blocked_queueing"`
}
