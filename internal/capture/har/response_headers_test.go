package har

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/capture/format"
	"github.com/apicontract/apicontract/validate"
)

func needsHeader(name string) bool { return strings.EqualFold(name, "Retry-After") }

// TestCheckUsesRelevantParts checks that Check delivers less of an exchange than Read, but the same
// parts as far as results depend on them.
func TestCheckUsesRelevantParts(t *testing.T) {
	for _, c := range []struct{ reason, headers string }{
		{"needed headers among others", `[{"name":"server","value":"x"},{"name":"content-type","value":"text/html"},{"name":"RETRY-AFTER","value":"5"},{"name":"etag","value":"\"a\""}]`},
		{"nothing that matters", `[{"name":"server","value":"x"},{"name":"date","value":"y"}]`},
		{"nothing but a pseudo-header before", `[{"name":":status","value":"200"},{"name":"date","value":"y"}]`},
		{"indented", "[\n {\n  \"name\" : \"server\" ,\n  \"value\" : \"x\"\n },\n { \"name\": \"retry-after\", \"value\": \"5\" }\n]"},
		{"in the other order", `[{"value":"5","name":"retry-after"},{"value":"x","name":"server"}]`},
		{"with more members", `[{"name":"server","value":"x","comment":"c"},{"name":"retry-after","value":"5","comment":"c"}]`},
		{"a value that is a list", `[{"name":"server","value":["x","y"]},{"name":"retry-after","value":["5","6"]}]`},
		{"an invalid value", `[{"name":"server","value":{}},{"name":"retry-after","value":null},{"name":"date","value":7}]`},
		{"no value", `[{"name":"server"},{"name":"retry-after"}]`},
		{"a name of blanks, and with blanks", `[{"name":" ","value":"x"},{"name":" retry-after ","value":"5"},{"name":"server ","value":"x"}]`},
		{"an escaped name", `[{"name":"retry\u002dafter","value":"5"},{"name":"s\u0065rver","value":"x"}]`},
		{"a name twice", `[{"name":"server","value":"x","name":"retry-after"},{"name":"retry-after","name":"server","value":"x"}]`},
		{"lines that are folded", `[{"name":"server","value":"x\ny"},{"name":"retry-after","value":"5\n6"}]`},
		{"something else in the list", `[7,null,"x",[{}],{"name":"server","value":"x"}]`},
		{"an object", `{"server":"x","retry-after":["5","6"]}`},
		{"damage", `[{"name":"server","value":"x"},{"name":"retry-after","value":}]`},
		{"a cut", `[{"name":"server","value":"x`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			text := log(pair(okRequest, `{"status":200,"headers":`+c.headers+`,"content":{"text":"{}"}}`))
			sameToCheck(t, text, format.Options{})
		})
	}
}

// TestCheckCountsFoldedLines checks that folded lines count, whether a check needs them or not.
func TestCheckCountsFoldedLines(t *testing.T) {
	fields := strings.Repeat(`{"name":"server","value":"a\nb"},`, 3000) + `{"name":"date","value":"x"}`
	sameToCheck(t, log(pair(okRequest, `{"status":200,"headers":[`+fields+`],"content":{"text":"{}"}}`)), format.Options{})
}

// sameToCheck compares what Check delivers with what Read delivers.
func sameToCheck(t *testing.T, text string, o format.Options) {
	t.Helper()
	read := readFrom(t, strings.NewReader(text), o)
	var want, got []string
	for i := range read.Exchanges {
		want = append(want, relevantParts(&read.Exchanges[i]))
	}
	o.NeedHeader = needsHeader
	_, err := checkEach(context.Background(), strings.NewReader(text), o, func(x *validate.Exchange) validate.Result {
		return validate.Result{Skipped: "seen", Code: relevantParts(x)} // a result that does not conform triggers the repair
	}, func(v *validate.Result) error {
		got = append(got, v.Code)
		return nil
	})
	if read.Error == nil {
		require.NoError(t, err)
	} else {
		require.Error(t, err)
	}
	assert.Equal(t, want, got)
}

// relevantParts returns the parts that a result may depend on.
func relevantParts(x *validate.Exchange) string {
	if x.Skip == validate.SkipMalformed {
		return "malformed"
	}
	r := &x.Response
	var fields validate.Header
	for _, f := range r.Header {
		switch strings.ToLower(f.Name) {
		case "content-type", "content-length", "content-encoding", "retry-after":
			fields = append(fields, f)
		}
	}
	return fmt.Sprintf("%q %q %d %q %q %q %q recorded %t: %q", x.Request.Method, x.Request.URL, r.Status, x.Skip, r.BodyMissing, r.MediaType, r.Body, len(r.Header) > 0, fields)
}
