package har

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

func TestBodyFiles(t *testing.T) {
	bodies := fstest.MapFS{
		"a.json": {Data: []byte("{}")}, "sub/b.json": {Data: []byte("[]")}, "empty.json": {}, "latin.txt": {Data: []byte("\xff")},
		"gzip.json": {Data: []byte(gzipped("{}"))}, "long.json": {Data: []byte(strings.Repeat("a", 101))},
		"cut.json": {Data: []byte(gzipped("{}"))[:15]}, "folder/x": {},
	}
	for _, c := range []struct {
		reason, text, want string
		absent             validate.UncheckedReason
	}{
		{reason: "a file", text: `"content":{"size":-1,"_file":"a.json"}`, want: "{}"},
		{reason: "the name before and after other members", text: `"content":{"_file":"a.json","mimeType":"application/json"}`, want: "{}"},
		{reason: "a folder below", text: `"content":{"_file":"sub/b.json"}`, want: "[]"},
		{reason: "as Windows writes it", text: `"content":{"_file":".\\sub\\b.json"}`, want: "[]"},
		{reason: "an escaped name", text: `"content":{"_file":"\u0061.json"}`, want: "{}"},
		{reason: "an empty file", text: `"content":{"_file":"empty.json"}`},
		{reason: "bytes as they are", text: `"content":{"_file":"latin.txt"}`, want: "\xff"},
		{reason: "decoded already", text: `"content":{"_file":"a.json"},"headers":[{"name":"Content-Encoding","value":"gzip"}]`, want: "{}"},
		{reason: "still compressed", text: `"content":{"_file":"gzip.json"},"headers":[{"name":"Content-Encoding","value":"gzip"}]`, want: "{}"},
		{reason: "too long", text: `"content":{"_file":"long.json"}`, absent: validate.UncheckedTooLarge},
		{reason: "damaged", text: `"content":{"_file":"cut.json"},"headers":[{"name":"Content-Encoding","value":"gzip"}]`, absent: validate.UncheckedUndecodable},
		{reason: "not there", text: `"content":{"_file":"c.json"}`, absent: validate.UncheckedNotRecorded},
		{reason: "out of the folder", text: `"content":{"_file":"../a.json"}`, absent: validate.UncheckedNotRecorded},
		{reason: "an absolute name", text: `"content":{"_file":"/a.json"}`, absent: validate.UncheckedNotRecorded},
		{reason: "a folder", text: `"content":{"_file":"folder"}`, absent: validate.UncheckedNotRecorded},
		{reason: "no name", text: `"content":{"_file":null}`, absent: validate.UncheckedNotRecorded},
		{reason: "a name of another type", text: `"content":{"_file":{"a":1}}`, absent: validate.UncheckedNotRecorded},
		{reason: "the text counts", text: `"content":{"text":"x","_file":"a.json"}`, want: "x"},
		{reason: "cut off on the way", text: `"content":{"_file":"a.json"},"_failureText":"x"`, absent: validate.UncheckedNotRecorded},
	} {
		x := one(t, answer("", 404, c.text), format.Options{Bodies: bodies, MaxBody: 100})
		assert.Empty(t, x.Skip, c.reason)
		assert.Equal(t, 404, x.Response.Status, c.reason)
		assert.Equal(t, c.absent, x.Response.BodyMissing, c.reason)
		assert.Equal(t, c.want, string(x.Response.Body), c.reason)
	}
	x := one(t, answer("", 404, `"content":{"_file":"a.json"}`), format.Options{Bodies: bodies, NeedBody: func(string) bool { return false }})
	assert.Equal(t, validate.UncheckedNotRecorded, x.Response.BodyMissing, "of another host: not opened")
}

// Links that lead out of the folder, and pipes, are no bodies.
func TestBodyFilesOfADisk(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "in"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "in", "a"), []byte("{}"), 0o600))
	if os.Symlink("../secret", filepath.Join(dir, "in", "out")) != nil || os.Symlink("a", filepath.Join(dir, "in", "link")) != nil {
		t.Skip("no symbolic links here")
	}
	root, err := os.OpenRoot(filepath.Join(dir, "in"))
	require.NoError(t, err)
	defer root.Close()
	for name, want := range map[string]string{"a": "{}", "link": "{}", "out": "", "../secret": ""} {
		x := one(t, answer("", 200, `"content":{"_file":"`+name+`"}`), format.Options{Bodies: root.FS()})
		assert.Equal(t, want, string(x.Response.Body), name)
	}
}
