package spec

import (
	"fmt"
	"slices"
	"strings"
)

// TableExtension is the member at the root of a document that holds its error
// table.
const TableExtension = "x-error-table"

// An ErrorTable is what a document says of its error codes. The schemas of its
// responses list the codes of each status; the extension says the rest.
type ErrorTable struct {
	Node          *Node
	Envelope      Envelope
	LegacyFormats []LegacyFormat
	Codes         []*ErrorCode // those of the extension in its order, then those that only responses list

	byName map[string]*ErrorCode
	placed bool // the schema of an error response has a member for the code
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
	RetryAfter string
	Param      string
	Message    MessageRequirements
	DocURL     string
	Meaning    string
	Action     string

	Location Location // in the extension, or of the enum if the extension lacks the code
	Enum     Location // the enum of a response's schema that lists the code; may be zero

	fixed   bool // the extension gives the status
	found   []int
	ranged  bool     // a range or a default response lists it
	docURLs []string // those that the schemas of its responses allow
}

// MessageRequirements says what the message of a code always contains.
type MessageRequirements struct {
	Numbers int
	URL     bool
	Param   bool
}

// The words that the extension allows.
var (
	RetryClasses = []string{"wait", "poll", "same-key", "transient", "later", "account", "change"}
	Presences    = []string{"required", "optional", "forbidden"}
)

// tableMembers lists the members of each object of the extension. A misspelt
// one is refused: it would promise what is never checked.
var tableMembers = map[string][]string{
	"table":    {"envelope", "shapes", "codes"},
	"envelope": {"error", "code", "message", "param", "docUrl"},
	"shape":    {"name", "summary", "schema"},
	"code":     {"status", "retry", "retryAfter", "param", "message", "docUrl", "meaning", "action"},
	"message":  {"numbers", "url", "param"},
}

// ErrorTable reads the document's error table and the codes that its responses
// list. It is nil if the document has none. The error is an *[Error].
func (d *Document) ErrorTable() (*ErrorTable, error) {
	type result struct {
		table *ErrorTable
		err   error
	}
	type key struct{}
	r := d.Memo(key{}, func() any {
		table, err := d.readErrorTable()
		return result{table, err}
	}).(result)
	return r.table, r.err
}

func (d *Document) readErrorTable() (*ErrorTable, error) {
	node := d.root.Member(TableExtension)
	if node == nil {
		return nil, nil
	}
	if err := checkMembers(node, "table"); err != nil {
		return nil, err
	}
	t := &ErrorTable{Node: node, byName: make(map[string]*ErrorCode)}
	if err := t.readEnvelope(node.Member("envelope")); err != nil {
		return nil, err
	}
	if err := t.readLegacyFormats(node.Member("shapes")); err != nil {
		return nil, err
	}
	if err := t.readCodes(node.Member("codes")); err != nil {
		return nil, err
	}
	t.readResponses(d)
	return t, t.checkAgreement()
}

// Code returns the row of a code, nil if the table has none.
func (t *ErrorTable) Code(name string) *ErrorCode { return t.byName[name] }

func (t *ErrorTable) readEnvelope(node *Node) error {
	if node == nil {
		return t.Node.Errorf("the envelope needs `code`, the JSON Pointer of the error code")
	}
	if err := checkMembers(node, "envelope"); err != nil {
		return err
	}
	for name, member := range node.Members() {
		pointer, ok := member.Str()
		if !ok || pointer != "" && !strings.HasPrefix(pointer, "/") {
			return node.Errorf("%q is not a JSON Pointer: it begins with a slash, as in /error/code", member.Text())
		}
		switch tokens := Tokens(pointer); name {
		case "error":
			t.Envelope.Error = tokens
		case "code":
			t.Envelope.Code = tokens
		case "message":
			t.Envelope.Message = tokens
		case "param":
			t.Envelope.Param = tokens
		case "docUrl":
			t.Envelope.DocURL = tokens
		}
	}
	if t.Envelope.Code == nil {
		return node.Errorf("the envelope needs `code`, the JSON Pointer of the error code")
	}
	return nil
}

func (t *ErrorTable) readLegacyFormats(node *Node) error {
	for _, item := range node.Items() {
		if err := checkMembers(item, "shape"); err != nil {
			return err
		}
		format := LegacyFormat{Name: item.Member("name").Text(), Summary: item.Member("summary").Text(), Schema: item.Member("schema")}
		if !format.Schema.Is(Object) || format.Schema.Member("$ref") != nil {
			return item.Errorf("the shape %q needs a Schema Object without references", format.Name)
		}
		if format.Schema.Member("type").Text() == "object" {
			format.Required = format.Schema.Member("required").Strings()
		}
		t.LegacyFormats = append(t.LegacyFormats, format)
	}
	return nil
}

