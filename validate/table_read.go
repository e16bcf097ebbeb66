package validate

import (
	"slices"
	"strings"

	"github.com/apicontract/apicontract/internal/document"
	"go.yaml.in/yaml/v3"
)

// Extension is the field at the root of a document that holds its error table.
const Extension = "x-error-table"

// tableText is the extension as it is written.
type tableText struct {
	Envelope envelopeText `yaml:"envelope"`
	Shapes   []shapeText  `yaml:"shapes"`
	Codes    yaml.Node    `yaml:"codes"`
}

type envelopeText struct {
	Error   string `yaml:"error"`
	Code    string `yaml:"code"`
	Message string `yaml:"message"`
	Param   string `yaml:"param"`
	DocURL  string `yaml:"docUrl"`
}

type shapeText struct {
	Name    string    `yaml:"name"`
	Summary string    `yaml:"summary"`
	Schema  yaml.Node `yaml:"schema"`
}

type codeText struct {
	Status     int      `yaml:"status"`
	Retry      Retry    `yaml:"retry"`
	RetryAfter Presence `yaml:"retryAfter"`
	Param      Presence `yaml:"param"`
	Message    struct {
		Numbers int  `yaml:"numbers"`
		URL     bool `yaml:"url"`
		Param   bool `yaml:"param"`
	} `yaml:"message"`
	DocURL  string `yaml:"docUrl"`
	Meaning string `yaml:"meaning"`
	Action  string `yaml:"action"`
}

// known are the fields of each object of the extension: a misspelt one must not
// pass as a promise that nobody made.
var known = map[string][]string{
	"table":    {"envelope", "shapes", "codes"},
	"envelope": {"error", "code", "message", "param", "docUrl"},
	"shape":    {"name", "summary", "schema"},
	"code":     {"status", "retry", "retryAfter", "param", "message", "docUrl", "meaning", "action"},
	"message":  {"numbers", "url", "param"},
}

// readTable reads the extension; nil without one.
func readTable(doc *document.Document) (*errorTable, error) {
	place := doc.Root().Child(Extension)
	if _, ok := doc.Extensions[Extension]; !ok {
		return nil, nil
	}
	var text tableText
	if err := checkNames(doc, place, "table"); err != nil {
		return nil, err
	}
	if err := doc.Raw(place, &text); err != nil {
		return nil, err
	}
	t := &errorTable{place: place, codes: make(map[string]*row)}
	if err := t.readEnvelope(doc, text.Envelope); err != nil {
		return nil, err
	}
	if err := t.readShapes(doc, text.Shapes); err != nil {
		return nil, err
	}
	return t, t.readCodes(doc, &text.Codes)
}

func (t *errorTable) readEnvelope(doc *document.Document, text envelopeText) error {
	place := t.place.Child("envelope")
	if err := checkNames(doc, place, "envelope"); err != nil {
		return err
	}
	for _, pointer := range []string{text.Error, text.Code, text.Message, text.Param, text.DocURL} {
		if pointer != "" && !strings.HasPrefix(pointer, "/") {
			return doc.Errorf(place, "%q is not a JSON Pointer: it begins with a slash, as in /error/code", pointer)
		}
	}
	if text.Code == "" {
		return doc.Errorf(place, "the envelope needs `code`, the JSON Pointer of the error code")
	}
	t.envelope = envelope{
		object:  pointer(text.Error),
		code:    pointer(text.Code),
		message: pointer(text.Message),
		param:   pointer(text.Param),
		docURL:  pointer(text.DocURL),
	}
	for _, name := range slices.Backward(t.envelope.code) {
		if !digits(name) && !strings.ContainsAny(name, `"\/`) { // an index, or written in more ways
			t.quoted = append(t.quoted, []byte(`"`+name+`"`))
		}
	}
	return nil
}

