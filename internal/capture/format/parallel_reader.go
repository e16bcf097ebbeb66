package format

import (
	"bytes"
	"runtime"
	"sync"

	"github.com/apicontract/apicontract/validate"
)

const (
	// WarmUp is the number of entries that are read in one goroutine before others help.
	WarmUp = 32

	segmentSize = 1 << 20 // bytes that a goroutine gets at a time, at most
	maxSegment  = 4 << 20 // longer entries are read in one goroutine

	maxWait = 1 << 14 // maximum number of entries to read in one goroutine between runs
)

// A ParallelReader decodes and checks entries in several goroutines. It splits the input where an
// entry seems to begin: at the text that the last entry began with. A wrong split only costs time:
// a segment counts as far as it consists of complete entries, and from there the format continues
// in one goroutine.
//
// It holds twice as many segments as there are goroutines, and two more.
type ParallelReader struct {
	workers    int
	checker    Checker
	newDecoder func() Decoder

	prefix      []byte   // likely beginning of an entry
	sinceRun    int      // entries read in one goroutine since the last Run
	wait        int      // entries to read in one goroutine before the next Run
	buffers     [][]byte // free buffers of segments
	resultLists [][]validate.Result
}

// NewParallelReader returns a reader that decodes entries in several goroutines, each with its own
// decoder.
func NewParallelReader(c Checker, newDecoder func() Decoder) *ParallelReader {
	return &ParallelReader{workers: runtime.GOMAXPROCS(0), checker: c, newDecoder: newDecoder, wait: WarmUp}
}

// LearnPrefix sets the text that a well-formed entry begins with. It must be long enough to
// distinguish the next entry from other text, or nil if it is unknown.
func (p *ParallelReader) LearnPrefix(prefix []byte) {
	p.sinceRun++
	if prefix != nil {
		p.prefix = append(p.prefix[:0], prefix...)
	}
}

// Ready reports whether it is worth calling Run.
func (p *ParallelReader) Ready() bool {
	return p != nil && p.workers > 1 && p.sinceRun >= p.wait && len(p.prefix) > 0
}

// Run reads from the entry at w's position, as long as segments are well-formed, and calls deliver
// with the results in order. It reports whether it stopped after an entry, not before one. It
// returns the first error of deliver.
func (p *ParallelReader) Run(w *Window, deliver func(*validate.Result) error) (afterEntry bool, err error) {
	queue := make(chan *entrySegment, 2*p.workers+1)
	var workers sync.WaitGroup
	for range p.workers {
		workers.Go(func() { p.checkSegments(queue) })
	}
	defer workers.Wait()
	defer close(queue)
	rest := append(p.freeBuffer(), w.Buf[w.Pos:w.End]...)
	offset, start := w.Offset(), w.Offset()
	defer func() { p.adaptWait(offset - start) }()
	var inFlight []*entrySegment
	p.sinceRun = 0
	for {
		var s *entrySegment
		if s, rest = p.cutSegment(w, rest); s != nil {
			inFlight = append(inFlight, s)
			queue <- s
		}
		for len(inFlight) > 0 && (s == nil || len(inFlight) > 2*p.workers) {
			first := inFlight[0]
			<-first.done
			offset += int64(first.readLength)
			err = first.deliverResults(deliver)
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

// adaptWait sets the number of entries to read in one goroutine before the next Run. A Run reads
// several segments ahead. If it gets through less than a segment, the number doubles, so that any
// number of damaged entries takes linear time.
func (p *ParallelReader) adaptWait(progress int64) {
	if progress >= segmentSize {
		p.wait = WarmUp
		return
	}
	p.wait = min(2*p.wait, maxWait)
}

// unreadTexts returns the unread parts of the segments, and the rest.
func unreadTexts(inFlight []*entrySegment, rest []byte) [][]byte {
	texts := [][]byte{inFlight[0].text[inFlight[0].readLength:]}
	for _, s := range inFlight[1:] {
		<-s.done
		texts = append(texts, s.text)
	}
	return append(texts, rest)
}

func (p *ParallelReader) freeBuffer() []byte {
	if n := len(p.buffers); n > 0 {
		buf := p.buffers[n-1]
		p.buffers = p.buffers[:n-1]
		return buf
	}
	return make([]byte, 0, segmentSize+segmentSize/8)
}

func (p *ParallelReader) freeResults() []validate.Result {
	n := len(p.resultLists)
	if n == 0 {
		return nil
	}
	v := p.resultLists[n-1]
	p.resultLists = p.resultLists[:n-1]
	return v
}

// recycle takes back the buffers of a segment.
func (p *ParallelReader) recycle(s *entrySegment) {
	p.buffers = append(p.buffers, s.text[:0])
	clear(s.results)
	p.resultLists = append(p.resultLists, s.results[:0])
}

// cutSegment fills rest and cuts a segment off it. It returns none at the end of the input, and if
// an entry is too long or begins with other text.
func (p *ParallelReader) cutSegment(w *Window, rest []byte) (*entrySegment, []byte) {
	for {
		filled := w.fillBuffer(&rest)
		if at := lastIndex(rest, p.prefix); at > 0 {
			next := append(p.freeBuffer(), rest[at:]...)
			return &entrySegment{text: rest[:at], results: p.freeResults(), done: make(chan struct{})}, next
		}
		if !filled || cap(rest) >= maxSegment {
			return nil, rest
		}
		rest = append(make([]byte, 0, 2*cap(rest)), rest...)
	}
}

// lastIndex is a faster bytes.LastIndex, which compares at one byte after another; an entry may be
// long. It searches longer and longer ends of b from their beginning.
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

func (p *ParallelReader) checkSegments(queue <-chan *entrySegment) {
	d := p.newDecoder()
	c := NewDecoderChecker(p.checker, d)
	for s := range queue {
		s.checkEntries(c, d)
		close(s.done)
	}
}
