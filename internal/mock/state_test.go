package mock_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/validate"
)

const newVideo = `{"type":"avatar","avatar_id":"a","voice_id":"v","title":"Mine","script":"Hello"}`

// conforming sends a request and requires that its response conforms and has a status.
func (b *bench) conforming(t *testing.T, status int, line, content string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	w := b.ask(line, content, append(fields, key)...)
	require.Equal(t, status, w.Code, "%s: %s", line, w.Body)
	require.Equal(t, "conforms", found(b.verdict(line, w)), "%s: %s", line, w.Body)
	return w
}

// at returns the value at a place of a response's body.
func at(t *testing.T, w *httptest.ResponseRecorder, place string) any {
	t.Helper()
	body, ok := jsonvalue.Decode(w.Body.Bytes())
	require.True(t, ok, "%s", w.Body)
	return jsonvalue.Get(body, strings.Split(place, "/"))
}

func textAt(t *testing.T, w *httptest.ResponseRecorder, place string) string {
	t.Helper()
	return fmt.Sprint(at(t, w, place))
}

// idsOf returns the IDs of the list in data.
func idsOf(t *testing.T, w *httptest.ResponseRecorder) []string {
	t.Helper()
	items, ok := at(t, w, "data").([]any)
	require.True(t, ok, "%s", w.Body)
	ids := make([]string, 0)
	for _, item := range items {
		ids = append(ids, fmt.Sprint(item.(map[string]any)["id"]))
	}
	return ids
}

func TestStateOfVideos(t *testing.T) {
	b := newBench(t, mock.Config{State: true})
	assert.Empty(t, idsOf(t, b.conforming(t, 200, "GET /v3/videos", "")), "nothing is created")
	created := b.conforming(t, 200, "POST /v3/videos", newVideo)
	assert.Equal(t, "waiting", textAt(t, created, "data/status"), "the state of the document's example, which has more of them than the list of states")
	id := textAt(t, created, "data/video_id")
	other := textAt(t, b.conforming(t, 200, "POST /v3/videos", newVideo), "data/video_id")
	assert.NotEqual(t, id, other)

	var states, urls []string
	for range 4 {
		w := b.conforming(t, 200, "GET /v3/videos/"+id, "")
		states, urls = append(states, textAt(t, w, "data/status")), append(urls, textAt(t, w, "data/video_url"))
		assert.Equal(t, "Mine", textAt(t, w, "data/title"))
	}
	assert.Equal(t, []string{"pending", "processing", "completed", "completed"}, states)
	assert.Equal(t, []string{"<nil>", "<nil>"}, urls[:2], "the result exists at the end")
	assert.Contains(t, urls[2], "https://")

	list := b.conforming(t, 200, "GET /v3/videos", "")
	assert.Equal(t, []string{id, other}, idsOf(t, list))
	assert.Equal(t, []string{"completed", "pending"}, []string{textAt(t, list, "data/0/status"), textAt(t, list, "data/1/status")}, "a list is no poll")
	first, _ := at(t, list, "data/0").(map[string]any)
	item, _ := at(t, b.conforming(t, 200, "GET /v3/videos/"+id, ""), "data").(map[string]any)
	for name, value := range item {
		assert.Equal(t, value, first[name], "%s is the same in the list", name)
	}

	b.conforming(t, 200, "DELETE /v3/videos/"+id, "")
	for _, line := range []string{"GET /v3/videos/" + id, "DELETE /v3/videos/" + id, "GET /v3/videos/" + id + "/scenes", "GET /v3/videos/unknown"} {
		w := b.conforming(t, 404, line, "")
		assert.Equal(t, "video_not_found", errorOf(t, w).Code, line)
		assert.NotEmpty(t, w.Header().Get("Mock-Reason"))
	}
	assert.Equal(t, []string{other}, idsOf(t, b.conforming(t, 200, "GET /v3/videos", "")))

	b.conforming(t, 200, "GET /v3/videos", "", "Prefer: state=reset")
	b.conforming(t, 404, "GET /v3/videos/"+other, "")
}

