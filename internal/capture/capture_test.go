package capture

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract"
	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/internal/capture/har"
	"github.com/apicontract/apicontract/validate"
)

// log returns a HAR with entries.
func log(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"hand","version":"1"},"entries":[` + strings.Join(entries, ",") + `]}}`
}

// get returns an entry with a path; everything else is the same.
func get(path string) string {
	return `{"request":{"method":"GET","url":"https://api.example.com` + path + `","headers":[]},` +
		`"response":{"status":200,"headers":[],"content":{"size":2,"mimeType":"application/json","text":"{}"}}}`
}

// outcome is the complete result of a read.
type outcome struct {
	Info   Info
	Places []string // location and URL
	Error  string
}

func readFrom(t testing.TB, r io.Reader) outcome {
	t.Helper()
	var got outcome
	info, err := Read(context.Background(), r, Options{}, func(at Location, x *validate.Exchange) error {
		got.Places = append(got.Places, fmt.Sprintf("%d %s %s%s", at.Document, at.Pointer(), strings.TrimPrefix(x.Request.URL, "https://api.example.com"), x.Skip))
		return nil
	})
	got.Info = info
	if err != nil {
		var failure *Error
		require.ErrorAs(t, err, &failure, "every failure of the input is an *Error")
		got.Error = failure.Error()
	}
	require.Len(t, got.Places, info.Entries, "Info counts the delivered entries")
	return got
}

// read reads text several times, in pieces of different sizes: the outcome must not depend on how
// the bytes arrive.
func read(t testing.TB, text string) outcome {
	t.Helper()
	whole := readFrom(t, strings.NewReader(text))
	assert.Equal(t, whole, readFrom(t, iotest.OneByteReader(strings.NewReader(text))), "byte by byte")
	assert.Equal(t, whole, readFrom(t, iotest.HalfReader(strings.NewReader(text))), "in halves")
	assert.Equal(t, whole, readFrom(t, iotest.DataErrReader(strings.NewReader(text))), "the last bytes with EOF")
	return whole
}

func gzipped(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zstandard(s string) string {
	return compressed(s, func(w io.Writer) io.WriteCloser { return must(zstd.NewWriter(w)) })
}

func compressed(s string, coder func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := coder(&b)
	if _, err := io.WriteString(w, s); errors.Join(err, w.Close()) != nil {
		panic("a buffer takes all")
	}
	return b.String()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestRecognize(t *testing.T) {
	for _, c := range []struct {
		reason, start string
		want          bool
	}{
		{"a log", `{"log":{`, true},
		{"a log behind other members", ` {"_x":[{"a":"}"}], "log" : {"entries":[`, true},
		{"an entry", `{"startedDateTime":"x","request":{`, true},
		{"an array of entries", `[{"response":{`, true},
		{"wrapped for HAR Viewer", `onInputData({"log":{`, true},
		{"a name in a string", `{"a":"\"log\":","b":{"log":1}}`, false},
		{"another format", `{"interactions":[`, false},
		{"a name that is cut off", `{"lo`, false},
		{"no object", `12`, false},
		{"nothing", ``, false},
	} {
		assert.Equal(t, c.want, har.Format{}.Recognizes([]byte(c.start)), c.reason)
	}
	assert.Equal(t, har.Name, recognizeFormat([]byte("hello")).Name(), "the message says what is wrong")
}

// TestLocations checks that a location leads to its entry.
func TestLocations(t *testing.T) {
	for _, c := range []struct {
		reason, text string
		want         []string
	}{
		{"a HAR", log(get("/a"), get("/b")), []string{"0 /log/entries/0 /a", "0 /log/entries/1 /b"}},
		{"one that is malformed counts", log(`null`, get("/b")), []string{"0 /log/entries/0 malformed-entry", "0 /log/entries/1 /b"}},
		{"one entry a line", get("/a") + "\n" + get("/b"), []string{"0  /a", "1  /b"}},
		{"one HAR a line", log(get("/a")) + "\n" + log(get("/b")), []string{"0 /log/entries/0 /a", "1 /log/entries/0 /b"}},
		{"an array of entries", "[" + get("/a") + "," + get("/b") + "]", []string{"0 /0 /a", "0 /1 /b"}},
		{"an array of HARs", "[" + log(get("/a")) + "," + log(get("/b"), get("/c")) + "]", []string{"0 /0/log/entries/0 /a", "0 /1/log/entries/0 /b", "0 /1/log/entries/1 /c"}},
		{"behind damage", log(get("/a"), `{"request":{"method":"GET" "url":1}}`, get("/b")), []string{"0 /log/entries/0 /a", "0 /log/entries/1 malformed-entry", "0 /log/entries/2 /b"}},
	} {
		assert.Equal(t, c.want, read(t, c.text).Places, c.reason)
	}
}

// plain is a format that is not a ParallelFormat.
type plain struct{ format.Format }

// checked returns the results of a check, in order.
func checked(t testing.TB, f format.Format, text string, workers int) (lines []string, info Info, err error) {
	t.Helper()
	defer func(before []format.Format) { formats = before }(formats)
	formats = []format.Format{f}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
	verdict := func(x *validate.Exchange) validate.Result {
		return validate.Result{Skipped: x.Skip, Host: x.Request.URL, Code: string(x.Response.Body)}
	}
	info, err = checkCapture(context.Background(), strings.NewReader(text), Options{}, format.Checker{Check: verdict, Count: func(at Location, v *validate.Result) error {
		lines = append(lines, fmt.Sprint(at.Document, at.Pointer(), v.Skipped, v.Host, v.Code))
		return nil
	}})
	return lines, info, err
}

// TestCheckIsTheSameForEveryFormat checks that results and their order are the same with a
// ParallelReader, with CheckDecoded and in one goroutine.
func TestCheckIsTheSameForEveryFormat(t *testing.T) {
	var entries []string
	for i := range 5000 {
		entries = append(entries, strings.Replace(get(fmt.Sprintf("/%d", i)), `"{}"`, `"`+strings.Repeat("x", i%900)+`"`, 1))
	}
	sound := log(entries...)
	for _, c := range []struct{ reason, text string }{
		{"sound", sound},
		{"a damaged entry", strings.Replace(sound, `"method":"GET","url":"https://api.example.com/2500"`, `"method":"GET" "url":1`, 1)},
		{"cut off", sound[:len(sound)*2/3]},
		{"two of them", sound + sound},
		{"few", log(get("/a"))},
		{"none", log()},
	} {
		t.Run(c.reason, func(t *testing.T) {
			want, wantInfo, wantErr := checked(t, har.Format{}, c.text, 1)
			for _, workers := range []int{1, 2, 4} {
				for _, f := range []format.Format{har.Format{}, plain{har.Format{}}} {
					got, info, err := checked(t, f, c.text, workers)
					assert.Equal(t, want, got, "%T with %d", f, workers)
					assert.Equal(t, wantInfo, info)
					assert.Equal(t, wantErr, err)
				}
			}
		})
	}
}

// TestCheckEnds checks that the first error of Count and the end of the context stop the reading in
// any format.
func TestCheckEnds(t *testing.T) {
	defer func(before []format.Format) { formats = before }(formats)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	text := log(strings.TrimSuffix(strings.Repeat(get("/a")+",", 5000), ","))
	stop := errors.New("enough")
	for _, f := range []format.Format{har.Format{}, plain{har.Format{}}} {
		formats = []format.Format{f}
		for reason, end := range map[string]func(context.CancelFunc) error{
			"an error": func(context.CancelFunc) error { return stop },
			"a cancel": func(cancel context.CancelFunc) error { cancel(); return nil },
		} {
			ctx, cancel := context.WithCancel(t.Context())
			counted := 0
			info, err := checkCapture(ctx, strings.NewReader(text), Options{}, format.Checker{
				Check: func(*validate.Exchange) validate.Result { return validate.Result{} },
				Count: func(Location, *validate.Result) error {
					if counted++; counted == 500 {
						return end(cancel)
					}
					return nil
				},
			})
			require.Error(t, err, "%s, %T", reason, f)
			assert.LessOrEqual(t, counted, 500)
			assert.Equal(t, counted, info.Entries, "%s, %T", reason, f)
			cancel()
		}
	}
}

// Check asks the validator which bodies and headers it needs.
func TestCheckTakesAValidator(t *testing.T) {
	contract, err := validate.Parse(apicontract.DocumentName, apicontract.Document())
	require.NoError(t, err)
	v, err := validate.New(contract)
	require.NoError(t, err)
	own := strings.ReplaceAll(get("/v3/no-such-path"), "api.example.com", "api.heygen.com")
	var lines []string
	_, err = Check(t.Context(), strings.NewReader(log(get("/a"), own)), v, Options{}, func(at Location, v *validate.Result) error {
		line := at.Pointer() + " " + string(v.Skipped)
		for _, violation := range v.Violations {
			line += string(violation.Rule)
		}
		lines = append(lines, line)
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"/log/entries/0 other-host", "/log/entries/1 operation-undocumented"}, lines)
}

// FuzzRead checks that reading ends without a panic, that every entry in Info was delivered, and
// that neither the sizes of the reads nor the way of checking matter.
func FuzzRead(f *testing.F) {
	text := log(get("/a"), get("/b"))
	for _, seed := range []string{text, gzipped(text), zstandard(text), gzipped(zstandard(text)), half(gzipped(text)), "\xff\xfe{\x00", "\x00{", "<html>", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		whole := readFrom(t, bytes.NewReader(input))
		if len(input) < 64<<10 {
			require.Equal(t, whole, readFrom(t, iotest.OneByteReader(bytes.NewReader(input))))
		}
		got, info, _ := checked(t, plain{har.Format{}}, string(input), 2)
		require.Len(t, got, len(whole.Places))
		require.Equal(t, whole.Info, info)
	})
}
