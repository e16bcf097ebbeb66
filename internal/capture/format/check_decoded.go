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
	batchBytes   = 256 << 10 // bytes of bodies that fill a batch
)

// CheckDecoded checks the exchanges that read delivers. It checks in as many goroutines as there
// are processors, while read decodes in one. It is for formats that cannot be split between
// entries. Info has the number of entries that were counted.
//
// It holds copies of two batches for each goroutine, and two more.
func CheckDecoded(ctx context.Context, read func(DeliverFunc) (Info, error), c Checker) (Info, error) {
	d := &decodedChecker{ctx: ctx, checker: c, workers: runtime.GOMAXPROCS(0)}
	if d.workers == 1 {
		info, err := read(d.checkNow)
		info.Entries = d.counted
		return info, err
	}
	d.queue = make(chan *exchangeBatch, 2*d.workers+1)
	var workers sync.WaitGroup
	for range d.workers {
		workers.Go(d.checkBatches)
	}
	defer workers.Wait()
	defer close(d.queue)
	info, err := read(d.addExchange)
	d.drainAll()
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
	queue    chan *exchangeBatch
	current  exchangeBatch    // the batch that is being filled
	inFlight []*exchangeBatch // in the order of their exchanges
	counted  int
	failure  error // the first error of Count, or the context's
}

// An exchangeBatch is a copy of consecutive exchanges.
type exchangeBatch struct {
	locations []Location
	exchanges []validate.Exchange
	results   []validate.Result
	size      int // bytes of the bodies
	done      chan struct{}
}

// appendExchange copies an exchange, except for its strings.
func (b *exchangeBatch) appendExchange(at Location, x *validate.Exchange) {
	own := *x
	own.Request.Header = slices.Clone(x.Request.Header)
	own.Response.Header = slices.Clone(x.Response.Header)
	own.Response.Body = slices.Clone(x.Response.Body)
	b.locations = append(b.locations, at)
	b.exchanges = append(b.exchanges, own)
	b.size += len(own.Response.Body)
}

func (b *exchangeBatch) isFull() bool {
	return len(b.exchanges) >= batchEntries || b.size >= batchBytes
}

func (d *decodedChecker) addExchange(at Location, x *validate.Exchange) error {
	d.current.appendExchange(at, x)
	if d.current.isFull() {
		d.sendBatch()
		d.drainTo(2 * d.workers)
	}
	return d.failure
}

// sendBatch sends the current batch to the checking goroutines.
func (d *decodedChecker) sendBatch() {
	b := d.current
	d.current = exchangeBatch{}
	b.done = make(chan struct{})
	d.inFlight = append(d.inFlight, &b)
	d.queue <- &b
}

// drainTo counts batches until no more than n are in flight.
func (d *decodedChecker) drainTo(n int) {
	for len(d.inFlight) > n {
		first := d.inFlight[0]
		<-first.done
		d.inFlight = d.inFlight[1:]
		for i := range first.results {
			d.countResult(first.locations[i], &first.results[i])
		}
	}
}

// countResult counts a result, unless counting has ended.
func (d *decodedChecker) countResult(at Location, v *validate.Result) {
	if d.failure == nil {
		d.failure = d.ctx.Err()
	}
	if d.failure == nil {
		d.counted++
		d.failure = d.checker.Count(at, v)
	}
}

// drainAll counts the remaining batches.
func (d *decodedChecker) drainAll() {
	d.sendBatch()
	d.drainTo(0)
}

// checkNow checks and counts an exchange without other goroutines.
func (d *decodedChecker) checkNow(at Location, x *validate.Exchange) error {
	v := d.checker.Check(x)
	d.countResult(at, &v)
	return d.failure
}

func (d *decodedChecker) checkBatches() {
	for b := range d.queue {
		for i := range b.exchanges {
			b.results = append(b.results, d.checker.Check(&b.exchanges[i]))
		}
		close(b.done)
	}
}
