package har

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

// TestBodyThatIsNotUTF8 checks that invalid UTF-8 is checked in the form that Read returns, and
// that nothing else is checked twice.
func TestBodyThatIsNotUTF8(t *testing.T) {
	const response = `{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":200,"headers":[%s],"content":{%s"text":"%s"}}}`
	gzip := `{"name":"Content-Encoding","value":"gzip"}`
	cases := []struct {
		reason, entry string
		times         int
	}{
		{"ASCII", fmt.Sprintf(response, "", "", "plain"), 1},
		{"UTF-8", fmt.Sprintf(response, "", "", "café – 漢"), 1},
		{"Latin-1", fmt.Sprintf(response, "", "", "caf\xe9"), 2},
		{"a character cut off", fmt.Sprintf(response, "", "", "\xe6\xbc"), 2},
		{"of which escapes are a part", fmt.Sprintf(response, "", "", `\u00e9\n`+"\xff"), 2},
		{"a coding that was left in", fmt.Sprintf(response, gzip, "", "caf\xe9"), 1},
		{"bytes of gzip", fmt.Sprintf(response, "", "", "\\u001f\x8b\b"), 1},
		{"base64 with junk in it", fmt.Sprintf(response, "", `"encoding":"base64",`, "aGk\xff="), 1},
		{"a hundred bytes of which one is damaged", fmt.Sprintf(response, "", "", strings.Repeat("ü", 50)+"\xfc"), 2},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			text := []byte(log(c.entry))
			var want validate.Response
			_, err := readEach(context.Background(), bytes.NewReader(text), format.Options{}, func(x *validate.Exchange) error {
				want = x.Response
				want.Body = bytes.Clone(want.Body)
				return nil
			})
			require.NoError(t, err)
			for _, workers := range []int{1, 2} {
				var times atomic.Int32
				last := checkedResponse(t, text, workers, &times)
				assert.Equal(t, want.Body, last.Body)
				assert.Equal(t, want.BodyMissing, last.BodyMissing)
				assert.EqualValues(t, c.times, times.Load(), "workers %d", workers)
			}
		})
	}
}

// checkedResponse returns the response as it was checked last. No response conforms.
func checkedResponse(t *testing.T, text []byte, workers int, times *atomic.Int32) (last validate.Response) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
	_, err := checkEach(context.Background(), bytes.NewReader(text), format.Options{}, func(x *validate.Exchange) validate.Result {
		times.Add(1)
		last = x.Response
		last.Body = bytes.Clone(last.Body)
		return validate.Result{Violations: []validate.Violation{{Rule: validate.BodySchema}}}
	}, func(*validate.Result) error { return nil })
	require.NoError(t, err)
	return last
}

// TestBodyThatGrows covers a body that becomes too large when invalid bytes are replaced.
func TestBodyThatGrows(t *testing.T) {
	entry := `{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":200,"content":{"text":"` + strings.Repeat("\xff", 90) + `"}}}`
	for reason, limit := range map[string]int64{"more than is kept": 100, "enough": 1000} {
		var last validate.Response
		_, err := checkEach(context.Background(), strings.NewReader(log(entry)), format.Options{MaxBody: limit}, func(x *validate.Exchange) validate.Result {
			last = x.Response
			return validate.Result{Code: string(x.Response.BodyMissing)}
		}, func(*validate.Result) error { return nil })
		require.NoError(t, err)
		var want validate.Response
		_, err = readEach(context.Background(), strings.NewReader(log(entry)), format.Options{MaxBody: limit}, func(x *validate.Exchange) error {
			want = x.Response
			return nil
		})
		require.NoError(t, err)
		assert.Equal(t, want.BodyMissing, last.BodyMissing, reason)
	}
}