func TestStateByTheClock(t *testing.T) {
	now := time.Unix(1000, 0)
	b := newBench(t, mock.Config{State: true, StateTime: time.Minute, Clock: func() time.Time { return now }})
	id := textAt(t, b.conforming(t, 200, "POST /v3/videos", newVideo), "data/video_id")
	for _, want := range []string{"pending", "processing", "completed"} {
		for range 3 {
			assert.Equal(t, want, textAt(t, b.conforming(t, 200, "GET /v3/videos/"+id, ""), "data/status"))
		}
		now = now.Add(time.Minute)
	}
}

// TestEveryCollectionKeepsState creates, finds, changes and deletes an item of each collection of the
// contract. All responses conform.
func TestEveryCollectionKeepsState(t *testing.T) {
	b := newBench(t, mock.Config{State: true})
	operations := make(map[string]validate.Operation)
	for _, op := range b.contract.Operations() {
		operations[op.Method+" "+op.PathTemplate] = op
	}
	var kept []string
	for _, op := range b.contract.Operations() {
		collection, last := op.PathTemplate[:strings.LastIndexByte(op.PathTemplate, '/')], op.PathTemplate[strings.LastIndexByte(op.PathTemplate, '/'):]
		create, creates := operations["POST "+collection]
		if !creates || op.Method != http.MethodGet || last[1] != '{' || strings.Contains(collection, "{") {
			continue
		}
		line, content, fields := b.rightly(t, create)
		created := b.ask(line, content, fields...)
		require.Equal(t, "conforms", found(b.verdict(line, created)), line)
		id := createdID(t, created, strings.Trim(last, "/{}"))
		if id == "" {
			continue // the response has no ID
		}
		kept = append(kept, collection)
		item := collection + "/" + id
		b.conforming(t, 200, "GET "+item, "")
		b.conforming(t, 404, "GET "+collection+"/unknown", "")
		if change, ok := operations["PATCH "+op.PathTemplate]; ok {
			_, content, fields := b.rightly(t, change)
			b.conforming(t, 200, "PATCH "+item, content, fields...)
		}
		if list, ok := operations["GET "+collection]; ok {
			line, _, fields := b.rightly(t, list)
			assert.Contains(t, b.conforming(t, 200, line, "", fields...).Body.String(), id)
		}
		if _, ok := operations["DELETE "+op.PathTemplate]; ok {
			w := b.ask("DELETE "+item, "", key)
			require.Equal(t, "conforms", found(b.verdict("DELETE "+item, w)))
			b.conforming(t, 404, "GET "+item, "")
		}
	}
	assert.Len(t, kept, 25, "%s", kept)
}

// createdID returns the ID that a response gives to a new item, empty if it has none.
func createdID(t *testing.T, w *httptest.ResponseRecorder, param string) string {
	t.Helper()
	data, _ := at(t, w, "data").(map[string]any)
	for _, name := range []string{param, "id", "ai_clipping_id"} {
		if id, ok := data[name]; ok {
			return fmt.Sprint(id)
		}
		if ids, ok := data[name+"s"].([]any); ok {
			return fmt.Sprint(ids[0])
		}
	}
	return ""
}

// TestEveryResponseWithStateConforms sends a valid request for each operation, twice: what the first
// round creates is there in the second.
func TestEveryResponseWithStateConforms(t *testing.T) {
	b := newBench(t, mock.Config{State: true})
	for range 2 {
		for _, op := range b.contract.Operations() {
			line, content, fields := b.rightly(t, op)
			w := b.ask(line, content, fields...)
			assert.True(t, w.Code/100 == 2 || w.Code == 404, "%s %s", line, w.Body)
			assert.Equal(t, "conforms", found(b.verdict(line, w)), "%s: %s", line, w.Body)
		}
	}
}

