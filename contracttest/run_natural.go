package contracttest

import (
	"errors"
	"net/http"
	"sync"

	"github.com/apicontract/apicontract/internal/request"
)

// rightWay is the natural way to a success.
const rightWay = "right"

// natural are the ways to an outcome that any server offers.
func (r *runner) natural(op *driven, o *outcome) []way {
	if op.right(o) {
		return []way{r.once(op, o, rightWay, func(t subtests) error {
			t.Helper()
			return r.succeed(t, op, o)
		})}
	}
	var ways []way
	add := func(status int, name string, f func(subtests, *driven, *outcome) error) {
		if op.covers(o, status) {
			ways = append(ways, r.once(op, o, name, func(t subtests) error {
				t.Helper()
				return f(t, op, o)
			}))
		}
	}
	add(http.StatusUnauthorized, "without credentials", r.stranger)
	add(http.StatusBadRequest, "broken", r.broken)
	add(http.StatusUnprocessableEntity, "broken too", r.broken)
	add(http.StatusNotFound, "unknown", r.unknown)
	add(http.StatusConflict, "at once", r.atOnce)
	return ways
}

// once sends nothing twice for two outcomes that the same way leads to.
func (r *runner) once(op *driven, o *outcome, name string, w way) way {
	return func(t subtests) error {
		t.Helper()
		err, sent := op.sent[name]
		if !sent {
			err = w(t)
			op.sent[name] = err
		}
		if err == nil && !o.exercised {
			return errors.New("what leads there led to another outcome")
		}
		return err
	}
}

// succeed sends a right request.
func (r *runner) succeed(t subtests, op *driven, o *outcome) error {
	t.Helper()
	q, err := r.right(t, op)
	if err != nil {
		return err
	}
	q.how = "to a right request"
	return r.try(t, op, o, q)
}

// stranger sends a right request of somebody who does not say who it is.
func (r *runner) stranger(t subtests, op *driven, o *outcome) error {
	t.Helper()
	if !op.request.Secured() {
		return errors.New("the operation asks for no credentials")
	}
	q, err := r.right(t, op)
	if err != nil {
		return err
	}
	op.request.Unauthorize(q.Request)
	q.how = "to a request without credentials"
	return r.try(t, op, o, q)
}

// maxFlaws bounds how many broken requests are sent until a server minds.
const maxFlaws = 4

func (r *runner) broken(t subtests, op *driven, o *outcome) error {
	t.Helper()
	flaws, err := op.request.Flaws(r.options())
	if err == nil && len(flaws) == 0 {
		err = errors.New("no request of the operation can be wrong")
	}
	for _, flaw := range flaws[:min(len(flaws), maxFlaws)] {
		var q *query
		if q, err = r.query(t, op, flaw.Draft); err != nil {
			return err
		}
		q.how = "to a request " + flaw.What
		if err = r.try(t, op, o, q); err == nil || op.sawStatus(o) || r.mute() {
			return err
		}
	}
	return err
}

// sawStatus reports whether any outcome of the same status came about.
func (op *driven) sawStatus(asked *outcome) bool {
	for _, o := range op.outcomes {
		if o.exercised && o.Status == asked.Status && o.Response == asked.Response {
			return true
		}
	}
	return false
}

func (r *runner) unknown(t subtests, op *driven, o *outcome) error {
	t.Helper()
	draft, ok := op.request.Unknown(r.options())
	if !ok {
		return errors.New("no parameter of the path names anything that could be unknown")
	}
	q, err := r.query(t, op, draft)
	if err != nil {
		return err
	}
	q.how = "to an ID that nobody has"
	return r.try(t, op, o, q)
}

// atOnce sends the same request twice, with one Idempotency-Key.
func (r *runner) atOnce(t subtests, op *driven, o *outcome) error {
	t.Helper()
	if !op.request.Keyed() {
		return errors.New("the operation takes no " + request.KeyField)
	}
	options := r.options()
	draft, err := op.request.Right(options)
	if err != nil {
		return err
	}
	var queries [2]*query
	var answers [2]*result
	for i := range queries {
		if queries[i], err = r.query(t, op, draft); err != nil {
			return err
		}
		queries[i].how = "to two requests at once with one " + request.KeyField
	}
	var group sync.WaitGroup
	for i := range queries {
		group.Go(func() { answers[i] = r.send(queries[i]) })
	}
	group.Wait()
	first := r.judge(t, op, o, queries[0], answers[0])
	if second := r.judge(t, op, o, queries[1], answers[1]); second == nil {
		return nil
	}
	return first
}
