package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/suggest"
)

// The words that the extension allows.
var (
	retryClasses = []string{"wait", "poll", "same-key", "transient", "later", "account", "change"}
	presences    = []string{"required", "optional", "forbidden"}
	// retryAfterForms are whole seconds and an HTTP-date (RFC 9110, section 10.2.3).
	retryAfterForms = []string{"seconds", "date"}
	// bases are where a statement comes from: the page that documents the errors, the
	// OpenAPI document of the API's owner, live responses, or the author's own reading.
	bases = []string{"page", "openapi", "live", "reading"}
)

// tableMembers lists the members of each object of the extension. A misspelt
// one is a mistake: it would promise what is never checked.
var tableMembers = map[string][]string{
	"table":      {"envelope", "legacyFormats", "codes", "undocumented", "idempotency", "preview", "retired"},
	"envelope":   {"error", "code", "message", "param", "docUrl"},
	"legacy":     {"name", "summary", "schema"},
	"code":       append(slices.Clone(rowValues), "statusByOperation", "operations", "causes", "fixes", "fields", "headers", "calls", "links", "basis"),
	"basis":      rowValues,
	"retryAfter": {"presence", "form"},

	"undocumented": {"status", "meaning", "basis"},

	"message": {"numbers", "url", "param"},
	"text":    {"text", "basis"},
	"name":    {"name", "basis"},
	"link":    {"url", "title", "basis"},

	"idempotency": {"operations", "keys"},
	"operation":   {"operation", "basis"},
	"operations":  {"operation", "header", "basis"},
	"key":         {"operation", "member", "basis"},

	"retired":     {"date", "hosts", "calls", "link", "basis"},
	"retiredCall": {"call", "successor", "except", "note", "basis"},
}

// rowValues are the members of a code's row that have one value.
var rowValues = []string{"status", "retry", "retryAfter", "param", "message", "docUrl", "meaning"}

// renamedMembers are the members that had another name in an earlier version.
var renamedMembers = map[string]string{"shapes": "legacyFormats", "action": "fixes"}

// A tableReader reads the extension, and collects the mistakes in it.
type tableReader struct {
	*ErrorTable
	tableMistakes
	document *Document
}

func newTableReader(d *Document, node *Node) *tableReader {
	return &tableReader{document: d, ErrorTable: &ErrorTable{Node: node, byName: make(map[string]*ErrorCode)}}
}

// readErrors reads what the extension says of errors. It is nil if that is nothing, and
// the extension is about calls alone.
func (r *tableReader) readErrors() *ErrorTable {
	about := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return r.Node.Member(name) != nil })
	}
	if about(callMembers...) && !about("envelope", "legacyFormats", "codes", "undocumented") {
		return nil
	}
	r.readEnvelope(r.Node.Member("envelope"))
	r.readLegacyFormats(r.Node.Member("legacyFormats"))
	r.readCodes(r.Node.Member("codes"))
	r.readUndocumented(r.Node.Member("undocumented"))
	if r.Envelope.Code != nil {
		r.readResponses(r.document)
		r.checkAgreement()
	}
	return r.ErrorTable
}

// checkMembers reports whether a value is an object, and collects the members that an
// object of the extension does not have.
func (r *tableReader) checkMembers(node *Node, kind string) bool {
	want := strings.Join(tableMembers[kind], ", ")
	if !node.Is(Object) {
		r.addMistakef(node, "Write an object.", "want an object with %s", want)
		return false
	}
	for name, member := range node.Members() {
		if slices.Contains(tableMembers[kind], name) {
			continue
		}
		fix := "Remove it."
		if renamed := renamedMembers[name]; renamed != "" {
			r.addMismatchf(member, "Write `"+renamed+"`.", "the field %q is called %q now", name, renamed)
			continue
		}
		if near := suggest.Nearest(name, tableMembers[kind]); len(near) > 0 {
			fix = "Write `" + near[0] + "`."
		}
		r.addMismatchf(member, fix, "unknown field %q: want one of %s", name, want)
	}
	return true
}

func (r *tableReader) readEnvelope(node *Node) {
	const fix = "Add `code`, as in /error/code."
	if node == nil {
		r.addMistakef(r.Node, fix, "the envelope needs `code`, the JSON Pointer of the error code")
		return
	}
	if !r.checkMembers(node, "envelope") {
		return
	}
	e := &r.Envelope
	for name, to := range map[string]*[]string{
		"error": &e.Error, "code": &e.Code, "message": &e.Message, "param": &e.Param, "docUrl": &e.DocURL,
	} {
		*to = r.readPointer(node.Member(name))
	}
	if code := node.Member("code"); code == nil || code.Is(String) && code.Text() == "" {
		r.addMistakef(node, fix, "the envelope needs `code`, the JSON Pointer of the error code")
	}
	r.checkList(node)
}

