package har_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/bench/internal/har"
	"github.com/apicontract/apicontract/bench/internal/traffic"
)

type log struct {
	Log struct {
		Entries []struct {
			Request  struct{ Method, URL string }
			Response struct {
				Status  int
				Headers []struct{ Name, Value string }
				Content struct {
					Size           int
					Text, Encoding string
				}
			}
		}
	}
}

func TestWrittenLogIsReadBack(t *testing.T) {
	for _, tc := range []struct {
		reason       string
		pretty, lean bool
	}{
		{"compact, as tests record it", false, false},
		{"indented, as a browser exports it", true, false},
		{"with only the members that HAR requires", false, true},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			made, text := write(t, 400, tc.pretty, tc.lean)
			var read log
			require.NoError(t, json.Unmarshal(text, &read))
			require.Len(t, read.Log.Entries, len(made))
			for i, e := range read.Log.Entries {
				x := made[i]
				content := []byte(e.Response.Content.Text)
				if e.Response.Content.Encoding == "base64" {
					var err error
					content, err = base64.StdEncoding.DecodeString(e.Response.Content.Text)
					require.NoError(t, err)
				}
				assert.Equal(t, x.Request.Method+x.Request.URL, e.Request.Method+e.Request.URL)
				assert.Equal(t, x.Response.Status, e.Response.Status)
				assert.Len(t, e.Response.Headers, len(x.Response.Header))
				assert.Equal(t, x.Size, e.Response.Content.Size)
				assert.True(t, bytes.Equal(x.Response.Body, content), "%s %s", x.Kind, x.Request.URL)
			}
		})
	}
}

// write generates n exchanges, a tenth of them wrong, and writes them.
func write(t *testing.T, n int, pretty, lean bool) ([]traffic.Exchange, []byte) {
	t.Helper()
	generator, err := traffic.New(4, traffic.Mixes["mixed"].WithDrift(0.1))
	require.NoError(t, err)
	var out bytes.Buffer
	w := har.New(&out)
	w.Pretty, w.Minimal = pretty, lean
	require.NoError(t, w.Begin())
	made := make([]traffic.Exchange, n)
	for i := range made {
		generator.Next(&made[i])
		require.NoError(t, w.Write(&made[i]))
	}
	size := w.Size()
	require.NoError(t, w.End())
	assert.EqualValues(t, out.Len(), size)
	return made, out.Bytes()
}
