package validate

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/apicontract/apicontract/internal/mediatype"
	"github.com/apicontract/apicontract/internal/schema"
	"github.com/apicontract/apicontract/internal/schemaengine"
	"github.com/apicontract/apicontract/internal/schemamatch"
	"github.com/apicontract/apicontract/internal/spec"
)

// A contractModel is what a validator makes of its contract: the operations, the responses
// that they document and the compiled schemas, each when it is first needed. A
// document may have thousands of them, of which a capture shows a few.
type contractModel struct {
	contract   *Contract
	schemas    *schema.Compiler
	engine     *schemaEngine
	operations []*compiledOperation

	mu        sync.Mutex
	responses map[*spec.Response]*compiledResponse // shared by reference
}

func newModel(c *Contract, options schemaengine.Options) *contractModel {
	m := &contractModel{contract: c, responses: make(map[*spec.Response]*compiledResponse)}
	m.engine = newEngine(options)
	m.schemas = schemaengine.NewCompiler(c.doc, options)
	previews, retired := previewLocations(c.doc), retiredOperations(c.doc)
	for i, op := range c.doc.Operations() {
		m.operations = append(m.operations, &compiledOperation{model: m, index: i, source: op, Operation: newOperation(op), preview: previews[op], retired: retired[op]})
	}
	return m
}

// A compiledOperation is an Operation with what checking needs. All but the Operation's
// own fields is made by load.
type compiledOperation struct {
	Operation
	model   *contractModel
	retired *spec.RetiredCall // that the table lists; nil: none
	preview *spec.Location    // where the extension says that it is a preview; nil: it is none
	index   int               // among the model's operations
	source  *spec.Operation

	once        sync.Once
	unusable    bool // its responses cannot be read
	noResponses bool // it documents no responses, which OpenAPI 3.1 allows
	responses   []*compiledResponse
	statuses    []statusResponse // those of responses with a status of their own
	numbers     [64]uint8        // of statuses, from 1, by the lowest bits of the status, as far as they differ
}

type statusResponse struct {
	status int
	*compiledResponse
}

// loadResponses reads the operation's responses, once.
func (op *compiledOperation) loadResponses() {
	op.once.Do(func() {
		op.unusable = op.source.Unusable()
		op.noResponses = !op.unusable && op.source.Node.Member("responses") == nil
		for _, r := range op.source.Responses() {
			if spec.IsResponseKey(r.Key) {
				op.addResponse(op.model.compileResponse(r))
			}
		}
	})
}

// addResponse enters a response.
func (op *compiledOperation) addResponse(r *compiledResponse) {
	op.Statuses = append(op.Statuses, r.key)
	op.responses = append(op.responses, r)
	if status := statusOf(r.key); status != 0 {
		op.statuses = append(op.statuses, statusResponse{status, r})
		if n := len(op.statuses); n <= math.MaxUint8 {
			op.numbers[status&63] = uint8(n)
		}
	}
}

// findResponse returns what the document says of a status: its own response, its
// range's, or the default (OpenAPI, Responses Object).
func (op *compiledOperation) findResponse(status int) *compiledResponse {
	if i := int(op.numbers[status&63]); 0 < i && i <= len(op.statuses) && op.statuses[i-1].status == status {
		return op.statuses[i-1].compiledResponse // nearly always
	}
	return spec.FindResponse(op.responses, status, func(r *compiledResponse) string { return r.key })
}

// responsesLocation returns where the operation's responses stand.
func (op *compiledOperation) responsesLocation() spec.Location {
	return op.source.Node.Location().Child("responses")
}

// A compiledResponse is what the document says of one status of an operation. Responses
// that operations share by reference are one.
type compiledResponse struct {
	key     string     // "404", "4XX" or "default"
	node    *spec.Node // nil: the reference to it leads nowhere
	media   []*compiledMedia
	headers []*documentedHeader
	// unread are the reasons for which a part of the response cannot be read.
	unread []UncheckedReason
	// unknownBody: the document does not say whether there is a body.
	unknownBody bool

	keys        []mediatype.Type // of media
	namesDiffer bool             // no two entries of media are of one type, and none has parameters
}

// statusOf is the status of a response key; 0 for a range and for default.
func statusOf(key string) int {
	status, _ := strconv.Atoi(key)
	return status
}

func (m *contractModel) compileResponse(from *spec.Response) *compiledResponse {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.responses[from]; r != nil {
		return r
	}
	r := &compiledResponse{key: from.Key, node: from.Node, unknownBody: from.HasUnknownBody()}
	if from.BadReference {
		r.unread = append(r.unread, UncheckedReference)
	}
	if from.BadMember {
		r.unread = append(r.unread, UncheckedKeyword)
	}
	for _, documented := range from.Media {
		r.addMedia(m.compileMedia(from, documented))
	}
	r.headers = m.compileHeaders(from.Headers)
	m.responses[from] = r
	return r
}

