// Package naive checks a HAR in the way that comes to mind first: encoding/json
// reads it entry by entry, a library checks each response.
package naive

import (
	"io"
	"net/http"
	"net/url"
)

// Counts are the verdicts: Entries = OtherHost + Unchecked + OK + Bad.
type Counts struct {
	Entries   int `json:"entries"`
	OtherHost int `json:"otherHost"`
	Unchecked int `json:"notChecked"` // no response, no content recorded, 304, preflight
	OK        int `json:"ok"`
	Bad       int `json:"bad"`
}

// A Checker says what is wrong with a response.
type Checker interface {
	HasServer(host string) bool
	Check(method string, target *url.URL, status int, header http.Header, content []byte) error
}

// CheckLog counts the verdicts on the entries of a log.
func CheckLog(checker Checker, r io.Reader) (c Counts, err error) {
	err = eachEntry(r, func(e *harEntry) { c.addEntry(checker, e) })
	return c, err
}

func (c *Counts) addEntry(checker Checker, e *harEntry) {
	c.Entries++
	target, err := url.Parse(e.Request.URL)
	if err != nil || !checker.HasServer(target.Host) {
		c.OtherHost++
		return
	}
	if e.isUnchecked() {
		c.Unchecked++
		return
	}
	body, err := e.Response.Content.bytes()
	if err == nil {
		err = checker.Check(e.Request.Method, target, e.Response.Status, e.header(), body)
	}
	if err != nil {
		c.Bad++
		return
	}
	c.OK++
}
