package har

import (
	"bytes"
	"fmt"
	"io"
	"sync"
)

// A Log keeps the latest entries in memory. It is safe for concurrent use.
type Log struct {
	creator Creator
	most    int // bytes

	mu      sync.Mutex
	entries [][]byte
	bytes   int
	dropped int
}

// NewLog returns an empty Log that keeps at most so many bytes of entries: the
// oldest go first.
func NewLog(c Creator, most int) *Log { return &Log{creator: c, most: most} }

// Add adds an entry. The error is that of encoding it.
func (l *Log) Add(e *Entry) error {
	text, err := Encode(e)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, text)
	l.bytes += len(text)
	for l.bytes > l.most {
		l.bytes -= len(l.entries[0])
		l.entries[0] = nil
		l.entries = l.entries[1:]
		l.dropped++
	}
	return nil
}

// Len returns how many entries are kept, and how many were dropped.
func (l *Log) Len() (kept, dropped int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.entries), l.dropped
}

// WriteTo writes the log as it is now, complete. The error is w's.
func (l *Log) WriteTo(w io.Writer) (int64, error) {
	l.mu.Lock()
	entries, dropped := append([][]byte(nil), l.entries...), l.dropped
	l.mu.Unlock()
	var b bytes.Buffer
	b.Write(head(l.creator))
	for i, entry := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(entry)
	}
	b.WriteString("\n]")
	if dropped > 0 {
		fmt.Fprintf(&b, `,"comment":"the first %d entries were dropped"`, dropped)
	}
	b.WriteString("}}\n")
	return b.WriteTo(w)
}
