package harlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

// A Writer writes each entry of a log at once, so its memory does not grow with the log. If the
// destination can seek, as a file can, the log is complete after every entry, even if the program
// is killed. Otherwise it is complete once the Writer is closed. It is safe for concurrent use.
type Writer struct {
	mu      sync.Mutex
	w       io.Writer
	seeker  io.Seeker // nil if w cannot seek
	end     int64     // offset of the next entry
	entries int
	closed  bool
	err     error // of the first failed write
}

// ErrClosed is returned by a write to a closed Writer.
var ErrClosed = errors.New("the log is closed")

const logTail = "\n]}}\n"

// NewWriter writes the beginning of a log to w, which must be empty, and returns a
// Writer for its entries.
func NewWriter(w io.Writer, c Creator) (*Writer, error) {
	l := &Writer{w: w}
	if seeker, ok := w.(io.Seeker); ok {
		if at, err := seeker.Seek(0, io.SeekCurrent); err == nil && at == 0 {
			l.seeker = seeker
		}
	}
	l.writePart(logHead(c))
	return l, l.err
}

func logHead(c Creator) []byte {
	text, err := json.Marshal(c)
	if err != nil {
		text = []byte("{}") // encoding two strings cannot fail
	}
	return append(append([]byte(`{"log":{"version":"`+version+`","creator":`), text...), `,"entries":[`...)
}

// Write adds an entry. It returns the error of the first failed write.
func (l *Writer) Write(e *Entry) error {
	text, err := EncodeEntry(e)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	separator := "\n"
	if l.entries > 0 {
		separator = ",\n"
	}
	l.entries++
	l.writePart(append([]byte(separator), text...))
	return l.err
}

// writePart writes text and, if w can seek, the end of the log after it. The next part overwrites
// this end.
func (l *Writer) writePart(text []byte) {
	if l.err != nil {
		return
	}
	n := int64(len(text))
	if l.seeker != nil {
		if _, l.err = l.seeker.Seek(l.end, io.SeekStart); l.err != nil {
			return
		}
		text = append(text, logTail...)
	}
	_, l.err = l.w.Write(text)
	l.end += n
}

// Close ends the log; it does not close the destination. It returns the error of the first failed
// write. Later calls have no effect.
func (l *Writer) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return l.err
	}
	l.closed = true
	if l.seeker == nil && l.err == nil {
		_, l.err = io.WriteString(l.w, logTail)
	}
	return l.err
}

// EncodeEntry returns an entry as one line of JSON.
func EncodeEntry(e *Entry) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
