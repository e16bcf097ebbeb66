package traffic

import "github.com/apicontract/apicontract/bench/internal/instance"

const (
	smallestPage, largestPage = 4 << 10, 20 << 10
	smallestHuge, largestHuge = 1 << 20, 4 << 20
)

func (g *Generator) makePage(x *Exchange) {
	g.makeSuccess(x, pickOne(g, g.pages), instance.None)
}

func (g *Generator) makeHuge(x *Exchange) {
	g.fillSuccess(x, pickOne(g, g.pages), instance.Options{Page: smallestHuge + g.rnd.IntN(largestHuge-smallestHuge)})
}

func (g *Generator) makeSingle(x *Exchange) {
	g.makeSuccess(x, pickOne(g, g.singles), instance.None)
}

// makeSuccess generates the success of an operation. It reports whether the body has the requested
// fault.
func (g *Generator) makeSuccess(x *Exchange, op apiOperation, fault instance.Fault) bool {
	o := instance.Options{Fault: fault}
	if !g.mix.Minimal {
		o.Page = smallestPage + g.rnd.IntN(largestPage-smallestPage)
	}
	return g.fillSuccess(x, op, o)
}

func (g *Generator) fillSuccess(x *Exchange, op apiOperation, o instance.Options) (faulty bool) {
	g.fillRequest(x, op.method, op.template)
	g.fillResponse(x, op.status, g.jsonType())
	x.Response.Body, faulty = op.schema.Append(x.Response.Body, g.rnd, o)
	return faulty
}