// location returns where the response, or a part of it, stands.
func (r *compiledResponse) location(tokens ...string) spec.Location {
	return r.node.Location().Child(tokens...)
}

// A compiledMedia is a media type of a response.
type compiledMedia struct {
	name       string // lower case, without parameters: "application/json", "text/*"
	documented string // as the document writes it
	encoding   map[string]*spec.Encoding
	node       *spec.Node // the Media Type Object
	// schema returns the schema of bodies; nil if there is none.
	schema func() *schema.Schema
	// matcher returns what tells bodies that surely conform; nil if nothing does.
	matcher func() *bodyMatcher
	// itemSchema returns the schema of the items of a sequence.
	itemSchema func() *schema.Schema
	// describesItems: the document has a schema for items themselves (OpenAPI 3.2,
	// itemSchema), so that an event is an object of its fields.
	describesItems bool
	// itemProgram returns what tells items of a sequence that surely conform; nil
	// if nothing does.
	itemProgram func() *schemamatch.Program
	// partHeaders are those that the document has for parts, by name.
	partHeaders map[string][]*documentedHeader
	// envelope: the schema has a member for the error code, so that a body
	// without one is no error response.
	envelope bool
	// memberLists returns which members the objects of an error have, as far as others
	// are allowed.
	memberLists func() []memberList
	// ownError: the schema has a member of its own where the envelope's error
	// object would stand.
	ownError bool
}

func (m *contractModel) compileMedia(r *spec.Response, documented *spec.MediaType) *compiledMedia {
	result := &compiledMedia{name: documented.Essence(), documented: documented.Name, node: documented.Node, encoding: documented.Encoding}
	compiled := sync.OnceValue(func() *schema.Schema { return m.schemas.Schema(documented.Schema) })
	result.itemSchema, result.describesItems = compiled, documented.ItemSchema != nil
	if result.describesItems {
		result.itemSchema = sync.OnceValue(func() *schema.Schema { return m.schemas.Schema(documented.ItemSchema) })
	}
	result.itemProgram = sync.OnceValue(func() *schemamatch.Program { return m.engine.itemProgram(result.itemSchema()) })
	result.partHeaders = m.compilePartHeaders(documented.Encoding)
	if documented.Schema == nil {
		return result
	}
	result.schema = compiled
	if !mediatype.MayBeJSON(result.name) {
		return result
	}
	if codes, _ := m.contract.doc.ErrorTable(); codes != nil {
		roles := codes.RolesOf(m.contract.doc, r.Key, documented)
		result.envelope, result.ownError = roles.Envelope, roles.OwnError
		result.memberLists = sync.OnceValue(func() []memberList {
			return m.contract.table.openMemberLists(m.contract.doc, documented)
		})
	}
	result.matcher = sync.OnceValue(func() *bodyMatcher {
		return m.engine.newBodyMatcher(result, m.contract.table)
	})
	return result
}

// schemaLocation returns where the media type's schema stands.
func (m *compiledMedia) schemaLocation() spec.Location { return m.node.Location().Child("schema") }

// usedHeaders are the response headers that results depend on.
type usedHeaders struct {
	names   []string
	lengths uint64 // a bit for each length of a name
}

// usedHeaders collects the headers that any response documents.
func (m *contractModel) usedHeaders() usedHeaders {
	seen := map[string]bool{"Content-Type": true, retryAfter: true, deprecationHeader: true, sunsetHeader: true, "Access-Control-Allow-Methods": true}
	for _, op := range m.operations {
		for _, r := range op.source.Responses() {
			for _, h := range r.Headers {
				seen[h.Name] = true
			}
		}
	}
	var used usedHeaders
	for name := range seen {
		used.names = append(used.names, name)
		used.lengths |= lengthBit(name)
	}
	return used
}

func lengthBit(name string) uint64 { return 1 << (len(name) & 63) }

// containsName reports whether a name, in any case, is one of the headers.
func (u *usedHeaders) containsName(name string) bool {
	if u.lengths&lengthBit(name) == 0 {
		return false
	}
	f := HeaderLine{Name: name}
	return slices.ContainsFunc(u.names, f.hasName)
}

// ownServers returns the URLs of the servers that the operation or its path gives
// itself; none if the document's apply.
func (op *compiledOperation) ownServers() []string {
	for _, owner := range []*spec.Node{op.source.Node, op.source.PathItem} {
		if owner.Member("servers") != nil {
			return spec.MatchURLs(spec.ServersOf(owner))
		}
	}
	return nil
}
