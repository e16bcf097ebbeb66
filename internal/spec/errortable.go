package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tableExtension is the member at the root of a document that holds its error
// table.
const tableExtension = "x-error-table"

// An ErrorTable is what a document says of its error codes. The schemas of its
// responses list the codes of each status; the extension says the rest.
type ErrorTable struct {
	Node          *Node
	Envelope      Envelope
	LegacyFormats []LegacyFormat
	Codes         []*ErrorCode // those of the extension in its order, then those that only responses list

	UndocumentedCodes []*UndocumentedCode // in the order of the extension

	byName    map[string]*ErrorCode
	responses errorResponses
}

// An Envelope says where the members of an error response's body stand, as
// reference tokens. A nil slice: the envelope has no such member, except that a
// nil Error means that the body itself is the error object. The token [EveryItem] leads
// to each item of a list of errors.
type Envelope struct {
	Error, Code, Message, Param, DocURL []string
}

// EveryItem is the reference token for every item of an array.
const EveryItem = "*"

// List returns the pointer of the list of errors, and false if the envelope has one error.
func (e *Envelope) List() ([]string, bool) {
	i := slices.Index(e.Code, EveryItem)
	return e.Code[:max(i, 0)], i >= 0
}

// Item returns the envelope of one item of the list of errors.
func (e *Envelope) Item(index int) Envelope {
	return Envelope{ItemPointer(e.Error, index), ItemPointer(e.Code, index), ItemPointer(e.Message, index),
		ItemPointer(e.Param, index), ItemPointer(e.DocURL, index)}
}

// ItemPointer returns a pointer of the envelope for one item of the list of errors.
func ItemPointer(pointer []string, index int) []string {
	i := slices.Index(pointer, EveryItem)
	if i < 0 {
		return pointer
	}
	pointer = slices.Clone(pointer)
	pointer[i] = strconv.Itoa(index)
	return pointer
}

// A LegacyFormat describes bodies of another version of the API by a schema.
type LegacyFormat struct {
	Name, Summary string
	Schema        *Node
	// Required lists members that the schema requires of every body; none if it
	// also allows other types than objects.
	Required []string
}

// An ErrorCode is a row of the table.
type ErrorCode struct {
	Name       string
	Statuses   []int // ascending; none if only ranges and default responses list the code
	Retry      string
	RetryAfter RetryAfter
	Param      string
	Message    MessageRequirements
	DocURL     string
	Meaning    string

	Operations []OperationFact // that may answer with the code; none: all

	Causes, Fixes          []Fact // sentences
	Fields, Headers, Calls []Fact // names of request fields, headers, and operations that the text is about
	Links                  []Link
	Basis                  map[string]string // by member of the row: where its value comes from, if not from the page

	Location Location // in the extension, or of the enum if the extension lacks the code
	Enum     Location // the enum of a response's schema that lists the code; may be zero

	// StatusesByOperation are the statuses on operations for which the extension gives
	// others, or gives them at all.
	StatusesByOperation map[*Operation][]int

	statusFixed    bool // the extension gives the statuses
	listedStatuses []int
	rangeListed    bool     // a range or a default response lists it
	docURLs        []string // those that the schemas of its responses allow
}

// RetryAfter says whether responses with a code have the header Retry-After, and in
// which form.
type RetryAfter struct {
	Presence string // one of [presences], or empty
	Form     string // one of [retryAfterForms]; empty: either
}

// MessageRequirements says what the message of a code always contains.
type MessageRequirements struct {
	Numbers int
	URL     bool
	Param   bool
}

// ErrorTable reads the document's error table and the codes that its responses
// list. It is nil if the document has none. The error is a *[TableError].
func (d *Document) ErrorTable() (*ErrorTable, error) {
	x := d.readExtension()
	return x.errors, x.err
}

// An extension is what a document's [tableExtension] says.
type extension struct {
	errors *ErrorTable // nil: it has nothing about errors
	calls  *CallTable  // nil: it has nothing about calls
	err    error       // a *[TableError]

	mismatches []Problem // of a table that was added to the document
}

// readExtension reads the extension, once.
func (d *Document) readExtension() *extension {
	type key struct{}
	return d.CachedValue(key{}, func() any {
		node := d.root.Member(tableExtension)
		r := newTableReader(d, node)
		x := &extension{}
		r.checkRootKeys()
		if node != nil && r.checkMembers(node, "table") {
			x.errors, x.calls = r.readErrors(), r.readCalls()
		}
		x.err, x.mismatches = r.asError(), r.allMismatches()
		return x
	}).(*extension)
}

// TableProblems returns what is wrong with a table, or an overlay, that was added to the
// document.
func (d *Document) TableProblems() []Problem {
	return slices.Concat(d.overlayProblems, d.readExtension().mismatches)
}

// Code returns the row of a code, documented or not; nil if the table has none.
func (t *ErrorTable) Code(name string) *ErrorCode { return t.byName[name] }

func (t *ErrorTable) addCode(code *ErrorCode) {
	t.byName[code.Name] = code
	t.Codes = append(t.Codes, code)
}

// StatusesOn returns the statuses that the code has on an operation; none: any.
func (c *ErrorCode) StatusesOn(op *Operation) []int {
	if own, ok := c.StatusesByOperation[op]; ok {
		return own
	}
	return c.Statuses
}

// StatusList writes statuses as a sentence does: "429", "400 or 422".
func StatusList(statuses []int) string {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = fmt.Sprint(s)
	}
	return strings.Join(words, " or ")
}
