package traffic

import (
	"math/rand/v2"
	"time"
)

// A Generator generates an endless sequence of exchanges, always the same for a seed. It is not
// safe for concurrent use.
type Generator struct {
	*apiSurface
	rnd   *rand.Rand
	mix   Mix
	sum   int
	clock time.Time
	noise []byte     // the bytes of media
	ways  []faultWay // the faults to use, if their number is given
}

// New returns the generator for a seed.
func New(seed uint64, mix Mix) (*Generator, error) {
	s, err := loadSurface()
	if err != nil {
		return nil, err
	}
	g := &Generator{
		apiSurface: s, rnd: rand.New(rand.NewPCG(seed, 0x617069)), mix: mix, sum: mix.weightSum(),
		clock: time.Date(2026, time.August, 3, 9, 30, 0, 0, time.UTC),
	}
	if g.ways, err = s.faultWays(mix.Findings); err != nil {
		return nil, err
	}
	g.noise = make([]byte, 3*mediaSize/2)
	for i := range g.noise {
		g.noise[i] = byte(g.rnd.Uint32())
	}
	return g, nil
}

// Next generates the next exchange in x. The exchange, including its body, is valid until the next
// call with the same x.
func (g *Generator) Next(x *Exchange) {
	x.reset()
	x.Elapsed = time.Duration(20_000+g.rnd.IntN(900_000)) * time.Microsecond
	x.Started = g.clock
	g.clock = g.clock.Add(time.Duration(1+g.rnd.IntN(300)) * time.Millisecond)
	x.Kind = g.nextKind()
	if x.isChecked() && g.mix.Drift > 0 && g.rnd.Float64() < g.mix.Drift {
		x.Kind = Drift
	}
	makersByKind[x.Kind](g, x)
	if x.Size == 0 {
		x.Size = len(x.Response.Body)
	}
}

// makersByKind has the function that generates each kind.
var makersByKind = map[Kind]func(*Generator, *Exchange){
	Page: (*Generator).makePage, Single: (*Generator).makeSingle, Error: (*Generator).makeError, Drift: (*Generator).makeDrift,
	Preflight: (*Generator).makePreflight, Aborted: (*Generator).makeAborted, Evicted: (*Generator).makeEvicted,
	NotModified: (*Generator).makeNotModified, Asset: (*Generator).makeAsset, Media: (*Generator).makeMedia,
	Huge: (*Generator).makeHuge, Blob: (*Generator).makeBlob,
}

func (g *Generator) nextKind() Kind {
	n := g.rnd.IntN(g.sum)
	for _, kind := range kindOrder {
		if n -= g.mix.Weights[kind]; n < 0 {
			return kind
		}
	}
	panic("unreachable: the weights are the sum's own")
}

func (x *Exchange) isChecked() bool {
	return x.Kind == Page || x.Kind == Single || x.Kind == Error || x.Kind == Huge
}

// reset clears x and keeps its buffers.
func (x *Exchange) reset() {
	content, request, response := x.Response.Body[:0], x.Request.Header[:0], x.Response.Header[:0]
	*x = Exchange{PostData: x.PostData[:0]}
	x.Response.Body, x.Request.Header, x.Response.Header = content, request, response
}

func pickOne[T any](g *Generator, from []T) T { return from[g.rnd.IntN(len(from))] }

func (g *Generator) chance(percent int) bool { return g.rnd.IntN(100) < percent }
