package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/cli"
)

const (
	manyOperations = 700
	rareFaults     = 20
	// screenLines are the lines of a terminal of the usual size.
	screenLines = 24
)

// manyOperationsDocument documents operations with one success each.
func manyOperationsDocument() []byte {
	var b bytes.Buffer
	b.WriteString("openapi: 3.0.3\ninfo: {title: Many, version: '1'}\nservers: [{url: https://api.example.com}]\npaths:\n")
	for i := range manyOperations {
		fmt.Fprintf(&b, "  /things%03d/{id}: {get: {operationId: getThing%03d, responses: {'200': {description: d, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}}}}}}}}}\n", i, i)
	}
	return b.Bytes()
}

// manyOperationsCapture has every operation twice under one wrong media type, and some
// rarer faults, each of another cause.
func manyOperationsCapture(t *testing.T) []byte {
	t.Helper()
	type header struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	type content struct {
		Text string `json:"text"`
	}
	type response struct {
		Status  int      `json:"status"`
		Headers []header `json:"headers"`
		Content content  `json:"content"`
	}
	type request struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	}
	type entry struct {
		Request  request  `json:"request"`
		Response response `json:"response"`
	}
	var entries []entry
	add := func(path string, status int, mediaType, body string) {
		entries = append(entries, entry{request{"GET", "https://api.example.com" + path}, response{status, []header{{"Content-Type", mediaType}}, content{body}}})
	}
	for range 2 {
		for i := range manyOperations {
			add(fmt.Sprintf("/things%03d/1", i), 200, "text/html", "<html>")
		}
	}
	for i := range rareFaults {
		path := fmt.Sprintf("/things%03d/1", i)
		switch i % 4 {
		case 0:
			add(path, 501+i, "application/json", `{}`) // a status
		case 1:
			add(path, 200, fmt.Sprintf("application/x-odd-%d", i), `x`) // a media type
		case 2:
			add(path, 200, "application/json", fmt.Sprintf(`{"id":%s}`, []string{"1", "true", "[]", "{}", "null"}[i/4])) // a type
		case 3:
			add(strings.Replace(path, "things", "thingy", 1), 200, "application/json", `{}`) // a path
		}
	}
	har := map[string]any{"log": map[string]any{"version": "1.2", "creator": header{"generated", "1"}, "entries": entries}}
	text, err := json.Marshal(har)
	require.NoError(t, err)
	return text
}

// One cause in 700 operations takes one line of the first screen, which has the rarer
// faults, too.
func TestFirstScreenHasOneLineForACause(t *testing.T) {
	golden, err := filepath.Abs(filepath.Join("testdata", "first-screen.txt"))
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("many.yaml", manyOperationsDocument(), 0o600))
	require.NoError(t, os.WriteFile("many.har", manyOperationsCapture(t), 0o600))
	var out, errs bytes.Buffer
	code := cli.Main(context.Background(), []string{"check", "--spec", "many.yaml", "many.har"}, strings.NewReader(""), &out, &errs)
	assert.Equal(t, 1, code, errs.String())
	lines := strings.Split(out.String(), "\n")
	screen := lines[:screenLines]
	assert.Equal(t, 1, strings.Count(strings.Join(screen, "\n"), "text/html"), "the common cause has one line")
	assert.GreaterOrEqual(t, strings.Count(strings.Join(screen, "\n"), "[")-1, rareFaults-5, "and so has each rarer one; those of one nearest path share theirs")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(strings.Join(screen, "\n")+"\n"), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), strings.Join(screen, "\n")+"\n")
}