func TestIDsOfOtherResourcesAreFound(t *testing.T) {
	b := newBench(t, mock.Config{State: true})
	session := b.conforming(t, 200, "POST /v3/video-agents", `{"prompt":"A tour"}`)
	if id, ok := at(t, session, "data/video_id").(string); ok {
		b.conforming(t, 200, "GET /v3/videos/"+id, "")
	}
	fromTemplate := b.conforming(t, 200, "POST /v3/templates/t1", `{"title":"From a template","variables":{}}`)
	id := textAt(t, fromTemplate, "data/id")
	assert.NotEqual(t, "t1", id)
	b.conforming(t, 200, "GET /v3/videos/"+id, "")
	assert.Equal(t, []string{id}, idsOf(t, b.conforming(t, 200, "GET /v3/videos", "")), "a video of a session is in no list")
}

func TestStateOfParcels(t *testing.T) {
	text, err := os.ReadFile("../../examples/parcels/openapi.yaml")
	require.NoError(t, err)
	b := parsed(t, string(text), mock.Config{State: true})
	var ids []string
	for i := range 12 {
		w := b.conforming(t, 201, "POST /parcels", fmt.Sprintf(`{"recipient":"Bo","weight_grams":%d}`, 100+i))
		assert.Equal(t, "announcing", textAt(t, w, "status"))
		assert.Equal(t, fmt.Sprint(100+i), textAt(t, w, "weight_grams"))
		ids = append(ids, textAt(t, w, "id"))
	}
	var states []string
	for range 5 {
		w := b.conforming(t, 200, "GET /parcels/"+ids[11], "")
		assert.Equal(t, "Bo 111", textAt(t, w, "recipient")+" "+textAt(t, w, "weight_grams"))
		states = append(states, textAt(t, w, "status"))
	}
	assert.Equal(t, []string{"announcing", "announced", "in_transit", "delivered", "delivered"}, states)

	page := b.conforming(t, 200, "GET /parcels?limit=10", "")
	assert.Equal(t, ids[:10], idsOf(t, page))
	rest := b.conforming(t, 200, "GET /parcels?limit=10&cursor="+textAt(t, page, "next_cursor"), "")
	assert.Equal(t, ids[10:], idsOf(t, rest))
	assert.Equal(t, "false", textAt(t, rest, "has_more"))

	b.conforming(t, 204, "DELETE /parcels/"+ids[0], "")
	assert.Equal(t, "parcel_not_found", errorOf(t, b.conforming(t, 404, "GET /parcels/"+ids[0], "")).Code)
	assert.Equal(t, "internal_error", errorOf(t, b.ask("DELETE /parcels/"+ids[1], "", key, "Prefer: error=internal_error")).Code)
	b.conforming(t, 200, "GET /parcels/"+ids[1], "") // the deletion has failed

	first := b.conforming(t, 201, "POST /parcels", `{"recipient":"Cy","weight_grams":1}`, "Idempotency-Key: k")
	again := b.conforming(t, 201, "POST /parcels", `{"recipient":"Cy","weight_grams":1}`, "Idempotency-Key: k")
	assert.Equal(t, first.Body.String(), again.Body.String())
	assert.Len(t, idsOf(t, b.conforming(t, 200, "GET /parcels?limit=100", "")), 12, "a replay creates nothing")
}

// stores is OpenAPI 3.1 without an error table. Its parameters have other names in each path, IDs are
// integers, and clients set the status.
const stores = `
openapi: 3.1.0
info: {title: Stores, version: "1"}
servers: [{url: https://stores.example}]
paths:
  /stores:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {"201": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Store"}}}}}
    get:
      parameters: [{name: name, in: query, schema: {type: string}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Store"}}}}}}
  /stores/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Store"}}}}
        "404": {description: gone, content: {application/json: {schema: {type: object, required: [message], properties: {message: {type: string}}}}}}
    delete: {responses: {"204": {description: ok}}}
    patch:
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}, note: {type: [string, "null"]}}}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Store"}}}}}
  /stores/{storeId}/pets:
    parameters: [{name: storeId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {pets: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
  /stores/{storeId}/pets/{petName}:
    parameters:
      - {name: storeId, in: path, required: true, schema: {type: integer}}
      - {name: petName, in: path, required: true, schema: {type: string}}
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "201": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Store:
      type: object
      required: [id, name]
      properties: {id: {type: integer}, name: {type: string, example: Example}, note: {type: [string, "null"]}, secret: {type: string, writeOnly: true}}
    Pet:
      type: object
      required: [petName]
      properties: {petName: {type: string}, status: {enum: [available, pending, sold]}}
`

