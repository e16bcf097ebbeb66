// Package naive checks a HAR in the obvious way: encoding/json reads it entry by entry, and a
// library checks each response.
package naive

import (
	"io"
	"net/http"
	"net/url"
)

// Counts are the results: Entries = OtherHost + Unchecked + OK + Bad.
type Counts struct {
	Entries   int `json:"entries"`
	OtherHost int `json:"otherHost"`
	Unchecked int `json:"notChecked"` // no response, body not recorded, 304, preflight
	OK        int `json:"ok"`
	Bad       int `json:"bad"`
}

// A Checker checks a response. Its error says what is wrong.
type Checker interface {
	HasServer(host string) bool
	Check(method string, target *url.URL, status int, header http.Header, content []byte) error
}

// CheckLog checks the entries of a log and counts the results.
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
