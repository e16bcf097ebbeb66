package capture

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/validate"
)

const (
	segmentSize = 1 << 20 // bytes that a worker gets at a time, or a little less
	segmentMost = 4 << 20 // longer entries are read by one
	warmUp      = 32      // entries that are read by one before others help
)

// An ahead lets several workers read the entries of a log. The input is cut where
// an entry seems to begin: at the text with which the last one began. A cut that
// is wrong costs time and nothing else: a segment counts only as far as whole
// entries follow one another, and reading goes on from there by one.
//
// Its memory is that of twice as many segments as there are workers, and two more.
type ahead struct {
	workers int
	max     int // bytes of content that are kept
	wanted  func(url string) bool
	heeded  func(name string) bool
	check   func(*validate.Exchange) validate.Verdict
	count   func(*validate.Verdict) error

	prefix []byte   // what an entry seems to begin with
	alone  int      // entries that were read by one since others helped
	free   [][]byte // buffers of segments that are done
	spare  [][]validate.Verdict
}

// learn takes the prefix from a sound entry: its brace and its first name.
func (a *ahead) learn(entry []byte) {
	a.alone++
	if start := startOf(entry); start != nil {
		a.prefix = append(a.prefix[:0], start...)
	}
}

// ready reports whether it is worth to read ahead.
func (a *ahead) ready() bool {
	return a != nil && a.workers > 1 && a.alone >= warmUp && len(a.prefix) > 0
}

// A segment is text of a log that begins with an entry and should end with the
// comma before another.
type segment struct {
	text     []byte
	verdicts []validate.Verdict
	read     int  // how far whole entries go
	between  bool // at read stands what follows an entry, else an entry
	done     chan struct{}
}

// run reads on from where an element of the entries stands, in h's window, as long
// as segments are sound. It reports whether it stopped behind an entry, and not
// before one.
func (a *ahead) run(h *har) (between bool) {
	queue := make(chan *segment, 2*a.workers+1)
	var workers sync.WaitGroup
	for range a.workers {
		workers.Go(func() { a.work(queue, h.split.limit) })
	}
	defer workers.Wait()
	defer close(queue)
	rest := append(a.buffer(), h.buf[h.pos:h.end]...)
	offset := h.offset()
	var flying []*segment
	a.alone = 0
	for h.failure == nil {
		var s *segment
		if s, rest = a.cut(h, rest); s != nil {
			flying = append(flying, s)
			queue <- s
		}
		for len(flying) > 0 && (s == nil || len(flying) > 2*a.workers) {
			first := flying[0]
			<-first.done
			offset += int64(first.read)
			a.deliver(h, first)
			if first.read < len(first.text) || first.between || h.failure != nil {
				h.back(offset, first.text[first.read:], flying[1:], rest)
				return first.between
			}
			a.free = append(a.free, first.text[:0])
			clear(first.verdicts)
			a.spare = append(a.spare, first.verdicts[:0])
			flying = flying[1:]
		}
		if s == nil {
			break
		}
	}
	h.back(offset, nil, flying, rest)
	return false
}

func (a *ahead) buffer() []byte {
	if n := len(a.free); n > 0 {
		buf := a.free[n-1]
		a.free = a.free[:n-1]
		return buf
	}
	return make([]byte, 0, segmentSize+segmentSize/8)
}

func (a *ahead) verdicts() []validate.Verdict {
	n := len(a.spare)
	if n == 0 {
		return nil
	}
	v := a.spare[n-1]
	a.spare = a.spare[:n-1]
	return v
}

// cut fills rest and takes a segment off it. It returns none at the end of the
// input, and where an entry is too long or begins in another way.
func (a *ahead) cut(h *har, rest []byte) (*segment, []byte) {
	for {
		filled := h.append(&rest)
		if at := lastIndex(rest, a.prefix); at > 0 {
			next := append(a.buffer(), rest[at:]...)
			return &segment{text: rest[:at], verdicts: a.verdicts(), done: make(chan struct{})}, next
		}
		if !filled || cap(rest) >= segmentMost {
			return nil, rest
		}
		rest = append(make([]byte, 0, 2*cap(rest)), rest...)
	}
}

// lastIndex is bytes.LastIndex, faster: that looks at one byte after another, and an
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

// append reads until rest is full, and reports false at the end of the input.
func (w *window) append(rest *[]byte) bool {
	for tries := 0; len(*rest) < cap(*rest) && w.done == nil; tries++ {
		if w.done = w.ctx.Err(); w.done != nil {
			break
		}
		if tries == maxTries {
			w.done = io.ErrNoProgress
			break
		}
		n, err := w.src.Read((*rest)[len(*rest):cap(*rest)])
		*rest = (*rest)[:len(*rest)+n]
		w.done = err
		if n > 0 {
			tries = 0
		}
	}
	return w.done == nil
}

// back makes what was read ahead the input again, from offset on.
func (h *har) back(offset int64, first []byte, others []*segment, rest []byte) {
	readers := []io.Reader{bytes.NewReader(first)}
	for _, s := range others {
		<-s.done
		readers = append(readers, bytes.NewReader(s.text))
	}
	readers = append(readers, bytes.NewReader(rest))
	if h.done == nil {
		readers = append(readers, h.src)
	}
	if h.done != nil && h.done != io.EOF {
		readers = append(readers, failing{h.done})
	}
	h.done = nil
	h.src = io.MultiReader(readers...)
	h.base, h.pos, h.end = offset, 0, 0
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

// deliver counts the verdicts of a segment.
func (a *ahead) deliver(h *har, s *segment) {
	for i := range s.verdicts {
		if h.failure == nil {
			h.failure = h.ctx.Err()
		}
		if h.failure != nil {
			break
		}
		h.info.Entries++
		h.failure = a.count(&s.verdicts[i])
	}
}

func (a *ahead) work(queue <-chan *segment, limit int) {
	d := &decoder{max: a.max, wanted: a.wanted, heeded: a.heeded, lean: true}
	for s := range queue {
		s.judge(a, d, limit)
		close(s.done)
	}
}

// verdict judges what d has read: again, if its content turns out to be no UTF-8.
// The verdict outlives the texts of the exchange, so that its host has to be its own.
func (a *ahead) verdict(d *decoder, x *validate.Exchange) validate.Verdict {
	v := a.check(x)
	if !v.Conforms() && d.settle() {
		v = a.check(x)
	}
	if v.Host != d.host {
		d.host = strings.Clone(v.Host)
	}
	v.Host = d.host
	return v
}

// judge judges the entries of a segment, up to the first that is not sound.
func (s *segment) judge(a *ahead, d *decoder, limit int) {
	p := blanks(s.text, 0)
	for p < len(s.text) && s.text[p] == '{' {
		x, end := d.direct(s.text[p:], limit)
		if end == 0 {
			break
		}
		s.verdicts = append(s.verdicts, a.verdict(d, x))
		s.read, s.between = p+end, true
		p = blanks(s.text, s.read)
		if p == len(s.text) || s.text[p] != ',' {
			return
		}
		p = blanks(s.text, p+1)
		s.read, s.between = p, false
	}
}

func blanks(b []byte, p int) int {
	for p < len(b) && (b[p] == ' ' || b[p] == '\n' || b[p] == '\t' || b[p] == '\r') {
		p++
	}
	return p
}
