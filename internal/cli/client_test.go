package cli_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// ask is a client for scripts: "ask FILE METHOD PATH [FIELD…]" waits for a server's address in a
// file, sends a request, and prints the status, some headers and the body. A field that begins with {
// is the body, in JSON.
func ask() {
	if err := asking(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func asking(args []string) error {
	addr, err := address(args[0])
	if err != nil {
		return err
	}
	req, err := http.NewRequest(args[1], addr+args[2], nil)
	if err != nil {
		return err
	}
	for _, field := range args[3:] {
		if strings.HasPrefix(field, "{") {
			req.Body = io.NopCloser(strings.NewReader(field))
			field = "Content-Type: application/json"
		}
		name, value, _ := strings.Cut(field, ": ")
		req.Header.Add(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = fmt.Fprintln(os.Stdout, resp.StatusCode)
	for _, name := range []string{"Retry-After", "Preference-Applied"} {
		if value := resp.Header.Get(name); value != "" {
			_, _ = fmt.Fprintf(os.Stdout, "%s: %s\n", name, value)
		}
	}
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}

// address waits for the first line of a file that a server writes.
func address(name string) (string, error) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range 4000 {
		text, _ := os.ReadFile(name)
		if line, _, ok := strings.Cut(string(text), "\n"); ok {
			return line, nil
		}
		<-tick.C
	}
	return "", fmt.Errorf("no server has written its address to %s", name)
}
