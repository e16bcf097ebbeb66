package har

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// outcome is the complete result of a read.
type outcome struct {
	Info      format.Info
	Exchanges []validate.Exchange
	Error     *format.Error
}

func readFrom(t testing.TB, r io.Reader, o format.Options) outcome {
	t.Helper()
	var got outcome
	info, err := readEach(context.Background(), r, o, func(x *validate.Exchange) error {
		got.Exchanges = append(got.Exchanges, clone(x))
		return nil
	})
	got.Info = info
	if err != nil {
		require.ErrorAs(t, err, &got.Error, "every failure of the input is an *Error")
		got.Error = &format.Error{Offset: got.Error.Offset, Message: got.Error.Message} // without its cause
	}
	require.Len(t, got.Exchanges, info.Entries, "Info counts the delivered entries")
	return got
}

// clone copies what is only valid during a call.
func clone(x *validate.Exchange) validate.Exchange {
	c := *x
	c.Request.Header = slices.Clone(x.Request.Header)
	c.Response.Header = slices.Clone(x.Response.Header)
	c.Response.Body = slices.Clone(x.Response.Body)
	return c
}

// read reads text several times, in pieces of different sizes: the outcome must not depend on how
// the bytes arrive.
func read(t testing.TB, text string, o format.Options) outcome {
	t.Helper()
	whole := readFrom(t, strings.NewReader(text), o)
	assert.Equal(t, whole, readFrom(t, iotest.OneByteReader(strings.NewReader(text)), o), "byte by byte")
	assert.Equal(t, whole, readFrom(t, iotest.HalfReader(strings.NewReader(text)), o), "in halves")
	assert.Equal(t, whole, readFrom(t, iotest.DataErrReader(strings.NewReader(text)), o), "the last bytes with EOF")
	return whole
}

// log returns a HAR with entries.
func log(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"hand","version":"1"},"entries":[` + strings.Join(entries, ",") + `]}}`
}

// get returns an entry with a path; everything else is the same.
func get(path string) string {
	return `{"request":{"method":"GET","url":"https://api.example.com` + path + `","headers":[]},` +
		`"response":{"status":200,"headers":[],"content":{"size":2,"mimeType":"application/json","text":"{}"}}}`
}

// paths returns the ends of the delivered URLs, "!" for a skipped entry.
func (o outcome) paths() []string {
	paths := []string{}
	for _, x := range o.Exchanges {
		path := strings.TrimPrefix(x.Request.URL, "https://api.example.com")
		if x.Skip != "" {
			path = "!"
		}
		paths = append(paths, path)
	}
	return paths
}

func TestReadStops(t *testing.T) {
	stop := errors.New("enough")
	calls := 0
	info, err := readEach(context.Background(), strings.NewReader(log(get("/a"), get("/b"))), format.Options{}, func(*validate.Exchange) error {
		calls++
		return stop
	})
	assert.Same(t, stop, err, "the caller's error is returned unchanged")
	assert.Equal(t, 1, calls)
	assert.Equal(t, 1, info.Entries, "the entry that was refused was delivered")
}

func TestReadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	info, err := readEach(ctx, strings.NewReader(log(get("/a"), get("/b"))), format.Options{}, func(*validate.Exchange) error {
		cancel()
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 1, info.Entries)

	_, err = readEach(ctx, endless{}, format.Options{}, ignore)
	require.ErrorIs(t, err, context.Canceled, "also where no entry ever ends")
}

// endless is a reader whose first string never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	return copy(p, `{"log":"`+strings.Repeat("a", len(p))), nil
}

func TestReadFailingReader(t *testing.T) {
	fault := errors.New("the disk is gone")
	r := io.MultiReader(strings.NewReader(strings.TrimSuffix(log(get("/a"), get("/b")), "]}}")), iotest.ErrReader(fault))
	info, err := readEach(context.Background(), r, format.Options{}, ignore)
	require.ErrorIs(t, err, fault)
	var failure *format.Error
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, 2, info.Entries, "entries before the error stay valid")
	assert.Contains(t, failure.Message, "cannot be read on")

	_, err = readEach(context.Background(), stuck{}, format.Options{}, ignore)
	require.ErrorIs(t, err, io.ErrNoProgress, "a reader that brings nothing is not waited for")
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }
