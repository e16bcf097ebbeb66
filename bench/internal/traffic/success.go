package traffic

import "github.com/apicontract/apicontract/bench/internal/instance"

const smallestPage, largestPage = 4 << 10, 20 << 10

func (g *Generator) page(x *Exchange) {
	g.succeed(x, pick(g, g.pages), instance.None)
}

func (g *Generator) single(x *Exchange) {
	g.succeed(x, pick(g, g.singles), instance.None)
}

// succeed makes the success of an operation. It reports whether its content has
// the fault asked for.
func (g *Generator) succeed(x *Exchange, op operation, fault instance.Fault) bool {
	g.request(x, op.method, op.template)
	g.respond(x, op.status, g.json())
	var faulty bool
	x.Response.Content, faulty = op.schema.Append(x.Response.Content, g.rnd, instance.Options{
		Page:  smallestPage + g.rnd.IntN(largestPage-smallestPage),
		Fault: fault,
	})
	return faulty
}
