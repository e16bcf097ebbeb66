package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A tool is a mock server that can be started for a document.
type tool struct {
	name    string
	program string
	args    func(document string, port int) []string
}

// A server is a running mock.
type server struct {
	url   string
	cmd   *exec.Cmd
	start time.Duration // until the first response
}

// longestStart is how long a mock may take to start.
const longestStart = 2 * time.Minute

// start starts the tool and waits for its first response.
func (t *tool) start(ctx context.Context, document string) (*server, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	s := &server{url: "http://127.0.0.1:" + strconv.Itoa(port), cmd: exec.CommandContext(ctx, t.program, t.args(document, port)...)}
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(begin) < longestStart {
		if resp, err := http.Get(s.url + "/"); err == nil { //nolint:noctx // it takes no time
			_ = resp.Body.Close()
			s.start = time.Since(begin)
			return s, nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s does not respond", t.name)
}

// stop ends the server, and waits for it.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait() // its status is that of the signal
}

// peakMemory returns the highest resident memory of the server so far, in bytes; 0 if the system
// does not tell, as other systems than Linux.
func (s *server) peakMemory() int64 {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.cmd.Process.Pid), "status"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return kilobytes * 1024
		}
	}
	return 0
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}

// client sends each request once, without redirects or a proxy.
var client = &http.Client{
	Timeout:       10 * time.Second,
	Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// newRequest returns a request to a server.
func (s *server) newRequest(ctx context.Context, r *request) (*http.Request, error) {
	method, target, _ := strings.Cut(r.line, " ")
	req, err := http.NewRequestWithContext(ctx, method, s.url+target, strings.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	if r.body == "" {
		req.Body, req.ContentLength = http.NoBody, 0
	}
	for _, field := range r.fields {
		name, value, _ := strings.Cut(field, ": ")
		req.Header.Add(name, value)
	}
	return req, nil
}

// send sends a request to a server.
func (s *server) send(ctx context.Context, r *request) *response {
	req, err := s.newRequest(ctx, r)
	if err != nil {
		return &response{failed: err}
	}
	resp, err := client.Do(req)
	switch e, isTimeout := errors.AsType[net.Error](err); {
	case isTimeout && e.Timeout():
		return &response{failed: fmt.Errorf("no response within %s", client.Timeout)}
	case err != nil:
		return &response{failed: errors.New("the connection breaks off")}
	}
	defer func() { _ = resp.Body.Close() }() // it is read to its end
	body, err := io.ReadAll(resp.Body)
	return &response{status: resp.StatusCode, header: resp.Header, body: body, failed: err}
}
