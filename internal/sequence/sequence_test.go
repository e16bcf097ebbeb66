package sequence_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/sequence"
)

// written returns items as "offset:data", or the error of an invalid item.
func written(items iter.Seq[sequence.Item]) string {
	var all []string
	for item := range items {
		text := fmt.Sprintf("%d:%s", item.Offset, item.Data)
		if item.Err != "" {
			text += " " + item.Err
		}
		all = append(all, text)
	}
	return strings.Join(all, "|")
}

func TestSequences(t *testing.T) {
	for _, c := range []struct {
		reason string
		of     func([]byte) iter.Seq[sequence.Item]
		body   string
		want   string
	}{
		{"lines", sequence.LineItems, "1\n2\n", "0:1|2:2"},
		{"the last line without a line feed", sequence.LineItems, "1\n2", "0:1|2:2"},
		{"blank lines", sequence.LineItems, "\n \r\n1\n\n", "4:1"},
		{"no lines", sequence.LineItems, "", ""},

		{"texts", sequence.TextItems, "\x1e[1]\n\x1e2\n", "1:[1]\n|6:2\n"},
		{"a text without a line feed", sequence.TextItems, "\x1e{}\x1e2", "1:{}|4:2 has no line feed behind it, so it may be cut off"},
		{"several separators", sequence.TextItems, "\x1e\x1e\n\x1e1\n", "4:1\n"},
		{"no separator", sequence.TextItems, "{}", "0:{} has no record separator (0x1E) in front of it"},
		{"text before the first separator", sequence.TextItems, "x\x1e1\n", "0:x has no record separator (0x1E) in front of it|2:1\n"},
		{"white space before it", sequence.TextItems, "\n\x1e1\n", "2:1\n"},
		{"no texts", sequence.TextItems, "", ""},

		{"events", sequence.EventItems, "data: a\n\ndata:b\n\n", "0:a|0:b"},
		{"one space is removed", sequence.EventItems, "data:  a \n\n", "0: a "},
		{"several lines of data", sequence.EventItems, "data: a\ndata\ndata: c\n\ndata: d\n\n", "0:a\n\nc|0:d"},
		{"other fields and comments", sequence.EventItems, ":c\nid: 1\nevent: e\nretry: 5\ndatax: n\ndata: a\n\n", "0:a"},
		{"events without data", sequence.EventItems, "event: e\n\ndata\n\ndata:\n\n", ""},
		{"CR and CR LF", sequence.EventItems, "data: a\rdata: b\r\n\r\ndata: c\r\r", "0:a\nb|0:c"},
		{"an event that does not end", sequence.EventItems, "data: a\n\ndata: b", "0:a|0:b"},
		{"a byte order mark", sequence.EventItems, "\ufeffdata: a\n\n", "0:a"},
		{"no events", sequence.EventItems, "", ""},
	} {
		assert.Equal(t, c.want, written(c.of([]byte(c.body))), c.reason)
		for range c.of([]byte(c.body)) {
			break // so that the iterator must stop
		}
	}
}