func (t *errorTable) readCodes(doc *document.Document, codes *yaml.Node) error {
	place := t.place.Child("codes")
	if codes.Kind != yaml.MappingNode {
		return doc.Errorf(place, "`codes` needs an object with a member for each error code")
	}
	for i := 0; i+1 < len(codes.Content); i += 2 {
		name := codes.Content[i].Value
		r, err := readCode(doc, place.Child(name), name)
		if err != nil {
			return err
		}
		if err := t.placeable(doc, r); err != nil {
			return err
		}
		t.codes[name] = r
		t.order = append(t.order, r)
	}
	return nil
}

// placeable refuses what is said of a part of the error object that the envelope
// does not place: it would be held to nothing.
func (t *errorTable) placeable(doc *document.Document, r *row) error {
	for _, part := range []struct {
		said  bool
		field string // of the code
		name  string // of the envelope
		place []string
	}{
		{r.Param != "", "param", "param", t.envelope.param},
		{r.Message.Param, "message", "param", t.envelope.param},
		{r.Message != Promise{}, "message", "message", t.envelope.message},
		{r.DocURL != "", "docUrl", "docUrl", t.envelope.docURL},
	} {
		if part.said && part.place == nil {
			return doc.Errorf(r.place.Child(part.field), "%s: the envelope does not say where `%s` stands, so that this would be held to nothing: add its JSON Pointer to the envelope", r.Name, part.name)
		}
	}
	return nil
}

func readCode(doc *document.Document, place document.Place, name string) (*row, error) {
	var text codeText
	if err := checkNames(doc, place, "code"); err != nil {
		return nil, err
	}
	if err := doc.Raw(place, &text); err != nil {
		return nil, err
	}
	if !validRetry(text.Retry) {
		return nil, doc.Errorf(place.Child("retry"), "%s: unknown retry class %q: want %s", name, text.Retry, retryNames)
	}
	if !validPresence(text.RetryAfter) {
		return nil, doc.Errorf(place.Child("retryAfter"), "%s: unknown retryAfter %q: want required, optional or forbidden", name, text.RetryAfter)
	}
	if text.Param == Required || !validPresence(text.Param) {
		return nil, doc.Errorf(place.Child("param"), "%s: unknown param %q: want optional or forbidden; a response's schema can require it", name, text.Param)
	}
	if text.Status != 0 && (text.Status < 300 || text.Status > 599) {
		return nil, doc.Errorf(place.Child("status"), "%s: %d is no status code of an error", name, text.Status)
	}
	r := &row{place: place, Code: Code{Name: name, Retry: text.Retry, RetryAfter: text.RetryAfter, Param: text.Param,
		DocURL: text.DocURL, Message: Promise(text.Message), Meaning: text.Meaning, Action: text.Action}}
	if text.Status != 0 {
		r.Statuses = []int{text.Status}
		r.fixed = true
	}
	return r, nil
}

// checkNames refuses members that an object of the extension does not have.
func checkNames(doc *document.Document, place document.Place, kind string) error {
	value, _ := doc.Value(place)
	object, ok := value.(map[string]any)
	if !ok {
		return doc.Errorf(place, "want an object with %s", strings.Join(known[kind], ", "))
	}
	for name := range object {
		if !slices.Contains(known[kind], name) {
			return doc.Errorf(place.Child(name), "unknown field %q: want one of %s", name, strings.Join(known[kind], ", "))
		}
	}
	if _, ok := object["message"]; ok && kind == "code" {
		return checkNames(doc, place.Child("message"), "message")
	}
	return nil
}

const retryNames = "wait, poll, same-key, transient, later, account or change"

func validRetry(r Retry) bool {
	switch r {
	case "", RetryWait, RetryPoll, RetrySameKey, RetryTransient, RetryLater, RetryAccount, RetryChange:
		return true
	}
	return false
}

func validPresence(p Presence) bool {
	return p == "" || p == Required || p == Optional || p == Forbidden
}
