package mock

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/errorcode"
	"github.com/apicontract/apicontract/internal/mock/paging"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/mock/state"
)

// resourceStates are the resources of a server that keeps state.
type resourceStates struct {
	*resourceMap
	store *state.Store
	clock func() time.Time
	step  time.Duration // how long each state of a job lasts; 0 means until the next GET
}

// ResetState removes all resources. Without [Config.State] it does nothing.
func (s *Server) ResetState() {
	if s.states != nil {
		s.states.store.Reset()
	}
}

// A shownState is what a response shows of the state. The zero value is nothing.
type shownState struct {
	item   *shownItem // in the body; nil if it has none
	isNew  bool       // the request creates the item
	isList bool       // the body is a list of items
	items  []*shownItem
	keep   func(item *shownItem, object map[string]any) // is called with each object of the list
}

// A shownItem is a resource in a response.
type shownItem struct {
	key     state.Key
	members map[string]any
	job     *state.Job
	done    bool // the work is done, or there is none
}

// missingResponse returns the response to a request for something that does not exist, nil if it
// exists.
func (s *Server) missingResponse(c *receivedRequest) *response.Response {
	if s.states == nil {
		return nil
	}
	role := s.states.roles[c.op]
	for _, of := range role.items {
		resource, known := s.states.store.Get(role.keyOf(of, c.params))
		switch {
		case role.mayCreate(c.op, of):
			continue
		case known && resource.Deleted:
			return s.rejectMissing(c, "A request has deleted the resource with this ID.")
		case !known && of.isCreated:
			return s.rejectMissing(c, "No request has created a resource with this ID.")
		}
	}
	return nil
}

// mayCreate reports whether an operation creates the item in its path if it does not exist: a PUT
// with status 201.
func (r *resourceRole) mayCreate(op *operation, of *collection) bool {
	return op.Method == http.MethodPut && r.isItem && r.own == of && slices.Contains(op.Statuses, "201")
}

// rejectMissing returns the documented response with status 404, or else problem details of the
// mock.
func (s *Server) rejectMissing(c *receivedRequest, reason string) *response.Response {
	c.refusal = reason
	if code, ok := s.codeForStatus(c.op, http.StatusNotFound); ok {
		if a, ok := s.errorResponse(&c.context, code, errorDetails{status: http.StatusNotFound}); ok {
			return a
		}
	}
	if c.op.responseFor(http.StatusNotFound) != nil {
		if a, ok := s.documentedResponse(&c.context, http.StatusNotFound, ""); ok {
			return s.withReason(&c.context, a, reason)
		}
	}
	c.isOwn = true
	return problemDetails(errorcode.NotFound.Statuses()[0], reason)
}

// applyRequest changes the state as a valid request says, and sets what its response shows.
func (s *Server) applyRequest(c *receivedRequest) {
	if s.states == nil {
		return
	}
	role := s.states.roles[c.op]
	switch {
	case role.shows != nil:
		c.context.shown.item = s.states.showItem(c, role)
	case role.creates != nil:
		c.context.shown = shownState{isNew: true, item: newShownItem(role.creates, c.sentMembers())}
	case role.own != nil && role.own.isCreated && c.op.Method == http.MethodGet:
		c.context.shown = shownState{isList: true, items: s.states.listItems(c, role), keep: s.states.keepMembers}
	}
}

// sentMembers returns the members that the body of a request has for a resource.
func (c *receivedRequest) sentMembers() map[string]any {
	_, sent := state.ObjectIn(decodeJSON(c.body))
	return sent
}

// newShownItem returns what the response to a creation shows: the first state of the work, unless
// the request sets the state.
func newShownItem(of *collection, sent map[string]any) *shownItem {
	item := &shownItem{job: &of.job, members: make(map[string]any), done: true}
	if _, ok := sent[of.job.Member]; !ok && len(of.job.States) > 0 {
		item.members[of.job.Member] = of.job.States[0]
	}
	return item
}

// showItem returns the item in the path of a request, after the changes of the request.
func (st *resourceStates) showItem(c *receivedRequest, role *resourceRole) *shownItem {
	key := role.keyOf(role.shows, c.params)
	if isChange := c.Method == http.MethodPut || c.Method == http.MethodPatch; isChange && role.shows == role.own && role.isItem {
		st.store.Set(key, state.Resource{Members: c.sentMembers(), Created: st.clock(), Listed: true})
	}
	look := st.store.Get
	if c.Method == http.MethodGet {
		look = st.store.Poll
	}
	resource, ok := look(key)
	if !ok {
		resource = state.Resource{}
	}
	return st.shownItem(role.shows, key, &resource)
}

func (st *resourceStates) shownItem(of *collection, key state.Key, r *state.Resource) *shownItem {
	item := &shownItem{key: key, job: &of.job, members: maps.Clone(r.Members), done: true}
	if item.members == nil {
		item.members = make(map[string]any)
	}
	if now := of.job.StateOf(r, st.clock(), st.step); now != "" && of.isCreated {
		item.members[of.job.Member] = now
		item.done = of.job.IsDone(now)
	}
	return item
}

