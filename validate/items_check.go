package validate

import (
	"iter"
	"slices"
	"strconv"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/membernames"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaerror"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/sequence"
	"github.com/apicontract/apicontract/internal/spec"
)

// checkItems checks a body that is a sequence of JSON texts or events: each item by the
// schema, or all of them as one array if that is what the schema describes.
func (c *exchangeCheck) checkItems(m *compiledMedia, kind mediatype.Kind) {
	items := newItemCheck(c, m, kind)
	if kind == mediatype.EventStream && c.v.model.engine.acceptsAll(items.schema, schema.AnyType) {
		return // any text is right
	}
	if items.types&^schema.Null == schema.Array && !m.describesItems && !items.beginsWithArray() {
		items.checkArray()
		return
	}
	items.checkEach()
}

// An itemCheck is the check of a sequence.
type itemCheck struct {
	*exchangeCheck
	media   *compiledMedia
	schema  *schema.Schema
	types   schema.Types
	kind    mediatype.Kind
	matcher *schemamatch.Matcher // nil: all items are checked the long way
	found   int                  // violations
	first   map[itemError]int    // the first violation of each kind
	unread  int                  // items in which nothing could be checked
}

// An itemError is what errors of one kind share.
type itemError struct {
	rule     RuleID
	location spec.Location
	subject  string // as in a [Violation]
	place    string // in the item, array indexes folded
}

const (
	// maxItemErrors bounds the errors of one sequence, without those of a new kind.
	maxItemErrors = 1_000
	// maxItemKinds bounds the kinds of errors of one sequence.
	maxItemKinds = maxFindings
	// cancelEvery is the number of items between looks at the context.
	cancelEvery = 1 << 8
)

func newItemCheck(c *exchangeCheck, m *compiledMedia, kind mediatype.Kind) *itemCheck {
	s := m.itemSchema()
	return &itemCheck{exchangeCheck: c, media: m, schema: s, types: s.AllowedTypes(), kind: kind, first: make(map[itemError]int)}
}

// itemSequence returns the items of the body.
func (c *itemCheck) itemSequence() iter.Seq[sequence.Item] {
	body := c.x.Response.Body
	switch c.kind {
	case mediatype.JSONSequence:
		return sequence.TextItems(body)
	case mediatype.EventStream:
		return sequence.EventItems(body)
	}
	return sequence.LineItems(body)
}

// beginsWithArray reports whether the first item is an array, and so no item of one.
func (c *itemCheck) beginsWithArray() bool {
	for item := range c.itemSequence() {
		value, err := schemaerror.Decode(item.Data)
		_, isArray := value.([]any)
		return isArray && err == nil
	}
	return false
}

// checkEach checks one item after the other, so that memory does not follow their
// number.
func (c *itemCheck) checkEach() {
	program := c.media.itemProgram()
	if program != nil && !c.describesEvents() && !c.v.withoutFastPath && !c.v.strictMembers {
		matchers := &c.v.model.engine.matchers
		c.matcher = matchers.Get().(*schemamatch.Matcher)
		defer matchers.Put(c.matcher)
	}
	i := 0
	for item := range c.itemSequence() {
		if i%cancelEvery == 0 && c.ctx.Err() != nil {
			c.addUnchecked(UncheckedBudget)
			return
		}
		if item.Err != "" || c.matcher == nil || !c.matcher.Conforms(program, item.Data) {
			c.checkItem(i, &item)
		}
		i++
	}
	if i > 0 && c.unread == i {
		c.missed = string(UncheckedMediaType)
	}
}

// checkItem checks an item that is not known to conform.
func (c *itemCheck) checkItem(i int, item *sequence.Item) {
	readings, err := c.readItem(item)
	switch {
	case err != nil:
		c.reportUnreadableItem(i, item, err)
		return
	case len(readings) == 0:
		c.addUnreadItem()
		return
	}
	errors, value := c.errorsOfAny(c.schema, readings)
	if _, isText := readings[0].(string); isText && len(errors) > 0 && c.kind == mediatype.EventStream && c.types&(schema.Object|schema.Array) != 0 {
		c.addUnreadItem() // it may be an object, written in a way that is not known
		return
	}
	for _, e := range errors {
		kind := itemError{schemaRules[e.Kind], e.Location, e.Subject, placeOf(e.Instance)}
		e.Instance = slices.Insert(slices.Clone(e.Instance), 0, strconv.Itoa(i))
		c.addItemViolation(kind, 1+e.More, func() { c.addSchemaError(&e) })
	}
	if c.v.strictMembers {
		c.reportUnnamedMembers(i, value)
	}
}

