package har

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// tiny makes strings of more than 64 KiB too long.
var tiny = format.Options{MaxBody: 1}

func TestSplitOmitsLongValues(t *testing.T) {
	long := strings.Repeat(`a\"]}{\\`, 20_000)
	for _, c := range []struct {
		reason string
		text   string
		status int
		skip   validate.SkipReason
		absent validate.UncheckedReason
	}{
		{reason: "the text of the content", text: pair(okRequest, `{"content":{"text":"`+long+`"},"status":404}`), status: 404, absent: validate.UncheckedTooLarge},
		{reason: "the request's text", text: pair(strings.Replace(okRequest, "{", `{"postData":{"text":"`+long+`"},`, 1), okResponse), status: 200},
		{reason: "a member that is not read", text: pair(okRequest, strings.Replace(okResponse, "{", `{"_raw":"`+long+`","cookies":["`+long+`"],`, 1)), status: 200},
		{reason: "a long name", text: pair(okRequest, strings.Replace(okResponse, "{", `{"`+long+`":{},`, 1)), status: 200},
		{reason: "a long field", text: pair(okRequest, strings.Replace(okResponse, "{", `{"headers":[{"name":"A","value":"`+long+`"}],`, 1)), status: 200},
		{reason: "a long URL leaves the entry in doubt", text: pair(`{"method":"GET","url":"https://h/`+long+`"}`, okResponse), skip: validate.SkipMalformed},
	} {
		t.Run(c.reason, func(t *testing.T) {
			got := read(t, log(c.text, get("/next")), tiny)
			require.Nil(t, got.Error)
			require.Len(t, got.Exchanges, 2)
			x := got.Exchanges[0]
			assert.Equal(t, c.skip, x.Skip)
			if c.skip == "" {
				assert.Equal(t, c.status, x.Response.Status)
				assert.Equal(t, "https://api.example.com/a", x.Request.URL)
			}
			if c.absent != "" {
				assert.Equal(t, c.absent, x.Response.BodyMissing)
			}
			assert.Equal(t, "https://api.example.com/next", got.Exchanges[1].Request.URL)
		})
	}
}

// TestSplitOverflow checks that an entry with too many small parts is cut off, but keeps what was
// read before.
func TestSplitOverflow(t *testing.T) {
	many := `"headers":[` + strings.Repeat(`{"name":"A","value":"1"},`, 300_000) + `{}]`
	got := readFrom(t, strings.NewReader(log(
		pair(okRequest, `{"status":404,`+many+`}`),
		pair(`{"method":"GET",`+many+`,"url":"https://h/"}`, okResponse),
		get("/next"))), tiny)
	require.Nil(t, got.Error)
	require.Len(t, got.Exchanges, 3)
	assert.Empty(t, got.Exchanges[0].Skip)
	assert.Equal(t, 404, got.Exchanges[0].Response.Status)
	assert.Equal(t, validate.UncheckedTooLarge, got.Exchanges[0].Response.BodyMissing)
	assert.Equal(t, validate.SkipMalformed, got.Exchanges[1].Skip)
	assert.Equal(t, "https://api.example.com/next", got.Exchanges[2].Request.URL)
}

func TestClosingQuote(t *testing.T) {
	for _, c := range []struct {
		reason, text string
		want         int // -1 if there is none
	}{
		{"empty", `"`, 0},
		{"plain", `abc"d"`, 3},
		{"escaped", `a\"b"`, 4},
		{"a backslash before the end", `a\\"b"`, 3},
		{"three", `a\\\"b"`, 6},
		{"none", `abc`, -1},
		{"only an escaped one", `a\"`, -1},
	} {
		t.Run(c.reason, func(t *testing.T) {
			for cut := range len(c.text) + 1 {
				odd, pieces := false, []string{c.text[:cut], c.text[cut:]}
				n, found := closingQuote([]byte(pieces[0]), &odd)
				if !found {
					var m int
					m, found = closingQuote([]byte(pieces[1]), &odd)
					n += m
				}
				assert.Equal(t, c.want >= 0, found, "cut at %d", cut)
				if found {
					assert.Equal(t, c.want, n, "cut at %d", cut)
				}
			}
		})
	}
}

// TestMemoryIsLimited checks that memory does not grow with the length of a string, an entry or a
// list, or with nesting.
func TestMemoryIsLimited(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 800 MB")
	}
	const huge, size, budget = 300 << 20, 100 << 20, 80 << 20
	for _, c := range []struct {
		reason string
		input  io.Reader
		count  int
		skip   validate.SkipReason
		absent validate.UncheckedReason
	}{
		{reason: "one content", input: longContent(huge), count: 1, absent: validate.UncheckedTooLarge},
		{reason: "one header", input: io.MultiReader(
			strings.NewReader(`{"log":{"entries":[{"request":`+okRequest+`,"response":{"status":200,"headers":[`),
			repeat(`{"name":"A","value":"1"},`, size), strings.NewReader(`{}]}}]}}`)), count: 1, absent: validate.UncheckedTooLarge},
		{reason: "values without names", input: io.MultiReader(
			strings.NewReader(`{"log":{"entries":[{"request":{`), repeat(`[],`, size), strings.NewReader(`}}]}}`)), count: 1, skip: validate.SkipMalformed},
		{reason: "one entry without an end", input: io.MultiReader(
			strings.NewReader(`{"log":{"entries":[{"request":{"headers":[`), repeat(`[{"a":"b"},`, size))},
		{reason: "a comment of the log", input: io.MultiReader(
			strings.NewReader(`{"log":{"comment":"`), repeat(`a\"\u00e9`, size), strings.NewReader(`","entries":[`+get("/a")+`]}}`)), count: 1},
		{reason: "a nesting without an end", input: repeat(`{"a":[`, size)},
	} {
		t.Run(c.reason, func(t *testing.T) {
			before := allocated()
			count := 0
			info, err := readEach(context.Background(), c.input, format.Options{}, func(x *validate.Exchange) error {
				assert.Equal(t, c.skip, x.Skip)
				assert.Equal(t, c.absent, x.Response.BodyMissing)
				count++
				return nil
			})
			assert.Equal(t, c.count, count)
			assert.Equal(t, c.count, info.Entries)
			assert.Equal(t, c.count == 0, err != nil)
			assert.Less(t, allocated()-before, uint64(budget), "bytes that were allocated, ever")
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// repeat returns text repeatedly, about size bytes.
func repeat(text string, size int64) io.Reader {
	return &repeater{block: strings.Repeat(text, 64<<10/len(text)), left: size}
}

type repeater struct {
	block string
	at    int
	left  int64
}

func (r *repeater) Read(p []byte) (int, error) {
	if r.left <= 0 && r.at == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.block[r.at:])
	r.at = (r.at + n) % len(r.block)
	r.left -= int64(n)
	return n, nil
}

// TestAllocations checks that an entry needs a constant number of allocations, not one for each
// header.
func TestAllocations(t *testing.T) {
	entry := pair(okRequest, `{"status":200,"headers":[`+strings.Repeat(`{"name":"A","value":"1"},`, 30)+`{}],"content":{"text":"{}"}}`)
	perRun := func(n int) float64 {
		text := log(strings.TrimSuffix(strings.Repeat(entry+",", n), ","))
		return testing.AllocsPerRun(10, func() {
			_, _ = readEach(context.Background(), strings.NewReader(text), format.Options{}, ignore)
		})
	}
	each := (perRun(1100) - perRun(100)) / 1000
	assert.LessOrEqual(t, each, 2.0, "%.2f an entry", each)
}
