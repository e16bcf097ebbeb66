package validate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/spec"
)

// imageVersion changes with the form of an image, and with what is proved.
const imageVersion = "2"

// An image is a compiled contract as it is written down: what is needed to judge
// exchanges that conform, and nothing of the document beside.
type image struct {
	Title      string           `json:"title"`
	Version    string           `json:"version"`
	Servers    []string         `json:"servers"`
	Operations []operationImage `json:"operations"`
	Responses  []responseImage  `json:"responses"`
	Table      *tableImage      `json:"table,omitempty"`
}

type operationImage struct {
	Operation
	OwnServers []string `json:"ownServers,omitempty"`
	// Responses are numbers of the image's responses, in the order of Statuses.
	Responses []int `json:"responses"`
}

type responseImage struct {
	Key     string       `json:"key"`
	Media   []mediaImage `json:"media,omitempty"`
	Headers bool         `json:"headers,omitempty"` // it documents header fields
}

type mediaImage struct {
	Name     string `json:"name"`
	Envelope bool   `json:"envelope,omitempty"`
	OwnError bool   `json:"ownError,omitempty"`
	Schema   int    `json:"schema,omitempty"` // 0: none
}

type tableImage struct {
	Object, Code, Message, Param, DocURL []string
	Shapes                               [][]string // what each requires
	Rows                                 []Code
}

// Compiled returns the contract in a form that [Restore] reads much faster than
// [Parse] reads the document. It is bound to the text of the document, which has
// to be one file, and to this release.
func (c *Contract) Compiled() ([]byte, error) {
	if c.doc == nil {
		return nil, errors.New("a restored contract is compiled already")
	}
	c.prover.mu.Lock() // schemas are lowered, as for a proof
	defer c.prover.mu.Unlock()
	w := imageWriter{contract: c, responses: make(map[*response]int)}
	if err := w.write(); err != nil {
		return nil, err
	}
	index, err := json.Marshal(w.image)
	if err != nil {
		return nil, err
	}
	text, err := c.doc.Spec.Text(c.source)
	if err != nil {
		return nil, err
	}
	lines := append([][]byte{[]byte(imageKey(text)), index}, w.schemas.Lines()...)
	return append(bytes.Join(lines, []byte("\n")), '\n'), nil
}

// imageKey binds an image to a document's text.
func imageKey(text []byte) string {
	sum := sha256.Sum256(text)
	return "apicontract " + imageVersion + " " + hex.EncodeToString(sum[:])
}

type imageWriter struct {
	contract  *Contract
	image     image
	schemas   accept.Encoder
	responses map[*response]int
}

func (w *imageWriter) write() error {
	c := w.contract
	w.image = image{Title: c.title, Version: c.version, Servers: c.servers}
	for _, op := range c.operations {
		o := operationImage{Operation: op.Operation, OwnServers: op.servers}
		for _, key := range op.Statuses {
			id, err := w.response(op.responseOf(key))
			if err != nil {
				return err
			}
			o.Responses = append(o.Responses, id)
		}
		w.image.Operations = append(w.image.Operations, o)
	}
	if t := c.table; t != nil {
		e := t.envelope
		w.image.Table = &tableImage{e.object, e.code, e.message, e.param, e.docURL, nil, c.Codes()}
		for _, s := range t.shapes {
			w.image.Table.Shapes = append(w.image.Table.Shapes, s.required)
		}
	}
	return nil
}

func (w *imageWriter) response(r *response) (int, error) {
	if id, known := w.responses[r]; known {
		return id, nil
	}
	out := responseImage{Key: r.key, Headers: len(r.headers) > 0}
	for _, m := range r.media {
		written := mediaImage{Name: m.name, Envelope: m.envelope, OwnError: m.ownError}
		if m.schema != nil {
			var err error
			if written.Schema, err = w.schemas.Add(m.lower()); err != nil {
				return 0, err
			}
		}
		out.Media = append(out.Media, written)
	}
	id := len(w.image.Responses)
	w.responses[r] = id
	w.image.Responses = append(w.image.Responses, out)
	return id, nil
}

// Restore returns the contract of a document that stands in one file, from what
// [Contract.Compiled] made of it. The document itself is only compiled, as by
// [Parse], once an exchange does not surely conform. If compiled does not belong
// to the text, or to this release, Restore is Parse.
func Restore(name string, text, compiled []byte) (*Contract, error) {
	key, rest, _ := bytes.Cut(compiled, []byte("\n"))
	index, schemas, _ := bytes.Cut(rest, []byte("\n"))
	var i image
	if string(key) != imageKey(text) || json.Unmarshal(index, &i) != nil {
		return Parse(name, text)
	}
	c, ok := i.contract(name, bytes.Split(schemas, []byte("\n")))
	if !ok {
		return Parse(name, text)
	}
	c.document = sync.OnceValues(func() (*spec.Document, error) { return spec.Load(spec.SingleFile(name, text), name) })
	c.full = sync.OnceValues(func() (*Contract, error) {
		d, err := c.document()
		if err != nil {
			return nil, documentError(err)
		}
		return compileDocument(d)
	})
	return c, nil
}

// contract builds a contract of an image; false if the image is damaged.
func (i *image) contract(name string, schemas [][]byte) (*Contract, bool) {
	c := &Contract{source: name, title: i.Title, version: i.Version, servers: i.Servers, prover: newProver()}
	if t := i.Table; t != nil {
		if len(t.Code) == 0 {
			return nil, false
		}
		c.table = t.table()
	}
	decoder := accept.NewDecoder(schemas)
	responses := make([]*response, len(i.Responses))
	for n, r := range i.Responses {
		responses[n] = r.response(c, decoder)
	}
	for _, o := range i.Operations {
		op := &operation{Operation: o.Operation, index: len(c.operations), servers: o.OwnServers}
		op.responses = make(map[string]*response)
		for n, key := range o.Statuses {
			if n >= len(o.Responses) || o.Responses[n] < 0 || o.Responses[n] >= len(responses) {
				return nil, false
			}
			op.add(key, responses[o.Responses[n]])
		}
		c.operations = append(c.operations, op)
	}
	return c, true
}

func (t *tableImage) table() *errorTable {
	table := &errorTable{
		envelope: envelope{t.Object, t.Code, t.Message, t.Param, t.DocURL},
		codes:    make(map[string]*row, len(t.Rows)),
	}
	for _, required := range t.Shapes {
		table.shapes = append(table.shapes, shape{required: required}) // the document says the rest
	}
	for _, code := range t.Rows {
		r := &row{Code: code, clean: clean(code.Name) == code.Name}
		table.codes[code.Name] = r
		table.order = append(table.order, r)
	}
	return table
}

func (r *responseImage) response(c *Contract, decoder *accept.Decoder) *response {
	out := &response{key: r.Key, sealed: r.Headers}
	for _, m := range r.Media {
		restored := &media{name: m.Name, envelope: m.Envelope, ownError: m.OwnError}
		if m.Schema != 0 && !r.Headers {
			restored.lower = func() *accept.Schema { return decoder.Schema(m.Schema) }
			restored.proof = sync.OnceValue(func() *proof { return c.prover.prepare(restored, c.table) })
		}
		out.media = append(out.media, restored)
	}
	return out
}

// responseOf returns the response of a key of [Operation.Statuses].
func (op *operation) responseOf(key string) *response {
	return op.responses[strings.ToUpper(key)]
}
