package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// apiOrigin is the server of every call that does not name its own.
const apiOrigin = "https://api.heygen.com"

//go:embed scenario.json site
var content embed.FS

// A scenarioStep is one request of the scenario with its responses, in order. The recorder reads
// the same file for the fields that only a client needs.
type scenarioStep struct {
	Call    string             `json:"call"` // "METHOD /path?query" or "METHOD https://host/path?query"
	Answers []scriptedResponse `json:"answers"`
}

// A scriptedResponse is a response in the scenario. At most one of JSON, Text and File is its body.
type scriptedResponse struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Type    string            `json:"type"` // media type; the default is application/json if there is a body
	JSON    json.RawMessage   `json:"json"`
	Text    string            `json:"text"` // a body that is not JSON, or must not be reformatted
	File    string            `json:"file"` // a file of site/
	Gzip    bool              `json:"gzip"`
	Times   int               `json:"times"` // number of times in a row; zero means once
	Fate    string            `json:"fate"`  // "hold": no response is sent; "cut": the stream breaks half-way
}

// bodyBytes returns the body before any content coding.
func (a scriptedResponse) bodyBytes() ([]byte, error) {
	switch {
	case a.File != "":
		return content.ReadFile("site/" + a.File)
	case a.JSON != nil:
		var compact bytes.Buffer
		err := json.Compact(&compact, a.JSON)
		return compact.Bytes(), err
	default:
		return []byte(a.Text), nil
	}
}

// A script returns the scenario's responses. It is safe for concurrent use.
type script struct {
	mu    sync.Mutex
	queue map[string][]scriptedResponse
}

func newScript() (*script, error) {
	data, err := content.ReadFile("scenario.json")
	if err != nil {
		return nil, err
	}
	var steps []scenarioStep
	if err := json.Unmarshal(data, &steps); err != nil {
		return nil, fmt.Errorf("scenario.json: %w", err)
	}
	s := &script{queue: map[string][]scriptedResponse{}}
	for _, st := range steps {
		if err := s.addStep(st); err != nil {
			return nil, fmt.Errorf("scenario.json: %s: %w", st.Call, err)
		}
	}
	return s, nil
}

func (s *script) addStep(st scenarioStep) error {
	method, target, ok := strings.Cut(st.Call, " ")
	if !ok {
		return errors.New("a call is METHOD, one space, target")
	}
	if strings.HasPrefix(target, "/") {
		target = apiOrigin + target
	}
	key := method + " " + target
	for _, a := range st.Answers {
		if _, err := a.bodyBytes(); err != nil {
			return err
		}
		for range max(a.Times, 1) {
			s.queue[key] = append(s.queue[key], a)
		}
	}
	return nil
}

// nextResponse returns the next response for a request. Each response is used once, so that a
// request too many in the recording is noticed.
func (s *script) nextResponse(method, url string) (scriptedResponse, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := method + " " + url
	if len(s.queue[key]) == 0 {
		return scriptedResponse{}, false
	}
	a := s.queue[key][0]
	s.queue[key] = s.queue[key][1:]
	return a, true
}