func TestStateOfAnyDocument(t *testing.T) {
	b := parsed(t, stores, mock.Config{State: true})
	assert.Equal(t, "[]", b.conforming(t, 200, "GET /stores", "").Body.String())
	store := textAt(t, b.conforming(t, 201, "POST /stores", `{"name":"One","secret":"canary"}`), "id")
	b.conforming(t, 201, "POST /stores", `{"name":"Two"}`)
	w := b.conforming(t, 200, "GET /stores/"+store, "")
	assert.Equal(t, store+" One", textAt(t, w, "id")+" "+textAt(t, w, "name"))
	assert.NotContains(t, w.Body.String(), "canary", "a writeOnly member is never shown")
	named := b.conforming(t, 200, "GET /stores?name=Two", "").Body.String()
	assert.Contains(t, named, `"Two"`)
	assert.NotContains(t, named, `"One"`)

	b.conforming(t, 200, "PATCH /stores/"+store, `{"name":"Three","note":null}`)
	w = b.conforming(t, 200, "GET /stores/"+store, "")
	assert.Equal(t, "Three <nil>", textAt(t, w, "name")+" "+textAt(t, w, "note"))

	pets := "/stores/" + store + "/pets"
	b.conforming(t, 200, "POST "+pets, `{"petName":"Rex","status":"pending"}`)
	for range 3 {
		assert.Equal(t, "pending", textAt(t, b.conforming(t, 200, "GET "+pets+"/Rex", ""), "status"), "clients set it, so it is no job")
	}
	b.conforming(t, 200, "PUT "+pets+"/Rex", `{"petName":"Rex","status":"sold"}`)
	b.conforming(t, 200, "PUT "+pets+"/Ada", `{"petName":"Ada","status":"available"}`)
	list := b.conforming(t, 200, "GET "+pets, "")
	assert.Equal(t, "Rex sold Ada", textAt(t, list, "pets/0/petName")+" "+textAt(t, list, "pets/0/status")+" "+textAt(t, list, "pets/1/petName"))

	b.conforming(t, 204, "DELETE /stores/"+store, "")
	gone := b.conforming(t, 404, "GET /stores/"+store, "")
	assert.Equal(t, "A request has deleted the resource with this ID.", textAt(t, gone, "message"))
	recorded := len(b.recorded)
	w = b.ask("GET "+pets, "")
	assert.Equal(t, "404 application/problem+json", fmt.Sprint(w.Code, " ", w.Header().Get("Content-Type")), "the operation documents no 404, so it is the mock's own")
	assert.True(t, b.recorded[recorded].Own)
}

func TestStateOptions(t *testing.T) {
	b := newBench(t, mock.Config{})
	b.conforming(t, 200, "DELETE /v3/videos/v1", "")
	b.conforming(t, 200, "GET /v3/videos/v1", "")
	b.ResetState()
	assert.Equal(t, 501, b.ask("GET /v3/videos/v1", "", key, "Prefer: state=reset").Code)
	b = newBench(t, mock.Config{State: true})
	assert.Equal(t, 501, b.ask("GET /v3/videos/v1", "", key, "Prefer: state=new").Code)
}

func TestStateIsSafeForConcurrentUse(t *testing.T) {
	b := newBench(t, mock.Config{State: true})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				w := b.ask("POST /v3/videos", newVideo, key)
				id := textAt(t, w, "data/video_id")
				for _, line := range []string{"GET /v3/videos/" + id, "GET /v3/videos", "DELETE /v3/videos/" + id} {
					assert.Equal(t, 200, b.ask(line, "", key).Code, line)
				}
				assert.Equal(t, 404, b.ask("GET /v3/videos/"+id, "", key).Code)
			}
		})
	}
	wg.Wait()
	assert.Empty(t, idsOf(t, b.conforming(t, 200, "GET /v3/videos", "")))
}
