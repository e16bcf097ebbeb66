package naive

import (
	"encoding/base64"
	"net/http"
)

// A harEntry has the members of a HAR entry that a check needs.
type harEntry struct {
	Request struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	} `json:"request"`
	Response struct {
		Status  int          `json:"status"`
		Headers []headerPair `json:"headers"`
		Content entryContent `json:"content"`
	} `json:"response"`
}

type headerPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type entryContent struct {
	Size     int     `json:"size"`
	Text     *string `json:"text"`
	Encoding string  `json:"encoding"`
}

func (c entryContent) bytes() ([]byte, error) {
	switch {
	case c.Text == nil:
		return nil, nil
	case c.Encoding == "base64":
		return base64.StdEncoding.DecodeString(*c.Text)
	}
	return []byte(*c.Text), nil
}

func (e *harEntry) isUnchecked() bool {
	return e.Response.Status < 100 || e.Response.Status == http.StatusNotModified ||
		e.Request.Method == http.MethodOptions ||
		e.Response.Content.Text == nil && e.Response.Content.Size > 0
}

func (e *harEntry) header() http.Header {
	header := make(http.Header, len(e.Response.Headers))
	for _, h := range e.Response.Headers {
		header.Add(h.Name, h.Value)
	}
	return header
}
