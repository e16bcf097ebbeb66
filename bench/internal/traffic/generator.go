package traffic

import (
	"math/rand/v2"
	"time"
)

// A Generator makes an endless sequence of exchanges, always the same for a
// seed. It is not safe for concurrent use.
type Generator struct {
	*surface
	rnd   *rand.Rand
	mix   Mix
	sum   int
	clock time.Time
	noise []byte // what media are cut from
	ways  []way  // in which responses are wrong, if their number is given
}

// New returns the generator of a seed.
func New(seed uint64, mix Mix) (*Generator, error) {
	s, err := load()
	if err != nil {
		return nil, err
	}
	g := &Generator{
		surface: s, rnd: rand.New(rand.NewPCG(seed, 0x617069)), mix: mix, sum: mix.sum(),
		clock: time.Date(2026, time.August, 3, 9, 30, 0, 0, time.UTC),
	}
	if g.ways, err = s.ways(mix.Findings); err != nil {
		return nil, err
	}
	g.noise = make([]byte, 3*mediaSize/2)
	for i := range g.noise {
		g.noise[i] = byte(g.rnd.Uint32())
	}
	return g, nil
}

// Next makes the next exchange in x. What x holds, content included, is good
// until the next call with the same x.
func (g *Generator) Next(x *Exchange) {
	x.reset()
	x.Elapsed = time.Duration(20_000+g.rnd.IntN(900_000)) * time.Microsecond
	x.Started = g.clock
	g.clock = g.clock.Add(time.Duration(1+g.rnd.IntN(300)) * time.Millisecond)
	x.Kind = g.kind()
	if x.judged() && g.mix.Drift > 0 && g.rnd.Float64() < g.mix.Drift {
		x.Kind = Drift
	}
	makers[x.Kind](g, x)
	if x.Size == 0 {
		x.Size = len(x.Response.Content)
	}
}

// makers has the way to make each kind.
var makers = map[Kind]func(*Generator, *Exchange){
	Page: (*Generator).page, Single: (*Generator).single, Error: (*Generator).fail, Drift: (*Generator).spoil,
	Preflight: (*Generator).preflight, Aborted: (*Generator).aborted, Evicted: (*Generator).evicted,
	NotModified: (*Generator).notModified, Asset: (*Generator).asset, Media: (*Generator).media,
	Huge: (*Generator).huge, Blob: (*Generator).blob,
}

func (g *Generator) kind() Kind {
	n := g.rnd.IntN(g.sum)
	for _, kind := range order {
		if n -= g.mix.Weights[kind]; n < 0 {
			return kind
		}
	}
	panic("unreachable: the weights are the sum's own")
}

func (x *Exchange) judged() bool {
	return x.Kind == Page || x.Kind == Single || x.Kind == Error || x.Kind == Huge
}

// reset empties x and keeps its buffers.
func (x *Exchange) reset() {
	content, request, response := x.Response.Content[:0], x.Request.Fields[:0], x.Response.Fields[:0]
	*x = Exchange{PostData: x.PostData[:0]}
	x.Response.Content, x.Request.Fields, x.Response.Fields = content, request, response
}

func pick[T any](g *Generator, from []T) T { return from[g.rnd.IntN(len(from))] }

func (g *Generator) chance(percent int) bool { return g.rnd.IntN(100) < percent }
