package spec

import (
	"fmt"
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

	byName        map[string]*ErrorCode
	hasCodeMember bool // the schema of an error response has a member for the code
}

// An Envelope says where the members of an error response's body stand, as
// reference tokens. A nil slice: the envelope has no such member, except that a
// nil Error means that the body itself is the error object.
type Envelope struct {
	Error, Code, Message, Param, DocURL []string
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

	statusFixed    bool // the extension gives the status
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
}

// readExtension reads the extension, once.
func (d *Document) readExtension() *extension {
	type key struct{}
	return d.CachedValue(key{}, func() any {
		node := d.root.Member(tableExtension)
		if node == nil {
			return &extension{}
		}
		r := newTableReader(d, node)
		x := &extension{}
		if r.checkMembers(node, "table") {
			x.errors, x.calls = r.readErrors(), r.readCalls()
		}
		x.err = r.asError()
		return x
	}).(*extension)
}

// Code returns the row of a code, nil if the table has none.
func (t *ErrorTable) Code(name string) *ErrorCode { return t.byName[name] }

func (t *ErrorTable) addCode(code *ErrorCode) {
	t.byName[code.Name] = code
	t.Codes = append(t.Codes, code)
}

// StatusList writes statuses as a sentence does: "429", "400 or 422".
func StatusList(statuses []int) string {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = fmt.Sprint(s)
	}
	return strings.Join(words, " or ")
}