// checkList checks the pointers of a list of errors: all lead through the one list.
func (r *tableReader) checkList(node *Node) {
	e := &r.Envelope
	list, isList := e.List()
	if isList && node.Member("error") == nil {
		e.Error = append(slices.Clone(list), EveryItem)
	}
	prefix := append(slices.Clone(list), EveryItem)
	for _, name := range tableMembers["envelope"] {
		pointer := SplitPointer(node.Member(name).Text())
		i := slices.Index(pointer, EveryItem)
		switch {
		case i >= 0 && !isList:
			r.addMistakef(node.Member(name), "Write `*` in `code`, too, or an index.", "`%s` leads to every item of a list, and `code` does not", name)
		case i >= 0 && (!slices.Equal(pointer[:i+1], prefix) || slices.Contains(pointer[i+1:], EveryItem)):
			r.addMistakef(node.Member(name), "Begin it with "+JoinPointer(prefix...)+".", "the pointers of the envelope lead through one list, and have one `*`")
		case i < 0 && isList && name == "error" && node.Member(name) != nil:
			r.addMistakef(node.Member(name), "Write "+JoinPointer(prefix...)+".", "`error` is not an item of the list that `code` leads through")
		}
	}
}

// readPointer reads a JSON Pointer of the envelope, nil if there is none.
func (r *tableReader) readPointer(node *Node) []string {
	pointer, isText := node.AsString()
	if node == nil || isText && (pointer == "" || pointer[0] == '/') {
		return SplitPointer(pointer)
	}
	fix := "Write a pointer, as /error/code is one."
	if isText {
		fix = fmt.Sprintf("Write %q.", "/"+strings.ReplaceAll(strings.TrimPrefix(pointer, "$."), ".", "/"))
	}
	r.addMistakef(node, fix, "%q is not a JSON Pointer: it begins with a slash", node.Text())
	return nil
}

func (r *tableReader) readLegacyFormats(node *Node) {
	if node != nil && !node.Is(Array) {
		r.addMistakef(node, "Write a list.", "`legacyFormats` needs an array of objects")
	}
	for _, item := range node.Items() {
		if r.checkMembers(item, "legacy") {
			r.readLegacyFormat(item)
		}
	}
}

func (r *tableReader) readLegacyFormat(item *Node) {
	format := LegacyFormat{Name: item.Member("name").Text(), Summary: item.Member("summary").Text(), Schema: item.Member("schema")}
	if !format.Schema.Is(Object) || format.Schema.Member("$ref") != nil {
		r.addMistakef(item, "Write the schema in place.", "the legacy format %q needs a Schema Object without references", format.Name)
	}
	if format.Schema.Member("type").Text() == "object" {
		format.Required = format.Schema.Member("required").Strings()
	}
	r.LegacyFormats = append(r.LegacyFormats, format)
}

func (r *tableReader) readCodes(node *Node) {
	if !node.Is(Object) {
		if node == nil {
			node = r.Node
		}
		r.addMistakef(node, "Write an object, as in {not_found: {status: 404}}.", "`codes` needs an object with a member for each error code")
		return
	}
	if node.Len() == 0 {
		r.addMismatchf(node, "Add a member for each error code, as in {not_found: {status: 404}}.", "`codes` is empty, so that no code is known")
	}
	for name, member := range node.Members() {
		r.addCode(r.readRow(name, member))
	}
}

// readRow reads the row of a code.
func (r *tableReader) readRow(name string, member *Node) *ErrorCode {
	code := &ErrorCode{Name: name, Location: member.Location()}
	if r.checkMembers(member, "code") {
		r.readCode(code, member)
		r.checkEnvelopeHas(code, member)
	}
	return code
}

// checkEnvelopeHas finds the requirements on members that the envelope does not
// have: they would never be checked.
func (r *tableReader) checkEnvelopeHas(c *ErrorCode, node *Node) {
	for _, needs := range []struct {
		required bool
		member   string // of the code
		name     string // of the envelope
	}{
		{c.Param != "", "param", "param"},
		{c.Message.Param, "message", "param"},
		{c.Message != MessageRequirements{}, "message", "message"},
		{c.DocURL != "", "docUrl", "docUrl"},
	} {
		if needs.required && r.Node.At("envelope", needs.name) == nil {
			r.addMistakef(node.Member(needs.member), "Add its JSON Pointer to the envelope.",
				"%s: the envelope does not say where `%s` stands, so that this is never checked", c.Name, needs.name)
		}
	}
}

