package traffic

import (
	"math/rand/v2"
	"time"
)

// A Mix weighs the kinds of exchanges against each other.
type Mix map[Kind]int

// Mixes are the workloads.
var Mixes = map[string]Mix{
	"mixed": {
		Page: 270, Single: 330, Error: 130, Preflight: 25, Aborted: 5, Evicted: 5, NotModified: 5,
		Asset: 227, Media: 3,
	},
	"api":    {Page: 3, Single: 5, Error: 2},
	"errors": {Error: 1},
	"small":  {Single: 2, Error: 1},
	"media":  {Page: 10, Single: 10, Asset: 60, Media: 20},
}

// order makes a draw from a Mix depend on nothing but the seed.
var order = []Kind{Page, Single, Error, Preflight, Aborted, Evicted, NotModified, Asset, Media}

// A Generator makes an endless sequence of exchanges, always the same for a
// seed. It is not safe for concurrent use.
type Generator struct {
	*surface
	rnd   *rand.Rand
	mix   Mix
	sum   int
	drift float64
	clock time.Time
	noise []byte // what media are cut from
}

// New returns the generator of a seed. drift is the share of judged responses
// that break the contract.
func New(seed uint64, mix Mix, drift float64) (*Generator, error) {
	s, err := load()
	if err != nil {
		return nil, err
	}
	g := &Generator{
		surface: s, rnd: rand.New(rand.NewPCG(seed, 0x617069)), mix: mix, drift: drift,
		clock: time.Date(2026, time.August, 3, 9, 30, 0, 0, time.UTC),
	}
	for _, weight := range mix {
		g.sum += weight
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
	if x.judged() && g.drift > 0 && g.rnd.Float64() < g.drift {
		x.Kind = Drift
	}
	makers[x.Kind](g, x)
	if x.Size == 0 {
		x.Size = len(x.Response.Content)
	}
}

// makers has the way to make each kind; init breaks the cycle through Next.
var makers map[Kind]func(*Generator, *Exchange)

func init() {
	makers = map[Kind]func(*Generator, *Exchange){
		Page: (*Generator).page, Single: (*Generator).single, Error: (*Generator).fail, Drift: (*Generator).spoil,
		Preflight: (*Generator).preflight, Aborted: (*Generator).aborted, Evicted: (*Generator).evicted,
		NotModified: (*Generator).notModified, Asset: (*Generator).asset, Media: (*Generator).media,
	}
}

func (g *Generator) kind() Kind {
	n := g.rnd.IntN(g.sum)
	for _, kind := range order {
		if n -= g.mix[kind]; n < 0 {
			return kind
		}
	}
	panic("unreachable: the weights are the sum's own")
}

func (x *Exchange) judged() bool { return x.Kind == Page || x.Kind == Single || x.Kind == Error }

// reset empties x and keeps its buffers.
func (x *Exchange) reset() {
	content, request, response := x.Response.Content[:0], x.Request.Fields[:0], x.Response.Fields[:0]
	*x = Exchange{PostData: x.PostData[:0]}
	x.Response.Content, x.Request.Fields, x.Response.Fields = content, request, response
}

func pick[T any](g *Generator, from []T) T { return from[g.rnd.IntN(len(from))] }

func (g *Generator) chance(percent int) bool { return g.rnd.IntN(100) < percent }
