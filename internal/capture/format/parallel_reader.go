package format

import (
	"bytes"
	"runtime"
	"sync"

	"github.com/apicontract/apicontract/validate"
)

const (
	// WarmUp is how many entries are read in one goroutine before others help.
	WarmUp = 32

	segmentSize = 1 << 20 // bytes that a goroutine gets at a time, or a little less
	maxSegment  = 4 << 20 // longer entries are read in one goroutine

	maxWait = 1 << 14 // entries that are read in one goroutine after short runs
)

// A ParallelReader decodes and checks entries in several goroutines. It cuts the input
// where an entry seems to begin: at the text with which the last one began. A wrong cut
// costs time and nothing else: a segment counts only as far as whole entries follow one
// another, and from there the format reads on in one goroutine.
//
// It holds twice as many segments as there are goroutines, and two more.
type ParallelReader struct {
	workers    int
	checker    Checker
	newDecoder func() Decoder

	prefix       []byte   // how an entry seems to begin
	sinceRun     int      // entries that were read in one goroutine since the last Run
	wait         int      // entries to read in one goroutine before the next Run
	buffers      [][]byte // of segments that are done
	verdictLists [][]validate.Verdict
}

// NewParallelReader returns a reader of entries that each goroutine decodes with a
// decoder of its own.
func NewParallelReader(c Checker, newDecoder func() Decoder) *ParallelReader {
	return &ParallelReader{workers: runtime.GOMAXPROCS(0), checker: c, newDecoder: newDecoder, wait: WarmUp}
}

// Learn takes the text that a sound entry begins with: enough of it to tell the next
// entry from other text. It may be nil, if that is not known.
func (p *ParallelReader) Learn(prefix []byte) {
	p.sinceRun++
	if prefix != nil {
		p.prefix = append(p.prefix[:0], prefix...)
	}
}

// Ready reports whether it is worth to call Run.
func (p *ParallelReader) Ready() bool {
	return p != nil && p.workers > 1 && p.sinceRun >= p.wait && len(p.prefix) > 0
}

// Run reads on from the entry at w's position, as long as segments are sound, and calls
// deliver with the results in order. It reports whether it stopped after an entry and
// not before one. The error is the first that deliver returns.
func (p *ParallelReader) Run(w *Window, deliver func(*validate.Verdict) error) (afterEntry bool, err error) {
	queue := make(chan *segment, 2*p.workers+1)
	var workers sync.WaitGroup
	for range p.workers {
		workers.Go(func() { p.work(queue) })
	}
	defer workers.Wait()
	defer close(queue)
	rest := append(p.buffer(), w.Buf[w.Pos:w.End]...)
	offset, start := w.Offset(), w.Offset()
	defer func() { p.adaptWait(offset - start) }()
	var inFlight []*segment
	p.sinceRun = 0
	for {
		var s *segment
		if s, rest = p.cut(w, rest); s != nil {
			inFlight = append(inFlight, s)
			queue <- s
		}
		for len(inFlight) > 0 && (s == nil || len(inFlight) > 2*p.workers) {
			first := inFlight[0]
			<-first.done
			offset += int64(first.read)
			err = first.deliver(deliver)
			if err != nil || !first.isSound() {
				w.unread(offset, unreadTexts(inFlight, rest)...)
				return first.afterEntry, err
			}
			p.recycle(first)
			inFlight = inFlight[1:]
		}
		if s == nil {
			w.unread(offset, rest)
			return false, nil
		}
	}
}

// adaptWait sets how many entries are read in one goroutine before the next Run. A Run
// reads several segments ahead: one that got through less than a segment doubles the
// number, so that damaged entries, however many, take linear time.
func (p *ParallelReader) adaptWait(progress int64) {
	if progress >= segmentSize {
		p.wait = WarmUp
		return
	}
	p.wait = min(2*p.wait, maxWait)
}

// unreadTexts returns what is left of segments, and the rest.
func unreadTexts(inFlight []*segment, rest []byte) [][]byte {
	texts := [][]byte{inFlight[0].text[inFlight[0].read:]}
	for _, s := range inFlight[1:] {
		<-s.done
		texts = append(texts, s.text)
	}
	return append(texts, rest)
}

func (p *ParallelReader) buffer() []byte {
	if n := len(p.buffers); n > 0 {
		buf := p.buffers[n-1]
		p.buffers = p.buffers[:n-1]
		return buf
	}
	return make([]byte, 0, segmentSize+segmentSize/8)
}

func (p *ParallelReader) verdicts() []validate.Verdict {
	n := len(p.verdictLists)
	if n == 0 {
		return nil
	}
	v := p.verdictLists[n-1]
	p.verdictLists = p.verdictLists[:n-1]
	return v
}

// recycle takes back what a segment needed.
func (p *ParallelReader) recycle(s *segment) {
	p.buffers = append(p.buffers, s.text[:0])
	clear(s.verdicts)
	p.verdictLists = append(p.verdictLists, s.verdicts[:0])
}

// cut fills rest and takes a segment off it. It returns none at the end of the input,
// and where an entry is too long or begins in another way.
func (p *ParallelReader) cut(w *Window, rest []byte) (*segment, []byte) {
	for {
		filled := w.appendTo(&rest)
		if at := lastIndex(rest, p.prefix); at > 0 {
			next := append(p.buffer(), rest[at:]...)
			return &segment{text: rest[:at], verdicts: p.verdicts(), done: make(chan struct{})}, next
		}
		if !filled || cap(rest) >= maxSegment {
			return nil, rest
		}
		rest = append(make([]byte, 0, 2*cap(rest)), rest...)
	}
}

// lastIndex is bytes.LastIndex, faster: that compares at one byte after another, and an
// entry may be long. Longer and longer ends of b are searched from their beginning.
func lastIndex(b, text []byte) int {
	for size := 4096; ; size *= 4 {
		from := max(0, len(b)-size)
		last := -1
		for at := from; ; {
			i := bytes.Index(b[at:], text)
			if i < 0 {
				break
			}
			last = at + i
			at = last + 1
		}
		if last >= 0 || from == 0 {
			return last
		}
	}
}

func (p *ParallelReader) work(queue <-chan *segment) {
	d := p.newDecoder()
	c := NewDecoderChecker(p.checker, d)
	for s := range queue {
		s.check(c, d)
		close(s.done)
	}
}
