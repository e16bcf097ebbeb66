// Package naive checks a HAR in the way that comes to mind first: encoding/json
// reads it entry by entry, a library judges each response.
package naive

import (
	"io"
	"net/http"
	"net/url"
)

// Counts are the verdicts: Entries = OtherHost + NotJudged + OK + Bad.
type Counts struct {
	Entries   int `json:"entries"`
	OtherHost int `json:"otherHost"`
	NotJudged int `json:"notJudged"` // no response, no content recorded, 304, preflight
	OK        int `json:"ok"`
	Bad       int `json:"bad"`
}

// A Judge says what is wrong with a response.
type Judge interface {
	Knows(host string) bool
	Check(method string, target *url.URL, status int, header http.Header, content []byte) error
}

// Check counts the verdicts on the entries of a log.
func Check(judge Judge, r io.Reader) (c Counts, err error) {
	err = each(r, func(e *entry) { c.add(judge, e) })
	return c, err
}

func (c *Counts) add(judge Judge, e *entry) {
	c.Entries++
	target, err := url.Parse(e.Request.URL)
	if err != nil || !judge.Knows(target.Host) {
		c.OtherHost++
		return
	}
	if e.notJudged() {
		c.NotJudged++
		return
	}
	body, err := e.Response.Content.bytes()
	if err == nil {
		err = judge.Check(e.Request.Method, target, e.Response.Status, e.header(), body)
	}
	if err != nil {
		c.Bad++
		return
	}
	c.OK++
}