func (t *ErrorTable) readCodes(node *Node) error {
	if !node.Is(Object) {
		if node == nil {
			node = t.Node
		}
		return node.Errorf("`codes` needs an object with a member for each error code")
	}
	for name, member := range node.Members() {
		code, err := readErrorCode(name, member)
		if err != nil {
			return err
		}
		if err := t.checkEnvelopeHas(code, member); err != nil {
			return err
		}
		t.add(code)
	}
	return nil
}

func (t *ErrorTable) add(code *ErrorCode) {
	t.byName[code.Name] = code
	t.Codes = append(t.Codes, code)
}

// checkEnvelopeHas refuses a requirement on a member that the envelope does not
// have: it would never be checked.
func (t *ErrorTable) checkEnvelopeHas(c *ErrorCode, node *Node) error {
	for _, r := range []struct {
		required bool
		member   string // of the code
		name     string // of the envelope
		pointer  []string
	}{
		{c.Param != "", "param", "param", t.Envelope.Param},
		{c.Message.Param, "message", "param", t.Envelope.Param},
		{c.Message != MessageRequirements{}, "message", "message", t.Envelope.Message},
		{c.DocURL != "", "docUrl", "docUrl", t.Envelope.DocURL},
	} {
		if r.required && r.pointer == nil {
			return node.Member(r.member).Errorf("%s: the envelope does not say where `%s` stands, so that this is never checked: add its JSON Pointer to the envelope", c.Name, r.name)
		}
	}
	return nil
}

func readErrorCode(name string, node *Node) (*ErrorCode, error) {
	if err := checkMembers(node, "code"); err != nil {
		return nil, err
	}
	c := &ErrorCode{Name: name, Location: node.Location()}
	r := memberReader{node: node, code: name}
	c.Retry = r.word("retry", "retry class", RetryClasses, "want wait, poll, same-key, transient, later, account or change")
	c.RetryAfter = r.word("retryAfter", "retryAfter", Presences, "want required, optional or forbidden")
	c.Param = r.word("param", "param", Presences[1:], "want optional or forbidden; a response's schema can require it")
	c.DocURL, c.Meaning, c.Action = r.text("docUrl"), r.text("meaning"), r.text("action")
	if status := r.number("status"); status != 0 {
		if status < 300 || status > 599 {
			r.failf("status", "%d is no status code of an error", status)
		}
		c.Statuses, c.fixed = []int{status}, true
	}
	if message := node.Member("message"); message != nil {
		if err := checkMembers(message, "message"); err != nil {
			return nil, err
		}
		m := memberReader{node: message, code: name}
		c.Message = MessageRequirements{Numbers: m.number("numbers"), URL: m.flag("url"), Param: m.flag("param")}
		r.err = firstError(r.err, m.err)
	}
	return c, r.err
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// memberReader reads the members of an object of a code, and keeps the first
// error.
type memberReader struct {
	node *Node
	code string
	err  error
}

func (r *memberReader) failf(member, format string, args ...any) {
	if r.err == nil {
		r.err = r.node.Member(member).Errorf("%s: %s", r.code, fmt.Sprintf(format, args...))
	}
}

func (r *memberReader) text(name string) string {
	member := r.node.Member(name)
	if member != nil && !member.Is(String) {
		r.failf(name, "`%s` has to be a string, not %s", name, member.Kind())
	}
	return member.Text()
}

func (r *memberReader) word(name, what string, allowed []string, want string) string {
	text := r.text(name)
	if text != "" && !slices.Contains(allowed, text) {
		r.failf(name, "unknown %s %q: %s", what, text, want)
	}
	return text
}

func (r *memberReader) number(name string) int {
	member := r.node.Member(name)
	n, ok := member.Int()
	if member != nil && !ok {
		r.failf(name, "`%s` has to be a whole number", name)
	}
	return n
}

func (r *memberReader) flag(name string) bool {
	member := r.node.Member(name)
	if member != nil && !member.Is(Bool) {
		r.failf(name, "`%s` has to be true or false", name)
	}
	return member.IsTrue()
}

// checkMembers refuses members that an object of the extension does not have.
func checkMembers(node *Node, kind string) error {
	want := strings.Join(tableMembers[kind], ", ")
	if !node.Is(Object) {
		return node.Errorf("want an object with %s", want)
	}
	for name, member := range node.Members() {
		if !slices.Contains(tableMembers[kind], name) {
			return member.Errorf("unknown field %q: want one of %s", name, want)
		}
	}
	return nil
}

// StatusList writes statuses as a sentence does: "429", "400 or 422".
func StatusList(statuses []int) string {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = fmt.Sprint(s)
	}
	return strings.Join(words, " or ")
}
