// Package contentcoding removes content codings from bodies (RFC 9110, section 8.4):
// gzip, deflate, br and zstd.
package contentcoding

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

const maxCodings = 3 // content codings that are removed at most

// DecodeBody removes the codings in the Content-Encoding headers from body, the last first, if the
// bytes still have them: most recorders keep the header but not the coding. The result has at most
// one byte more than limit, which shows that it is too long, and may share memory with body.
// DecodeBody returns false if the codings cannot be removed.
func DecodeBody(body []byte, headers []string, limit int) ([]byte, bool) {
	var d Decoder
	return d.Decode(body, headers, limit)
}

// A Decoder removes content codings and reuses its buffers. The zero value is ready
// to use.
type Decoder struct {
	buffers [2]bytes.Buffer // one is read while the other one is written
	readers codingReaders
}

// Decode is [DecodeBody]. The result is valid until the next call.
func (d *Decoder) Decode(body []byte, headers []string, limit int) ([]byte, bool) {
	written := 0
	for _, name := range codingNames(headers) {
		r, err := d.readers.openCoding(body, name)
		switch {
		case err != nil:
			return nil, false
		case r == nil && !isRemoved(body, name):
			return nil, false
		case r == nil:
			continue
		}
		into := &d.buffers[written%2]
		into.Reset()
		if _, err := into.ReadFrom(io.LimitReader(r, int64(limit)+1)); err != nil {
			return nil, false
		}
		body = into.Bytes()
		written++
	}
	return body, true
}

// codingNames returns the names of the last codings, the outermost first.
func codingNames(headers []string) (names []string) {
	for _, rest := range slices.Backward(headers) {
		for more := true; more && len(names) < maxCodings; {
			var name string
			if rest, name, more = cutLast(rest, ","); name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	return names
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", strings.ToLower(strings.TrimSpace(s)), false
	}
	return s[:i], strings.ToLower(strings.TrimSpace(s[i+len(sep):])), true
}
