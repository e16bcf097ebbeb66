package format

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/validate"
)

const (
	batchEntries = 64        // exchanges that a goroutine gets at a time
	batchBytes   = 256 << 10 // of bodies, from which on a batch is full
)

// CheckDecoded checks the exchanges that read delivers: in several goroutines, as many
// as there are processors for, while read decodes in one. It is for formats that cannot
// be cut between entries. Info has the entries that were counted.
//
// It holds a copy of two batches for each goroutine, and two more.
func CheckDecoded(ctx context.Context, read func(Deliver) (Info, error), c Checker) (Info, error) {
	d := &decodedChecker{ctx: ctx, checker: c, workers: runtime.GOMAXPROCS(0)}
	if d.workers == 1 {
		info, err := read(d.checkNow)
		info.Entries = d.counted
		return info, err
	}
	d.queue = make(chan *batch, 2*d.workers+1)
	var workers sync.WaitGroup
	for range d.workers {
		workers.Go(d.work)
	}
	defer workers.Wait()
	defer close(d.queue)
	info, err := read(d.deliver)
	d.finish()
	info.Entries = d.counted
	if d.failure != nil {
		err = d.failure
	}
	return info, err
}

// A decodedChecker checks batches of exchanges and counts them in order.
type decodedChecker struct {
	ctx      context.Context
	checker  Checker
	workers  int
	queue    chan *batch
	current  batch    // is being filled
	inFlight []*batch // in the order of their exchanges
	counted  int
	failure  error // the first of Count, or the context's
}

// A batch is a copy of exchanges that follow one another.
type batch struct {
	locations []Location
	exchanges []validate.Exchange
	verdicts  []validate.Verdict
	size      int // bytes of the bodies
	done      chan struct{}
}

// add takes a copy of all but the strings.
func (b *batch) add(at Location, x *validate.Exchange) {
	own := *x
	own.Request.Fields = slices.Clone(x.Request.Fields)
	own.Response.Fields = slices.Clone(x.Response.Fields)
	own.Response.Content = slices.Clone(x.Response.Content)
	b.locations = append(b.locations, at)
	b.exchanges = append(b.exchanges, own)
	b.size += len(own.Response.Content)
}

func (b *batch) isFull() bool { return len(b.exchanges) >= batchEntries || b.size >= batchBytes }

func (d *decodedChecker) deliver(at Location, x *validate.Exchange) error {
	d.current.add(at, x)
	if d.current.isFull() {
		d.send()
		d.countDown(2 * d.workers)
	}
	return d.failure
}

// send hands the current batch to the goroutines that check.
func (d *decodedChecker) send() {
	b := d.current
	d.current = batch{}
	b.done = make(chan struct{})
	d.inFlight = append(d.inFlight, &b)
	d.queue <- &b
}

// countDown counts batches until no more than n are in flight.
func (d *decodedChecker) countDown(n int) {
	for len(d.inFlight) > n {
		first := d.inFlight[0]
		<-first.done
		d.inFlight = d.inFlight[1:]
		for i := range first.verdicts {
			d.count(first.locations[i], &first.verdicts[i])
		}
	}
}

// count counts a result, unless counting has ended.
func (d *decodedChecker) count(at Location, v *validate.Verdict) {
	if d.failure == nil {
		d.failure = d.ctx.Err()
	}
	if d.failure == nil {
		d.counted++
		d.failure = d.checker.Count(at, v)
	}
}

// finish counts what is left.
func (d *decodedChecker) finish() {
	d.send()
	d.countDown(0)
}

// checkNow is deliver without other goroutines.
func (d *decodedChecker) checkNow(at Location, x *validate.Exchange) error {
	v := d.checker.Check(x)
	d.count(at, &v)
	return d.failure
}

func (d *decodedChecker) work() {
	for b := range d.queue {
		for i := range b.exchanges {
			b.verdicts = append(b.verdicts, d.checker.Check(&b.exchanges[i]))
		}
		close(b.done)
	}
}