func (r *tableReader) readCode(c *ErrorCode, node *Node) {
	m := memberReader{r, node, c.Name}
	c.Retry = m.readWord("retry", "retry class", retryClasses, "wait, poll, same-key, transient, later, account or change")
	c.RetryAfter = m.retryAfter()
	c.Param = m.readWord("param", "param", presences[1:], "optional or forbidden; a response's schema can require it")
	c.DocURL, c.Meaning = m.readText("docUrl"), m.readText("meaning")
	c.Statuses = m.readStatuses(node.Member("status"))
	c.statusFixed = len(c.Statuses) > 0
	c.StatusesByOperation = m.statusByOperation()
	if message := node.Member("message"); message != nil && r.checkMembers(message, "message") {
		m := memberReader{r, message, c.Name}
		numbers, _ := m.readNumber("numbers")
		c.Message = MessageRequirements{Numbers: numbers, URL: m.readFlag("url"), Param: m.readFlag("param")}
	}
	c.Operations = m.codeOperations()
	m.readFacts(c)
}

// retryAfter reads the presence of Retry-After alone, or its presence and form.
func (m *memberReader) retryAfter() RetryAfter {
	const allowed = "required, optional or forbidden"
	node := m.node.Member("retryAfter")
	if !node.Is(Object) {
		return RetryAfter{Presence: m.readWord("retryAfter", "retryAfter", presences, allowed)}
	}
	if !m.table.checkMembers(node, "retryAfter") {
		return RetryAfter{}
	}
	inner := memberReader{m.table, node, m.subject}
	value := RetryAfter{Presence: inner.readWord("presence", "presence", presences, allowed),
		Form: inner.readWord("form", "form", retryAfterForms, "seconds or date; without it, both are right")}
	if value.Presence == "" && node.Member("presence") == nil {
		m.table.addMistakef(node, "Add `presence`: "+allowed+".", "%s: `retryAfter` needs `presence`", m.subject)
	}
	return value
}

// memberReader reads the members of an object.
type memberReader struct {
	table   *tableReader
	node    *Node
	subject string // what the object is about, for mistakes: the code
}

func (m *memberReader) addMistakef(member, fix, format string, args ...any) {
	m.table.addMistakef(m.node.Member(member), fix, "%s: %s", m.subject, fmt.Sprintf(format, args...))
}

func (m *memberReader) readText(name string) string {
	member := m.node.Member(name)
	if member != nil && !member.Is(String) {
		m.addMistakef(name, "Put it in quotes, or remove it.", "`%s` has to be a string, not %s", name, member.Kind())
		return ""
	}
	return member.Text()
}

func (m *memberReader) readWord(name, what string, allowed []string, want string) string {
	text := m.readText(name)
	if text != "" && !slices.Contains(allowed, text) {
		m.addMistakef(name, "Write "+want+".", "unknown %s %q", what, text)
	}
	return text
}

// readStatuses reads a status or a list of them, ascending.
func (m *memberReader) readStatuses(node *Node) []int {
	var all []int
	read := func(item *Node) {
		status, ok := item.AsInt()
		switch {
		case !ok || status < 300 || status > 599:
			m.table.addMistakef(item, "Write a status from 300 to 599.", "%s: %s is no status code of an error", m.subject, item.describe())
		case !slices.Contains(all, status):
			all = append(all, status)
		}
	}
	switch {
	case node == nil:
	case node.Is(Array) && node.Len() > 0:
		for _, item := range node.Items() {
			read(item)
		}
	default:
		read(node)
	}
	slices.Sort(all)
	return all
}

// statusByOperation reads the statuses of a code on single operations: patterns of
// operations as names, statuses as values.
func (m *memberReader) statusByOperation() map[*Operation][]int {
	node := m.node.Member("statusByOperation")
	if node == nil {
		return nil
	}
	if !node.Is(Object) {
		m.addMistakef("statusByOperation", "Write an object, as in {createVideo: 409}.", "`statusByOperation` needs an object with a member for each operation")
		return nil
	}
	all := make(map[*Operation][]int)
	for name, member := range node.Members() {
		statuses := m.readStatuses(member)
		for _, op := range m.table.operationsNamed(name, member) {
			all[op] = statuses
			for _, status := range statuses {
				if op.Response(status) == nil {
					m.table.addMismatchf(member, "Add the status to the operation's responses, or correct it.", "%s: %s documents no status %d", m.subject, op.Name(), status)
				}
			}
		}
	}
	return all
}

// readNumber returns a whole number, and whether there is one.
func (m *memberReader) readNumber(name string) (int, bool) {
	member := m.node.Member(name)
	n, ok := member.AsInt()
	if member != nil && !ok {
		m.addMistakef(name, "Write a whole number.", "`%s` has to be a whole number", name)
	}
	return n, ok
}

func (m *memberReader) readFlag(name string) bool {
	member := m.node.Member(name)
	if member != nil && !member.Is(Bool) {
		m.addMistakef(name, "Write true or false.", "`%s` has to be true or false", name)
	}
	return member.IsTrue()
}
