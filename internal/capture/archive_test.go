package capture

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

// zipped packs names and their contents.
func zipped(t testing.TB, files ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		require.NoError(t, err)
		_, err = f.Write([]byte(files[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// attached is an entry whose body is in a file.
func attached(path, file string) string {
	return strings.Replace(get(path), `"text":"{}"`, fmt.Sprintf(`"_file":%q`, file), 1)
}

func readZip(t testing.TB, text string) (bodies []string, message string) {
	o := Options{File: strings.NewReader(text), Size: int64(len(text))}
	_, err := Read(t.Context(), strings.NewReader(text), o, func(_ Location, x *validate.Exchange) error {
		bodies = append(bodies, string(x.Response.Body)+string(x.Response.BodyMissing))
		return nil
	})
	if err != nil {
		var failure *Error
		require.ErrorAs(t, err, &failure)
		message = failure.Error()
	}
	return bodies, message
}

func TestArchive(t *testing.T) {
	har := log(get("/a"), attached("/b", "b.json"), attached("/c", "c.json"))
	for _, c := range []struct {
		reason, text string
		want         []string
		message      string
	}{
		{"as Playwright writes it", zipped(t, "b.json", "[1]", "har.har", har), []string{"{}", "[1]", "body-not-recorded"}, ""},
		{"in a folder", zipped(t, "x/", "", "x/t.har", har, "b.json", "[2]", "x/b.json", "[1]"), []string{"{}", "[1]", "body-not-recorded"}, ""},
		{"with another HAR", zipped(t, "a.har", "{}", "har.har", har, "b.json", "[1]"), []string{"{}", "[1]", "body-not-recorded"}, ""},
		{"out of the folder", zipped(t, "x/t.har", log(attached("/a", "../b.json"), attached("/a", "/b.json")), "b.json", "[1]"), []string{"body-not-recorded", "body-not-recorded"}, ""},
		{"several HARs", zipped(t, "a.har", har, "b.har", har), nil, "2 HARs"},
		{"none", zipped(t, "a.json", har), nil, "no file that ends in .har"},
		{"an archive in it", zipped(t, "har.har", zipped(t, "har.har", har)), nil, "in a stream"},
		{"cut off", half(zipped(t, "har.har", har)), nil, "cut off or damaged"},
		{"a HAR that is cut off", zipped(t, "har.har", har[:len(har)-30], "b.json", "[1]"), []string{"{}", "[1]"}, "cut off"},
		{"compressed in it", zipped(t, "har.har", gzipped(har), "b.json", "[1]"), []string{"{}", "[1]", "body-not-recorded"}, ""},
	} {
		got, message := readZip(t, c.text)
		assert.Equal(t, c.want, got, c.reason)
		if c.message == "" {
			assert.Empty(t, message, c.reason)
		} else {
			assert.Contains(t, message, c.message, c.reason)
		}
	}
	text := zipped(t, "har.har", har)
	assert.Contains(t, readFrom(t, strings.NewReader(text)).Error, "in a stream", "from a pipe")
}

// An archive that unpacks to far more than it is, or lists very many files, is not read on.
func TestArchiveLimits(t *testing.T) {
	defer func(list, free int64) { maxArchiveList, archiveFree = list, free }(maxArchiveList, archiveFree)
	maxArchiveList, archiveFree = 1<<20, 2<<20
	space := strings.Repeat(" ", 8<<20)
	got, message := readZip(t, zipped(t, "har.har", log(get("/a")+space, get("/b"))))
	assert.Equal(t, []string{"{}"}, got)
	assert.Contains(t, message, "unpacks to more than 200 times its size")

	bomb := strings.Repeat("a", 1<<20)
	entries := strings.TrimSuffix(strings.Repeat(attached("/a", "b")+",", 60), ",")
	got, message = readZip(t, zipped(t, "har.har", log(entries), "b", bomb))
	assert.Empty(t, message)
	require.Len(t, got, 60)
	assert.Equal(t, bomb, got[0])
	assert.Equal(t, "body-undecodable", got[59], "one body for many entries counts each time")

	var many []string
	for i := range 9_000 {
		many = append(many, fmt.Sprintf("%0150d", i), "")
	}
	_, message = readZip(t, zipped(t, many...))
	assert.Contains(t, message, "lists too many files")
}
