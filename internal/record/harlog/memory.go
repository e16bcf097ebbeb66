package harlog

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"sync"
)

// A MemoryLog keeps the newest entries of a log in memory. It is safe for concurrent
// use.
type MemoryLog struct {
	creator  Creator
	maxBytes int

	mu      sync.Mutex
	entries [][]byte
	bytes   int
	dropped int
}

// NewMemoryLog returns an empty MemoryLog that keeps at most maxBytes bytes of entries. It drops
// the oldest entries first.
func NewMemoryLog(c Creator, maxBytes int) *MemoryLog {
	return &MemoryLog{creator: c, maxBytes: maxBytes}
}

// Add adds an entry. It returns the error of encoding it, if any.
func (m *MemoryLog) Add(e *Entry) error {
	text, err := EncodeEntry(e)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = append(m.entries, text)
	m.bytes += len(text)
	for m.bytes > m.maxBytes {
		m.dropOldest()
	}
	return nil
}

func (m *MemoryLog) dropOldest() {
	m.bytes -= len(m.entries[0])
	m.entries[0] = nil // so that the entry can be freed before the slice
	m.entries = m.entries[1:]
	m.dropped++
}

// WriteTo writes a complete log of the current entries. It returns the error of w.
func (m *MemoryLog) WriteTo(w io.Writer) (int64, error) {
	m.mu.Lock()
	entries, dropped := slices.Clone(m.entries), m.dropped
	m.mu.Unlock()
	var b bytes.Buffer
	b.Write(logHead(m.creator))
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
