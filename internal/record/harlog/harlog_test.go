package harlog_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/record/harlog"
)

var creator = harlog.Creator{Name: "apicontract", Version: "1"}

func entry(path string) *harlog.Entry {
	return &harlog.Entry{StartedDateTime: "2026-08-03T09:30:00Z", Request: harlog.Request{Method: "GET", URL: "https://api.example.com" + path},
		Response: harlog.Response{Status: 200, Content: harlog.Content{Text: "<&>"}}}
}

// urls returns the URLs of the entries of a complete log.
func urls(t *testing.T, text []byte) []string {
	t.Helper()
	var file struct {
		Log struct {
			Version string         `json:"version"`
			Creator harlog.Creator `json:"creator"`
			Entries []harlog.Entry `json:"entries"`
		} `json:"log"`
	}
	require.NoError(t, json.Unmarshal(text, &file), "%s", text)
	assert.Equal(t, "1.2", file.Log.Version)
	assert.Equal(t, creator, file.Log.Creator)
	all := []string{}
	for _, e := range file.Log.Entries {
		all = append(all, strings.TrimPrefix(e.Request.URL, "https://api.example.com"))
	}
	return all
}

func TestFileIsCompleteAfterEachEntry(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.har")
	f, err := os.Create(name)
	require.NoError(t, err)
	defer f.Close()
	w, err := harlog.NewWriter(f, creator)
	require.NoError(t, err)
	want := []string{}
	for i := range 4 {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, want, urls(t, text))
		path := fmt.Sprint("/", i)
		require.NoError(t, w.Write(entry(path)))
		want = append(want, path)
	}
	require.NoError(t, w.Close())
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, want, urls(t, text))
}

func TestStreamIsCompleteAfterClose(t *testing.T) {
	var b bytes.Buffer
	w, err := harlog.NewWriter(&b, creator)
	require.NoError(t, err)
	require.NoError(t, w.Write(entry("/a")))
	require.NoError(t, w.Write(entry("/b")))
	assert.False(t, json.Valid(b.Bytes()))
	require.NoError(t, w.Close())
	require.NoError(t, w.Close(), "a second Close")
	assert.Equal(t, []string{"/a", "/b"}, urls(t, b.Bytes()))
	assert.Contains(t, b.String(), "<&>", "no needless escapes")
	require.ErrorIs(t, w.Write(entry("/c")), harlog.ErrClosed)
}

func TestConcurrentWrites(t *testing.T) {
	var b bytes.Buffer
	w, err := harlog.NewWriter(&b, creator)
	require.NoError(t, err)
	l := harlog.NewMemoryLog(creator, 1<<20)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 50 {
				assert.NoError(t, w.Write(entry(fmt.Sprint("/", i, "/", j))))
				assert.NoError(t, l.Add(entry(fmt.Sprint("/", i, "/", j))))
			}
		})
	}
	wg.Wait()
	require.NoError(t, w.Close())
	assert.Len(t, urls(t, b.Bytes()), 400)
	b.Reset()
	_, err = l.WriteTo(&b)
	require.NoError(t, err)
	assert.Len(t, urls(t, b.Bytes()), 400)
}

var errFull = errors.New("full")

type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestFirstWriteErrorIsKept(t *testing.T) {
	_, err := harlog.NewWriter(&full{}, creator)
	require.ErrorIs(t, err, errFull)
	w, err := harlog.NewWriter(&full{room: 100}, creator)
	require.NoError(t, err)
	require.ErrorIs(t, w.Write(entry("/a")), errFull)
	require.ErrorIs(t, w.Write(entry("/b")), errFull)
	require.ErrorIs(t, w.Close(), errFull)
}

func TestMemoryKeepsTheNewestEntries(t *testing.T) {
	one, err := harlog.EncodeEntry(entry("/0"))
	require.NoError(t, err)
	l := harlog.NewMemoryLog(creator, 3*len(one))
	for i := range 9 {
		require.NoError(t, l.Add(entry(fmt.Sprint("/", i))))
	}
	var b bytes.Buffer
	_, err = l.WriteTo(&b)
	require.NoError(t, err)
	assert.Equal(t, []string{"/6", "/7", "/8"}, urls(t, b.Bytes()))
	assert.Contains(t, b.String(), "the first 6 entries were dropped")
}