// addUnreadItem notes an item in which nothing could be checked.
func (c *itemCheck) addUnreadItem() {
	c.addUnchecked(UncheckedMediaType)
	c.unread++
}

// reportUnnamedMembers reports members of an item that the schema does not name.
func (c *itemCheck) reportUnnamedMembers(i int, value any) {
	members, more := membernames.Find(c.schema, value, c.conforms)
	c.overflow.addCount(c.v.levels[MemberUndocumented], more)
	for _, m := range members {
		kind := itemError{MemberUndocumented, m.Location, "", placeOf(m.Instance)}
		m.Instance = slices.Insert(m.Instance, 0, strconv.Itoa(i))
		c.addItemViolation(kind, 1+m.More, func() { c.reportUndocumentedMember(m) })
	}
}

// readItem returns the readings of an item; none if it cannot be read. The error is a
// *[schemaerror.SyntaxError].
func (c *itemCheck) readItem(item *sequence.Item) ([]any, error) {
	if item.Err != "" {
		return nil, &schemaerror.SyntaxError{Reason: item.Err}
	}
	if c.describesEvents() {
		return []any{eventObject(item)}, nil
	}
	value, err := schemaerror.Decode(item.Data)
	switch {
	case err == nil && c.kind == mediatype.EventStream:
		return c.readEvent(item.Data, value), nil
	case err == nil:
		return []any{value}, nil
	case c.kind != mediatype.EventStream:
		return nil, err
	case c.allowsText():
		return []any{string(item.Data)}, nil
	}
	return nil, nil
}

// describesEvents reports whether the schema is that of events, and not of their data.
func (c *itemCheck) describesEvents() bool {
	return c.media.describesItems && c.kind == mediatype.EventStream
}

// eventObject returns an event as an object of its fields (OpenAPI 3.2, Media Type
// Object: server-sent event streams).
func eventObject(item *sequence.Item) any {
	object := map[string]any{"data": string(item.Data)}
	for _, field := range item.Fields {
		object[field.Name] = field.Value
		if field.Name == "retry" {
			object[field.Name] = schema.TextValues(field.Value, schema.Integer)[0]
		}
	}
	return object
}

// readEvent returns the readings of the data of an event, which is text: most streams
// use it for JSON, and some do not.
func (c *itemCheck) readEvent(data []byte, value any) []any {
	if !c.allowsText() {
		return []any{value}
	}
	switch value.(type) {
	case map[string]any, []any:
		return []any{value, string(data)}
	}
	return []any{string(data), value}
}

// allowsText reports whether the schema says that the data of events may be text.
func (c *itemCheck) allowsText() bool { return c.types != schema.AnyType && c.types&schema.String != 0 }

func (c *itemCheck) reportUnreadableItem(i int, item *sequence.Item, err error) {
	syntax := *err.(*schemaerror.SyntaxError)
	syntax.Offset += int64(item.Offset)
	f := violationDetails{location: c.media.node.Location(), instance: []string{strconv.Itoa(i)}, expected: "one JSON text"}
	c.addItemViolation(itemError{BodyUnreadable, f.location, syntax.Reason, ""}, 1, func() {
		c.unreadableAs(f, &syntax, len(c.x.Response.Body))
	})
}

// addItemViolation reports a violation with what reports it: all are up to a bound, and behind it
// those of a new kind. The others are counted with the first of their kind.
func (c *itemCheck) addItemViolation(kind itemError, times int, report func()) {
	first, known := c.first[kind]
	if c.found >= maxItemErrors && (known || len(c.first) == maxItemKinds) {
		if known && first >= 0 {
			c.addMore(first, times)
		} else if !known {
			c.overflow.addCount(c.v.levels[kind.rule], times)
		}
		return
	}
	c.found++
	at := len(c.Violations)
	report()
	if len(c.Violations) == at {
		at = -1 // the rule is off
	}
	if !known && len(c.first) < maxItemKinds {
		c.first[kind] = at
	}
}

// placeOf returns a place with what may be array indexes folded.
func placeOf(instance []string) string { return foldIndexes(spec.JoinPointer(instance...)) }

// checkArray checks all items together as one array.
func (c *itemCheck) checkArray() {
	array := []any{}
	i := 0
	for item := range c.itemSequence() {
		readings, err := c.readItem(&item)
		switch {
		case err != nil:
			c.reportUnreadableItem(i, &item, err)
			array = append(array, schema.Opaque{})
		case len(readings) == 0:
			array = append(array, schema.Opaque{})
		default:
			array = append(array, readings[0])
		}
		i++
	}
	c.addBodyErrors(c.schema, []any{array})
}
