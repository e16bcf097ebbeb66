package validate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/explain"
)

// maxDivided bounds, in bytes, the content that is explained by its parts. What is
// longer may have more values than are explained as a whole ([explain.Bounded]).
const maxDivided = 40_000

// A part is a value inside of content that is explained by itself.
type part struct {
	accept.Part
	path []accept.Step
}

// parts returns the faults of content by explaining only those of its values that
// are not proved: mostly one of hundreds. False says nothing.
func (j *judge) parts(m *media) ([]explain.Fault, bool) {
	content := j.x.Response.Content
	if j.v.plain || m.proof == nil || len(content) > maxDivided {
		return nil, false
	}
	p := m.proof()
	if p == nil || p.envelope {
		return nil, false
	}
	prover, run := j.v.contract.prover, j.run
	if j.by != p {
		run = prover.runners.Get().(*runner)
		defer prover.runners.Put(run)
		run.divide(p, content)
	}
	if run.whole {
		return nil, false
	}
	parts := make([]part, len(run.parts))
	for i, f := range run.parts {
		if f.Further {
			return nil, false
		}
		parts[i] = part{f, f.Path()}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return byPath(a.path, b.path) })
	var faults []explain.Fault
	for i := range parts {
		schema, ok := prover.part(m, parts[i].Schema)
		if !ok {
			return nil, false
		}
		some, ok := parts[i].explain(schema, content)
		if !ok {
			return nil, false
		}
		faults = append(faults, some...)
	}
	return faults[:min(len(faults), explain.MaxFaults)], true
}

func (p *prover) part(m *media, schema *accept.Schema) (explain.PartSchema, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lowering.Part(m.schema, schema)
}

func (p *part) explain(schema explain.PartSchema, content []byte) (faults []explain.Fault, ok bool) {
	text := content[p.From:p.To]
	if p.Lacks {
		faults = schema.Lacking(accept.Names(text))
	} else {
		value, err := explain.Decode(text)
		if err != nil {
			return nil, false
		}
		faults = schema.Explain(value)
	}
	for i := range faults {
		instance := make([]string, 0, len(p.path)+len(faults[i].Instance))
		for _, s := range p.path {
			instance = append(instance, s.Token())
		}
		faults[i].Instance = append(instance, faults[i].Instance...)
	}
	return faults, true
}

// byPath puts parts in the order in which the explainer comes to them: members by
// name, items by index, and what is inside of an object before what it lacks.
func byPath(a, b []accept.Step) int {
	for i := range min(len(a), len(b)) {
		if c := cmp.Or(cmp.Compare(a[i].Index, b[i].Index), strings.Compare(a[i].Token(), b[i].Token())); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(b), len(a))
}
