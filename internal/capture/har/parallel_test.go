package har

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// verdict returns a different result for each exchange, so that their order is visible.
func verdict(x *validate.Exchange) validate.Result {
	return validate.Result{Skipped: x.Skip, Host: x.Request.URL, Status: x.Response.Status, Code: string(x.Response.BodyMissing) + fmt.Sprint(len(x.Response.Body))}
}

// checked reads text with a number of workers.
func checked(t testing.TB, text []byte, workers int, o format.Options) ([]validate.Result, format.Info, error) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
	var got []validate.Result
	info, err := checkEach(context.Background(), iotest.HalfReader(bytes.NewReader(text)), o, verdict, func(v *validate.Result) error {
		got = append(got, *v)
		return nil
	})
	return got, info, err
}

// TestParallelReadingChangesNothing covers damage, entries that begin with other text, and text
// that looks like the beginning of an entry.
func TestParallelReadingChangesNothing(t *testing.T) {
	const n = 3000
	many := func(each func(i int) string) string {
		entries := make([]string, n)
		for i := range entries {
			entries[i] = each(i)
		}
		return log(entries...)
	}
	sound := func(i int) string { return get(fmt.Sprintf("/%d?%s", i, strings.Repeat("x", i%2000))) }
	at := func(odd int, text string) func(int) string {
		return func(i int) string {
			if i == odd {
				return text
			}
			return sound(i)
		}
	}
	for reason, text := range map[string]string{
		"sound":                      many(sound),
		"indented":                   strings.ReplaceAll(many(sound), `{"request"`, "\n {\n  \"request\""),
		"a damaged entry":            many(at(n/2, `{"request":{"method":"GET" "url":1}}`)),
		"no entry":                   many(at(n/2, `null`)),
		"another beginning":          many(at(n/2, `{"_x":1,`+get("/x")[1:])),
		"all begin in another way":   many(func(i int) string { return fmt.Sprintf(`{"_%d":1,`, i) + sound(i)[1:] }),
		"an entry in an entry":       many(func(i int) string { return strings.Replace(sound(i), `"content"`, `"_x":`+get("/y")+`,"content"`, 1) }),
		"a beginning in a text":      many(at(n/2, get(`/{\"request\":`))),
		"an entry that is long":      many(at(n/2, get("/"+strings.Repeat("y", 9<<20)))),
		"a comma too few":            strings.Replace(many(sound), `},{"request":{"method":"GET","url":"https://api.example.com/1500?`, `}{"request":{"method":"GET","url":"https://api.example.com/1500?`, 1),
		"a comma too many":           strings.Replace(many(sound), `},{"request":{"method":"GET","url":"https://api.example.com/1500?`, `},,{"request":{"method":"GET","url":"https://api.example.com/1500?`, 1),
		"a bracket too few":          strings.Replace(many(sound), `}}},{"request":{"method":"GET","url":"https://api.example.com/1500?`, `}},{"request":{"method":"GET","url":"https://api.example.com/1500?`, 1),
		"a bracket too many":         strings.Replace(many(sound), `}}},{"request":{"method":"GET","url":"https://api.example.com/1500?`, `}}}},{"request":{"method":"GET","url":"https://api.example.com/1500?`, 1),
		"a quote too many":           strings.Replace(many(sound), `https://api.example.com/1500?`, `https://"api.example.com/1500?`, 1),
		"cut off":                    many(sound)[:len(many(sound))*2/3],
		"a second log":               many(sound) + many(sound),
		"something behind":           many(sound) + "x",
		"members behind the entries": strings.TrimSuffix(many(sound), "}}") + `,"creator":"late","entries":[` + get("/z") + `]}}`,
	} {
		t.Run(reason, func(t *testing.T) {
			want, wantInfo, wantErr := checked(t, []byte(text), 1, format.Options{})
			require.NotEmpty(t, want)
			for _, workers := range []int{2, 3, 8} {
				got, info, err := checked(t, []byte(text), workers, format.Options{})
				assert.Len(t, got, len(want))
				assert.Equal(t, want, got)
				assert.Equal(t, wantInfo, info)
				assert.Equal(t, wantErr, err)
			}
		})
	}
}

// TestParallelReadingOfTinyEntries checks that damaged entries end the parallel reading, and that
// every entry still counts.
func TestParallelReadingOfTinyEntries(t *testing.T) {
	const size = 1 << 20
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	for reason, entry := range map[string]string{
		"empty objects between two entries":   "{},",
		"small objects between two entries":   `{"request":1},`,
		"small arrays between two entries":    "[[]],",
		"small entries between two entries":   get("/") + ",",
		"damaged entries between two entries": `{"request":,` + "},",
	} {
		t.Run(reason, func(t *testing.T) {
			entries := size / len(entry)
			text := log(get("/first"), strings.Repeat(entry, entries)+get("/last"))
			count := 0
			_, err := checkEach(t.Context(), strings.NewReader(text), format.Options{}, verdict, func(*validate.Result) error {
				count++
				return nil
			})
			if !strings.HasPrefix(reason, "damaged") {
				require.NoError(t, err)
				assert.Equal(t, entries+2, count)
			}
		})
	}
}

// TestParallelReadingEndsWithCount checks that the first error of count ends the reading, and that
// nothing continues after it.
func TestParallelReadingEndsWithCount(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	before := runtime.NumGoroutine()
	stop := errors.New("enough")
	counted := 0
	info, err := checkEach(context.Background(), strings.NewReader(browserHAR(8<<20)), format.Options{}, verdict, func(*validate.Result) error {
		if counted++; counted == 500 {
			return stop
		}
		return nil
	})
	require.ErrorIs(t, err, stop)
	assert.Equal(t, 500, counted)
	assert.Equal(t, 500, info.Entries)
	for range 1000 { // a goroutine exists for a moment after its last statement
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	assert.LessOrEqual(t, runtime.NumGoroutine(), before)
}

func TestParallelReadingEndsWithTheContext(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	ctx, cancel := context.WithCancel(context.Background())
	counted := 0
	_, err := checkEach(ctx, strings.NewReader(browserHAR(8<<20)), format.Options{}, verdict, func(*validate.Result) error {
		if counted++; counted == 500 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 500, counted)
}

// TestSkippedBodies checks that bodies that are not needed are not read.
func TestSkippedBodies(t *testing.T) {
	o := format.Options{NeedBody: func(url string) bool { return strings.HasPrefix(url, "https://api.example.com/") }}
	other := strings.Replace(get("/a"), "api.example.com", "cdn.example.com", 1)
	got := read(t, log(other, get("/b"), `{"response":`+okResponse+`,`+other[1:strings.Index(other, `,"response"`)]+`}`), o)
	require.Len(t, got.Exchanges, 3)
	assert.Equal(t, validate.UncheckedNotRecorded, got.Exchanges[0].Response.BodyMissing)
	assert.Empty(t, got.Exchanges[0].Response.Body)
	assert.Equal(t, "{}", string(got.Exchanges[1].Response.Body))
	assert.Equal(t, "{}", string(got.Exchanges[2].Response.Body), "the host was not known yet")
}
