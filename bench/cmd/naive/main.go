// Command naive checks a HAR in the way that comes to mind first: encoding/json
// reads it entry by entry, a library judges each response. It prints its counts
// as JSON.
package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"github.com/apicontract/apicontract/bench/internal/filter"
	"github.com/apicontract/apicontract/bench/internal/pb33f"
)

// Counts are the verdicts: Entries = OtherHost + NotJudged + OK + Bad.
type counts struct {
	Entries   int `json:"entries"`
	API       int `json:"api"`
	OtherHost int `json:"otherHost"`
	NotJudged int `json:"notJudged"` // no response, no content recorded, 304, preflight
	OK        int `json:"ok"`
	Bad       int `json:"bad"`
}

// A judge says what is wrong with a response.
type judge interface {
	Knows(host string) bool
	Check(method string, target *url.URL, status int, header http.Header, content []byte) error
}

var judges = map[string]func() (judge, error){
	"openapi3filter":       func() (judge, error) { return filter.New() },
	"libopenapi-validator": func() (judge, error) { return pb33f.New() },
}

func main() {
	by := flag.String("judge", "openapi3filter", "the library: openapi3filter or libopenapi-validator")
	flag.Parse()
	if flag.NArg() != 1 || judges[*by] == nil {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(judges[*by], flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "naive:", err)
		os.Exit(1)
	}
}

func run(open func() (judge, error), name string) error {
	judge, err := open()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var c counts
	err = each(f, func(e *entry) { c.add(judge, e) })
	return errors.Join(err, json.NewEncoder(os.Stdout).Encode(c))
}

func (c *counts) add(judge judge, e *entry) {
	c.Entries++
	target, err := url.Parse(e.Request.URL)
	if err != nil || !judge.Knows(target.Host) {
		c.OtherHost++
		return
	}
	c.API++
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

// An entry has the members of a HAR entry that judging needs.
type entry struct {
	Request struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	} `json:"request"`
	Response struct {
		Status  int     `json:"status"`
		Headers []pair  `json:"headers"`
		Content content `json:"content"`
	} `json:"response"`
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type content struct {
	Size     int     `json:"size"`
	Text     *string `json:"text"`
	Encoding string  `json:"encoding"`
}

func (c content) bytes() ([]byte, error) {
	switch {
	case c.Text == nil:
		return nil, nil
	case c.Encoding == "base64":
		return base64.StdEncoding.DecodeString(*c.Text)
	}
	return []byte(*c.Text), nil
}

func (e *entry) notJudged() bool {
	return e.Response.Status < 100 || e.Response.Status == http.StatusNotModified ||
		e.Request.Method == http.MethodOptions ||
		e.Response.Content.Text == nil && e.Response.Content.Size > 0
}

func (e *entry) header() http.Header {
	header := make(http.Header, len(e.Response.Headers))
	for _, h := range e.Response.Headers {
		header.Add(h.Name, h.Value)
	}
	return header
}

// each decodes the entries of a log, one at a time.
func each(r io.Reader, use func(*entry)) error {
	d := json.NewDecoder(r)
	if err := enter(d, "log"); err != nil {
		return err
	}
	if err := enter(d, "entries"); err != nil {
		return err
	}
	if _, err := d.Token(); err != nil { // the array's bracket
		return err
	}
	for d.More() {
		var e entry
		if err := d.Decode(&e); err != nil {
			return err
		}
		use(&e)
	}
	for { // what follows has to be JSON too
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// enter goes into an object, up to the value of a member.
func enter(d *json.Decoder, member string) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if name == member {
			return nil
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return err
		}
	}
	return fmt.Errorf("no member %q", member)
}
