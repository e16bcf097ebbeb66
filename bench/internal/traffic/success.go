package traffic

import "github.com/apicontract/apicontract/bench/internal/instance"

const (
	smallestPage, largestPage = 4 << 10, 20 << 10
	smallestHuge, largestHuge = 1 << 20, 4 << 20
)

func (g *Generator) page(x *Exchange) {
	g.succeed(x, pick(g, g.pages), instance.None)
}

func (g *Generator) huge(x *Exchange) {
	g.fill(x, pick(g, g.pages), instance.Options{Page: smallestHuge + g.rnd.IntN(largestHuge-smallestHuge)})
}

func (g *Generator) single(x *Exchange) {
	g.succeed(x, pick(g, g.singles), instance.None)
}

// succeed makes the success of an operation. It reports whether its content has
// the fault asked for.
func (g *Generator) succeed(x *Exchange, op operation, fault instance.Fault) bool {
	o := instance.Options{Fault: fault}
	if !g.mix.Lean {
		o.Page = smallestPage + g.rnd.IntN(largestPage-smallestPage)
	}
	return g.fill(x, op, o)
}

func (g *Generator) fill(x *Exchange, op operation, o instance.Options) (faulty bool) {
	g.request(x, op.method, op.template)
	g.respond(x, op.status, g.json())
	x.Response.Content, faulty = op.schema.Append(x.Response.Content, g.rnd, o)
	return faulty
}