// listItems returns the items of a collection that the query of a request does not exclude: a
// parameter with the name of a member selects the items with its value.
func (st *resourceStates) listItems(c *receivedRequest, role *resourceRole) []*shownItem {
	items := make([]*shownItem, 0)
	path, _ := role.pathOf(role.own, c.params)
	ids, resources := st.store.List(path)
	query := c.URL.Query()
	for i := range resources {
		item := st.shownItem(role.own, state.Key{Collection: path, ID: ids[i]}, &resources[i])
		if !slices.ContainsFunc(c.op.params, func(p *openapi3.ParameterRef) bool {
			member, ok := item.members[p.Value.Name].(string)
			return ok && p.Value.In == openapi3.ParameterInQuery && query.Has(p.Value.Name) && query.Get(p.Value.Name) != member
		}) {
			items = append(items, item)
		}
	}
	return items
}

// keepResponse changes the state as a successful response says: it creates what the response has
// created, deletes what it has deleted, and keeps what it has shown, so that later responses show
// the same.
func (s *Server) keepResponse(c *receivedRequest, a *response.Response) {
	if s.states == nil || a == nil || a.Status/100 != 2 {
		return
	}
	role, st := s.states.roles[c.op], s.states
	if role.isItem && c.Method == http.MethodDelete {
		st.store.Delete(role.keyOf(role.own, c.params), st.clock())
		return
	}
	body := decodeJSON(a.Body)
	_, object := state.ObjectIn(body)
	member := ""
	switch {
	case role.creates != nil:
		member = st.create(c, role, object)
	case role.shows != nil:
		st.keepMembers(c.context.shown.item, object)
	case c.context.shown.isList:
		return // it has shown nothing new
	}
	st.keepReferences(c, role, body, member)
}

// create stores the items that a request has created. It returns the member of the response that
// has their IDs.
func (st *resourceStates) create(c *receivedRequest, role *resourceRole, object map[string]any) string {
	path, ok := role.pathOf(role.creates, c.params)
	member, ids := state.FindIDs(object, role.creates.name(), role.creates.param)
	if !ok {
		return ""
	}
	members := c.context.shown.item.keptMembers(object)
	if _, isList := object[member].([]any); isList {
		delete(members, member)
	}
	for name, value := range c.sentMembers() {
		if _, shown := members[name]; !shown {
			members[name] = value
		}
	}
	for _, id := range ids {
		own := maps.Clone(members)
		for _, name := range []string{"id", role.creates.param} {
			if _, ok := own[name]; !ok {
				own[name] = id
			}
		}
		st.store.Put(state.Key{Collection: path, ID: id}, state.Resource{Members: own, Created: st.clock(), Listed: true})
	}
	return member
}

// keepMembers keeps what a response has shown of an item, so that later responses show the same.
func (st *resourceStates) keepMembers(item *shownItem, object map[string]any) {
	st.store.Add(item.key, state.Resource{Members: item.keptMembers(object), Created: st.clock()})
}

// keptMembers returns the members of a response that later responses show, too: not the state of the
// work, nor its results as long as it goes on.
func (i *shownItem) keptMembers(object map[string]any) map[string]any {
	kept := make(map[string]any, len(object))
	for name, value := range object {
		if name != i.job.Member && (i.done || !state.IsResult(name)) {
			kept[name] = value
		}
	}
	return kept
}

// keepReferences keeps the IDs of other resources in a body, such as the video_id of a session, so
// that they can be found. No list has them.
func (st *resourceStates) keepReferences(c *receivedRequest, role *resourceRole, body any, except string) {
	skipped := state.ReferenceName(except)
	state.References(body, func(name, id string) {
		of := st.byReference[name]
		if of == nil || name == skipped || slices.Contains(role.items, of) {
			return
		}
		if path, ok := role.pathOf(of, c.params); ok {
			st.store.Add(state.Key{Collection: path, ID: id}, state.Resource{Members: map[string]any{"id": id, of.param: id}, Created: st.clock()})
		}
	})
}

// yieldBodies yields a body with what it shows of the state, and then the body itself. The callback
// accepts reports whether a body conforms.
func (shown *shownState) yieldBodies(value any, schema *openapi3.SchemaRef, accepts, yield func(any) bool) bool {
	if shown.item == nil {
		return yield(value)
	}
	if _, object := state.ObjectIn(value); shown.isNew && !shown.item.job.Has(object[shown.item.job.Member]) {
		return yield(value) // the response has states of its own
	}
	return yield(shown.item.showIn(value, schema, accepts)) && yield(value)
}

// showIn returns a body with the members of the item that the schema documents, as far as it is
// accepted.
func (i *shownItem) showIn(body any, schema *openapi3.SchemaRef, accepts func(any) bool) any {
	place, object := state.ObjectIn(body)
	if object == nil {
		return body
	}
	schemas := paging.SchemasAt(schema, place)
	change := state.Change{Members: i.members, Omitted: i.hiddenResults(object)}
	change.Documented = func(name string) bool {
		return slices.ContainsFunc(schemas, func(s *openapi3.Schema) bool { return s.Properties[name] != nil })
	}
	put := func(object map[string]any) any {
		if len(place) == 0 {
			return object
		}
		return jsonvalue.Set(jsonvalue.Clone(body), place, object)
	}
	change.Accepts = func(object map[string]any) bool { return accepts(put(object)) }
	return put(change.Apply(object))
}

// hiddenResults returns the members of an object that exist only when the work is done.
func (i *shownItem) hiddenResults(object map[string]any) (names []string) {
	for name := range sortedEntries(object) {
		if _, known := i.members[name]; !known && !i.done && state.IsResult(name) {
			names = append(names, name)
		}
	}
	return names
}
