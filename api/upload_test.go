package api_test

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	png      = "\x89PNG\r\n\x1a\n rest of the picture"
	uploaded = `{"data":{"asset_id":"as_1","url":"https://files.example/a","mime_type":"image/png","size_bytes":7}}`
)

// received is the part of a form that a server got.
type received struct {
	name, mediaType, content, key string
	length                        int64
}

// uploads is a server that stores files.
func uploads(t *testing.T, all *[]received) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		file, header, err := r.FormFile("file")
		if !assert.NoError(t, err) {
			return
		}
		content, err := io.ReadAll(file)
		assert.NoError(t, err)
		*all = append(*all, received{header.Filename, header.Header.Get("Content-Type"), string(content), r.Header.Get("Idempotency-Key"), r.ContentLength})
		answer(200, uploaded)(w, r)
	}
}

// stream returns a reader without other methods.
func stream(text string) io.Reader { return io.MultiReader(strings.NewReader(text)) }

func TestUpload(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.png")
	require.NoError(t, os.WriteFile(path, []byte("xx"+png), 0o600))
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	_, err = file.Seek(2, io.SeekStart)
	require.NoError(t, err)
	pipe, write, err := os.Pipe()
	require.NoError(t, err)
	go func() { _, _ = io.WriteString(write, png); write.Close() }()
	large := strings.Repeat("0123456789", 300_000)
	for _, c := range []struct {
		reason, name string
		file         io.Reader
		want         received
		known        bool // the length
	}{
		{"a string", "a.png", strings.NewReader(png), received{name: "a.png", mediaType: "image/png", content: png}, true},
		{"a file, from where it is", "b.png", file, received{name: "b.png", mediaType: "image/png", content: png}, true},
		{"a stream", "c.png", stream(png), received{name: "c.png", mediaType: "image/png", content: png}, false},
		{"a pipe", "d.png", pipe, received{name: "d.png", mediaType: "image/png", content: png}, false},
		{"one byte at a time", "e.png", iotest.OneByteReader(stream(png)), received{name: "e.png", mediaType: "image/png", content: png}, false},
		{"nothing", "empty", strings.NewReader(""), received{name: "empty", mediaType: "text/plain; charset=utf-8"}, true},
		{"the bytes of the file decide, not its name", "f.txt", strings.NewReader(png), received{name: "f.txt", mediaType: "image/png", content: png}, true},
		{"the name decides for text", "g.svg", strings.NewReader("<svg/>"), received{name: "g.svg", mediaType: "image/svg+xml", content: "<svg/>"}, true},
		{"of an unknown kind", "h.unknown", strings.NewReader("\x00\x01"), received{name: "h.unknown", mediaType: "application/octet-stream", content: "\x00\x01"}, true},
		{"large", "i.txt", strings.NewReader(large), received{name: "i.txt", mediaType: "text/plain; charset=utf-8", content: large}, true},
		{"a name that could end its header", "j\"\r\nX: y.png", strings.NewReader(png), received{name: "j\"%0D%0AX: y.png", mediaType: "image/png", content: png}, true},
	} {
		var all []received
		asset, err := client(t, uploads(t, &all)).Upload(t.Context(), c.name, c.file, api.WithIdempotencyKey("k-1"))
		require.NoError(t, err, c.reason)
		assert.Equal(t, "as_1", asset.AssetID)
		require.Len(t, all, 1)
		assert.Equal(t, "k-1", all[0].key)
		assert.Equal(t, c.known, all[0].length >= 0, c.reason)
		all[0].key, all[0].length = "", 0
		if all[0] != c.want { // too long to be printed
			t.Errorf("%s: %q, %q, %d bytes", c.reason, all[0].name, all[0].mediaType, len(all[0].content))
		}
	}
}

// TestUploadCanBeSentAgain checks that a file that can be read again is sent again, completely and
// from the same position, even while an earlier attempt still reads.
func TestUploadCanBeSentAgain(t *testing.T) {
	var bodies []string
	doer := doerFunc(func(req *http.Request) (*http.Response, error) {
		require.NotNil(t, req.GetBody)
		first, err := req.GetBody()
		require.NoError(t, err)
		_, err = io.CopyN(io.Discard, first, 200) // this attempt ends early and stays open
		require.NoError(t, err)
		for range 2 {
			body, err := req.GetBody()
			require.NoError(t, err)
			text, err := io.ReadAll(body)
			require.NoError(t, err)
			assert.EqualValues(t, req.ContentLength, len(text))
			bodies = append(bodies, string(text))
		}
		text, err := io.ReadAll(req.Body)
		require.NoError(t, err)
		bodies = append(bodies, string(text))
		return &http.Response{StatusCode: 200, Request: req, Body: io.NopCloser(strings.NewReader(uploaded))}, nil
	})
	c, err := api.NewClientWithResponses(api.Server, api.WithHTTPClient(doer))
	require.NoError(t, err)
	_, err = c.Upload(t.Context(), "a.png", strings.NewReader(png))
	require.NoError(t, err)
	assert.Contains(t, bodies[0], png)
	assert.Equal(t, []string{bodies[0], bodies[0], bodies[0]}, bodies)
}

func TestUploadThatFails(t *testing.T) {
	gone := errors.New("the disk is gone")
	sent := false
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		sent = true
		_, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		assert.NotEmpty(t, params["boundary"])
		answer(413, envelope(api.ErrHyperframesProjectTooLarge))(w, r)
	})
	_, err := c.Upload(t.Context(), "", strings.NewReader(png))
	require.EqualError(t, err, "api: a file to upload needs a name")
	_, err = c.Upload(t.Context(), "a.png", iotest.ErrReader(gone))
	require.ErrorIs(t, err, gone)
	assert.False(t, sent)
	_, err = c.Upload(t.Context(), "a.png", strings.NewReader(png))
	require.ErrorIs(t, err, api.ErrHyperframesProjectTooLarge)

	_, err = client(t, answer(200, `{}`)).Upload(t.Context(), "a.png", strings.NewReader(png))
	require.EqualError(t, err, `POST uploadAsset: 200, but its body lacks "data", which is required`)
	_, err = client(t, answer(200, `{"data":{"asset_id":"a"}}`)).Upload(t.Context(), "a.png", strings.NewReader(png))
	require.ErrorContains(t, err, `lacks "data.mime_type"`)
}
