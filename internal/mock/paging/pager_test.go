package paging

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/jsonvalue"
	"github.com/apicontract/apicontract/internal/mock/response"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/internal/testsupport/mocktest"
)

// A listing is an operation that returns a list.
type listing struct {
	reason string
	schema string // JSON; empty if there is none
	body   string // JSON that conforms to it
	params string // JSON: an array of Parameter Objects
	items  string // JSON Pointer of the list
	// next returns the query for the next page: the name and value of a parameter, or the query of
	// a link. It returns false on the last page.
	next func(t *testing.T, body any, items []any) (url.Values, bool)
}

// byMember follows a member of the body that holds the parameter's value. On the last page, the
// member is as end says: "null", "absent" or "empty".
func byMember(pointer, param, end string) func(*testing.T, any, []any) (url.Values, bool) {
	return func(t *testing.T, body any, _ []any) (url.Values, bool) {
		t.Helper()
		value, present := spec.ValueAt(body, spec.SplitPointer(pointer))
		switch {
		case !present:
			assert.Equal(t, "absent", end)
		case value == nil:
			assert.Equal(t, "null", end)
		case value == "":
			assert.Equal(t, "empty", end)
		default:
			return url.Values{param: {fmt.Sprint(value)}}, true
		}
		return nil, false
	}
}

// byMore follows has_more with a value that the client computes from the last page.
func byMore(pointer, param string, value func(items []any, seen int) string) func(*testing.T, any, []any) (url.Values, bool) {
	seen := 0
	return func(t *testing.T, body any, items []any) (url.Values, bool) {
		t.Helper()
		more := jsonvalue.Get(body, spec.SplitPointer(pointer))
		seen += len(items)
		if more != true {
			assert.Equal(t, false, more)
			seen = 0
			return nil, false
		}
		return url.Values{param: {value(items, seen)}}, true
	}
}

const (
	tokens  = `[{"in":"query","name":"limit","schema":{"type":"integer","minimum":1,"maximum":100}},{"in":"query","name":"token","schema":{"type":"string"}}]`
	offsets = `[{"in":"query","name":"offset","schema":{"type":"integer","minimum":0}},{"in":"query","name":"limit","schema":{"type":"integer"}}]`
	numbers = `[{"in":"query","name":"page","schema":{"type":"integer"}},{"in":"query","name":"limit","schema":{"type":"integer"}}]`
	element = `{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}`
)

var listings = []listing{
	{"next_token may be null", `{"type":"object","required":["data","has_more","next_token"],"properties":{"data":{"type":"array","items":` + element + `},"has_more":{"type":"boolean"},"next_token":{"type":"string","nullable":true}}}`,
		`{"data":[{"id":"x"}],"has_more":true,"next_token":"t"}`, tokens, "/data", byMember("/next_token", "token", "null")},
	{"next_token may be null in the form of 3.1", `{"type":"object","properties":{"data":{"type":"array","items":` + element + `},"next_token":{"type":["string","null"]}}}`,
		`{"data":[{"id":"x"}],"next_token":"t"}`, tokens, "/data", byMember("/next_token", "token", "null")},
	{"next_token may be null through a choice", `{"type":"object","properties":{"data":{"type":"array","items":` + element + `},"next_token":{"anyOf":[{"type":"string"},{"type":"null"}]}}}`,
		`{"data":[{"id":"x"}],"next_token":"t"}`, tokens, "/data", byMember("/next_token", "token", "null")},
	{"next_token may be left out, but not be null", `{"type":"object","properties":{"data":{"type":"array","items":` + element + `},"has_more":{"type":"boolean"},"next_token":{"type":"string"}}}`,
		`{"data":[{"id":"x"}],"has_more":true,"next_token":"t"}`, tokens, "/data", byMember("/next_token", "token", "absent")},
	{"next_token may be neither", `{"type":"object","required":["next_token"],"properties":{"data":{"type":"array","items":` + element + `},"next_token":{"type":"string"}}}`,
		`{"data":[{"id":"x"}],"next_token":"t"}`, tokens, "/data", byMember("/next_token", "token", "empty")},
	{"the body has no next_token, only its schema", `{"type":"object","properties":{"data":{"type":"array","items":` + element + `},"has_more":{"type":"boolean"},"next_token":{"type":"string","nullable":true}}}`,
		`{"data":[{"id":"x"}]}`, tokens, "/data", byMember("/next_token", "token", "null")},
	{"the members are in data", `{"type":"object","properties":{"data":{"allOf":[{"type":"object","required":["items"],"properties":{"items":{"type":"array","items":` + element + `}}},{"properties":{"next_token":{"type":"string","nullable":true}}}]}}}`,
		`{"data":{"id":"b","items":[{"id":"x"}],"has_more":true,"next_token":"t","total_items":4}}`, tokens, "/data/items", byMember("/data/next_token", "token", "null")},
	{"no schema", "", `{"data":[{"id":"x"}],"has_more":true,"next_token":"t"}`, tokens, "/data", byMember("/next_token", "token", "null")},
	{"no schema, and an example of the last page", "", `{"things":[{"id":"x"}],"next_cursor":null}`,
		`[{"in":"query","name":"cursor","schema":{"type":"string"}},{"in":"query","name":"limit","schema":{"type":"integer"}}]`, "/things", byMember("/next_cursor", "cursor", "null")},
	{"camel case, and an object beside the list", "", `{"results":[{"id":"x"}],"responseMetadata":{"nextPageToken":"t"}}`,
		`[{"in":"query","name":"limit"},{"in":"query","name":"pageToken"}]`, "/results", byMember("/responseMetadata/nextPageToken", "pageToken", "null")},
	{"a cursor that is a number", `{"type":"object","properties":{"items":{"type":"array"},"next_cursor":{"type":"integer"}}}`, `{"items":[],"next_cursor":1}`,
		`[{"in":"query","name":"cursor","schema":{"type":"integer"}},{"in":"query","name":"limit"}]`, "/items", byMember("/next_cursor", "cursor", "absent")},
	{"the next page by its number", `{"type":"object","required":["next_page"],"properties":{"next_page":{"type":"integer","nullable":true}}}`, `{"items":[{}],"next_page":2,"page":1,"total_pages":3}`,
		numbers, "/items", byMember("/next_page", "page", "null")},
	{"the next offset in a text", `{"type":"object","properties":{"next_offset":{"type":"string"}}}`, `{"items":[{}],"next_offset":"2"}`,
		offsets, "/items", byMember("/next_offset", "offset", "absent")},
	{"the ID of the last item", "", `{"object":"list","data":[{"id":"x"}],"has_more":true}`,
		`[{"in":"query","name":"starting_after","schema":{"type":"string"}},{"in":"query","name":"limit"},{"in":"query","name":"ending_before"}]`, "/data",
		byMore("/has_more", "starting_after", func(items []any, _ int) string { return idOf(items[len(items)-1]) })},
	{"the client counts items", "", `{"data":[{"id":"x"}],"has_more":true,"offset":0}`, offsets, "/data",
		byMore("/has_more", "offset", func(_ []any, seen int) string { return strconv.Itoa(seen) })},
	{"links", `{"type":"object","properties":{"next":{"type":"string","format":"uri","nullable":true},"previous":{"type":"string","format":"uri","nullable":true},"count":{"type":"integer"},"results":{"type":"array"}}}`,
		`{"count":3,"next":null,"previous":null,"results":[]}`, numbers, "/results",
		func(t *testing.T, body any, _ []any) (url.Values, bool) {
			t.Helper()
			next, _ := spec.ValueAt(body, []string{"next"})
			if next == nil {
				return nil, false
			}
			u, err := url.Parse(next.(string))
			require.NoError(t, err)
			assert.Equal(t, "https://api.example.com/things", "https://"+u.Host+u.Path)
			return u.Query(), true
		}},
}

// parts decodes the parts of a listing.
func (l *listing) parts(tb testing.TB) (*Pager, *openapi3.SchemaRef, any) {
	tb.Helper()
	var params openapi3.Parameters
	require.NoError(tb, json.Unmarshal([]byte(l.params), &params), l.reason)
	var schema *openapi3.SchemaRef
	if l.schema != "" {
		schema = new(openapi3.SchemaRef)
		require.NoError(tb, json.Unmarshal([]byte(l.schema), schema), l.reason)
	}
	body, ok := jsonvalue.Decode([]byte(l.body))
	require.True(tb, ok, l.reason)
	return NewPager(l.reason, params), schema, body
}

func pageURL(query url.Values) *url.URL {
	return &url.URL{Scheme: "https", Host: "api.example.com", Path: "/things", RawQuery: query.Encode()}
}

func thing(i int) any { return map[string]any{"id": fmt.Sprintf("th_%d", i)} }

// TestWalk checks that a client that follows a list sees every item once, in pages of the requested
// size.
func TestWalk(t *testing.T) {
	for _, c := range listings {
		pager, schema, body := c.parts(t)
		before := string(jsonvalue.Encode(body))
		for _, limit := range []int{0, 1, 3, 5, 10, 24, 25, 26, 100} {
			var seen []any
			query := url.Values{"folder": {"f"}}
			for page := 0; ; page++ {
				require.Less(t, page, 30, "%s: the walk does not end", c.reason)
				if limit > 0 {
					query.Set("limit", strconv.Itoa(limit))
				}
				got, err := pager.Page(body, schema, pageURL(query), thing)
				require.NoError(t, err, "%s: %s", c.reason, query)
				if schema != nil {
					require.NoError(t, schema.Value.VisitJSON(decoded(t, got)), "%s: %s", c.reason, jsonvalue.Encode(got))
				}
				items := jsonvalue.Get(got, spec.SplitPointer(c.items)).([]any)
				size := limit
				if limit == 0 {
					size = defaultLimit
				}
				require.Len(t, items, min(size, defaultItems-len(seen)), "%s: page %d", c.reason, page)
				seen = append(seen, items...)
				next, more := c.next(t, got, items)
				require.Equal(t, len(seen) < defaultItems, more, "%s: page %d of limit %d: %s", c.reason, page, limit, jsonvalue.Encode(got))
				if has, ok := spec.ValueAt(got, []string{"has_more"}); ok {
					assert.Equal(t, more, has, c.reason)
				}
				if !more {
					break
				}
				query = next
			}
			want := make([]any, defaultItems)
			for i := range want {
				want[i] = thing(i)
			}
			assert.Equal(t, want, seen, "%s: limit %d", c.reason, limit)
		}
		assert.Equal(t, before, string(jsonvalue.Encode(body)), "%s: the body is not changed", c.reason)
	}
}

func decoded(t *testing.T, value any) any {
	t.Helper()
	var out any
	require.NoError(t, json.Unmarshal(jsonvalue.Encode(value), &out))
	return out
}

func TestPages(t *testing.T) {
	const token = `{"in":"query","name":"token","schema":{"type":"string"}}`
	cases := []struct {
		reason string
		body   string
		params string
		query  string
		want   string // "`param` problem" for an error
	}{
		{"no limit: the default of the parameter", `{"data":[{}],"next_token":null}`,
			`[{"in":"query","name":"limit","schema":{"type":"integer","default":2}},` + token + `]`, "", `{"data":[0,1],"next_token":"T2"}`},
		{"more than the parameter allows is cut", `{"data":[{}],"next_token":null}`,
			`[{"in":"query","name":"limit","schema":{"type":"integer","maximum":3}},` + token + `]`, "limit=50", `{"data":[0,1,2],"next_token":"T3"}`},
		{"less than ten is all that is allowed", `{"data":[{}],"next_token":null}`,
			`[{"in":"query","name":"limit","schema":{"type":"integer","maximum":2}},` + token + `]`, "", `{"data":[0,1],"next_token":"T2"}`},
		{"no items", `{"data":[{}],"next_token":null}`, tokens, "limit=0", "`limit` is not a number of items, which is at least 1"},
		{"no number", `{"data":[{}],"next_token":null}`, tokens, "limit=ten", "`limit` is not a number of items, which is at least 1"},
		{"an unknown token", `{"data":[{}],"next_token":null}`, tokens, "token=abc", "`token` is not a token of this list"},
		{"a token of another list", `{"data":[{}],"next_token":null}`, tokens, "token=" + NewPager("other", nil).pageToken(10), "`token` is not a token of this list"},
		{"an empty token means the first page", `{"data":[{}],"next_token":null}`, tokens, "token=&limit=1", `{"data":[0],"next_token":"T1"}`},
		{"an unknown ID", `{"data":[{}],"has_more":true}`, `[{"in":"query","name":"starting_after"}]`, "starting_after=th_99", "`starting_after` is not a token of this list"},
		{"an offset that is no number", `{"data":[{}]}`, offsets, "offset=x", "`offset` is not a number of at least 0"},
		{"an offset below zero", `{"data":[{}]}`, offsets, "offset=-1", "`offset` is not a number of at least 0"},
		{"an offset behind the end", `{"data":[{}],"has_more":true}`, offsets, "offset=1000", `{"data":[],"has_more":false}`},
		{"the page before the first", `{"data":[{}]}`, numbers, "page=0", "`page` is not a number of at least 1"},
		{"a page behind the end", `{"data":[{}],"has_more":true}`, numbers, "page=99999999", `{"data":[],"has_more":false}`},
		{"pages that count from zero", `{"data":[{}],"page":7}`, `[{"in":"query","name":"page","schema":{"type":"integer","minimum":0}},{"in":"query","name":"limit"}]`, "page=2&limit=2", `{"data":[4,5],"page":2}`},
		{"items that count from one", `{"data":[{}]}`, `[{"in":"query","name":"startIndex","schema":{"type":"integer","default":1}},{"in":"query","name":"count","schema":{"type":"integer"}}]`, "startIndex=3&count=2", `{"data":[2,3]}`},
		{"everything beside the list is in accord", `{"data":[{}],"meta":{"total":1,"count":1,"page":7,"per_page":7,"total_pages":7,"has_next":false,"has_prev":false,"last":true,"offset":9}}`, numbers, "page=2&limit=4",
			`{"data":[4,5,6,7],"meta":{"total":25,"count":4,"page":2,"per_page":4,"total_pages":7,"has_next":true,"has_prev":true,"last":false,"offset":4}}`},
		{"the way back", `{"data":[{}],"next_token":"a","prev_token":"b"}`, tokens, "limit=2&token=" + NewPager("op", nil).pageToken(3), `{"data":[3,4],"next_token":"T5","prev_token":"T1"}`},
		{"no way back from the first page", `{"data":[{}],"next_token":"a","prev_token":"b"}`, tokens, "limit=2", `{"data":[0,1],"next_token":"T2","prev_token":null}`},
		{"a client that cannot request another page gets all items", `{"data":[{"id":7},{"id":8}],"has_more":true,"next_token":"t"}`, `[]`, "", `{"data":[7,8],"has_more":false,"next_token":null}`},
		{"or if it can only set the page size", `{"data":[{}],"has_more":true,"next_token":"t","total":99}`, `[{"in":"query","name":"limit"}]`, "limit=3", `{"data":[0,1,2],"has_more":false,"next_token":null,"total":3}`},
		{"or if it gets no token", `{"data":[{}],"has_more":true}`, tokens, "limit=3", `{"data":[0,1,2],"has_more":false}`},
		{"a list that is the body", `[{}]`, numbers, "page=3&limit=2", `[4,5]`},
		{"an object that is no list", `{"data":{"id":"v","tags":["a"]},"has_more":true}`, tokens, "limit=2", `{"data":{"id":"v","tags":["a"]},"has_more":true}`},
		{"a resource with objects in it, of an operation without pages", `{"data":{"id":"v","scenes":[{"id":7}]}}`, `[{"in":"query","name":"fields"}]`, "", `{"data":{"id":"v","scenes":[7]}}`},
		{"a list of texts, of an operation without pages", `{"data":["a"]}`, `[{"in":"query","name":"after","schema":{"type":"string","format":"date-time"}}]`, "after=2026-11-24", `{"data":["a"]}`},
		{"a token in a header is not used", `{"data":[{"id":7}]}`, `[{"in":"header","name":"token"}]`, "token=x", `{"data":[7]}`},
		{"no JSON object", `"text"`, tokens, "limit=2", `"text"`},
		{"a list in an object of another name", `{"result":{"videos":[{}],"cursor":"c"}}`, `[{"in":"query","name":"cursor"},{"in":"query","name":"max_results"}]`, "max_results=1", `{"result":{"videos":[0],"cursor":"T1"}}`},
		{"a has_more that is a text is left alone", `{"data":[{}],"has_more":"yes","next_token":"t"}`, tokens, "limit=1", `{"data":[0],"has_more":"yes","next_token":"T1"}`},
	}
	for _, c := range cases {
		list := listing{reason: c.reason, body: c.body, params: c.params}
		pager, schema, body := list.parts(t)
		pager.operation = "op"
		query, err := url.ParseQuery(c.query)
		require.NoError(t, err)
		got, err := pager.Page(body, schema, pageURL(query), thing)
		if err != nil {
			var wrong *ParameterError
			require.ErrorAs(t, err, &wrong, c.reason)
			assert.Equal(t, c.want, wrong.Error(), c.reason)
			assert.True(t, query.Has(wrong.Parameter), c.reason)
			continue
		}
		assert.JSONEq(t, c.want, string(jsonvalue.Encode(brief(pager, got))), c.reason)
	}
}

// brief returns items as numbers, and tokens as T with their target.
func brief(p *Pager, value any) any {
	switch v := value.(type) {
	case map[string]any:
		if id, ok := v["id"]; ok && len(v) == 1 {
			var n int
			if _, err := fmt.Sscanf(fmt.Sprint(id), "th_%d", &n); err == nil {
				return n
			}
			return id
		}
		out := make(map[string]any)
		for name, member := range v {
			out[name] = brief(p, member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = brief(p, item)
		}
		return out
	case string:
		if n, ok := p.parseToken(v); ok {
			return fmt.Sprintf("T%d", n)
		}
	}
	return value
}

func TestPagesWithinTheSchema(t *testing.T) {
	cases := []struct {
		reason, schema, body, query, want string
	}{
		{"no more items than the list may have", `{"type":"object","properties":{"data":{"type":"array","maxItems":2},"next_token":{"type":"string"}}}`,
			`{"data":[{}],"next_token":"t"}`, "limit=5", `{"data":[0,1],"next_token":"T2"}`},
		{"a token that the schema has no room for: there is but one page", `{"type":"object","properties":{"next_token":{"type":"string","format":"uuid","pattern":"^[0-9a-f-]{36}$"},"has_more":{"type":"boolean"}}}`,
			`{"data":[{}],"has_more":true,"next_token":"5f0c8a52-9a44-4a5e-8f4e-2a9b1c0d3e4f"}`, "limit=5", `{"data":[0,1,2,3,4],"has_more":false}`},
		{"has_more is always true by contract, and that is kept", `{"type":"object","properties":{"has_more":{"type":"boolean","enum":[true]},"next_token":{"type":"string"}}}`,
			`{"data":[{}],"has_more":true,"next_token":"t"}`, "limit=25", `{"data":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24],"has_more":true}`},
		{"total may be small", `{"type":"object","properties":{"total":{"type":"integer","maximum":9},"next_token":{"type":"string"}}}`,
			`{"data":[{}],"total":9,"next_token":"t"}`, "limit=1", `{"data":[0],"total":9,"next_token":"T1"}`},
		{"an object that refers to itself", `{"type":"object","allOf":[{"type":"object","properties":{"next_token":{"type":"string","nullable":true}}}]}`,
			`{"data":[{}],"next_token":"t"}`, "limit=25", `{"data":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24],"next_token":null}`},
	}
	for _, c := range cases {
		list := listing{reason: c.reason, schema: c.schema, body: c.body, params: tokens}
		pager, schema, body := list.parts(t)
		if c.reason == "an object that refers to itself" {
			schema.Value.AllOf = append(schema.Value.AllOf, schema)
		}
		query, err := url.ParseQuery(c.query)
		require.NoError(t, err)
		got, err := pager.Page(body, schema, pageURL(query), thing)
		require.NoError(t, err, c.reason)
		assert.JSONEq(t, c.want, string(jsonvalue.Encode(brief(pager, got))), c.reason)
	}
}

func TestNumberOfItems(t *testing.T) {
	pager, schema, body := listings[0].parts(t)
	for _, items := range []int{1, 7, 300} {
		pager.Items = items
		seen := 0
		for query := (url.Values{"limit": {"4"}}); ; {
			got, err := pager.Page(body, schema, pageURL(query), thing)
			require.NoError(t, err)
			list, _ := spec.ValueAt(got, []string{"data"})
			seen += len(list.([]any))
			token, _ := spec.ValueAt(got, []string{"next_token"})
			if token == nil {
				break
			}
			query.Set("token", token.(string))
		}
		assert.Equal(t, items, seen)
	}
}

// TestListsOfTheBuiltInContract checks the lists of the built-in contract: a client that follows
// next_token sees all items, and no page breaks the contract.
func TestListsOfTheBuiltInContract(t *testing.T) {
	contract := mocktest.ParseBuiltin(t)
	walked := 0
	for _, op := range contract.Operations() {
		doc := contract.Document.Paths.Value(op.PathTemplate).GetOperation(op.Method)
		mt := doc.Responses.Value(op.Statuses[0]).Value.Content.Get("application/json")
		if mt == nil || mt.Example == nil || op.Method != http.MethodGet {
			continue
		}
		pager := NewPager(op.ID, doc.Parameters)
		found, ok := findCollection(mt.Example, mt.Schema)
		if !ok || !found.hasPages() || len(pager.starts) == 0 || len(found.items) == 0 {
			continue
		}
		walked++
		item := func(i int) any {
			copied := decoded(t, found.items[i%len(found.items)])
			if object, ok := copied.(map[string]any); ok && object["id"] != nil {
				object["id"] = fmt.Sprintf("x_%d", i)
			}
			return copied
		}
		for _, limit := range []string{"", "1", "7", "50"} {
			query := url.Values{}
			if limit != "" {
				query.Set("limit", limit)
			}
			seen := 0
			for {
				got, err := pager.Page(mt.Example, mt.Schema, pageURL(query), item)
				require.NoError(t, err, op.ID)
				r := response.Response{Status: 200, Header: map[string][]string{"Content-Type": {"application/json"}}, Body: jsonvalue.Encode(got)}
				require.Empty(t, contract.BrokenRules(op, r), "%s: %s", op.ID, r.Body)
				items, _ := spec.ValueAt(got, found.path)
				seen += len(items.([]any))
				frame := slices.Concat(found.path[:len(found.path)-1], []string{"next_token"})
				token, _ := spec.ValueAt(got, frame)
				if token == nil {
					break
				}
				query.Set("token", token.(string))
			}
			assert.Equal(t, defaultItems, seen, "%s: limit %s", op.ID, limit)
		}
	}
	assert.Greater(t, walked, 10, "lists of the contract")
}

func FuzzPage(f *testing.F) {
	for _, c := range listings {
		f.Add(c.schema, c.body, c.params, "limit=3&token=x&page=2&offset=1")
	}
	f.Fuzz(func(t *testing.T, schemaText, bodyText, paramsText, rawQuery string) {
		var params openapi3.Parameters
		if json.Unmarshal([]byte(paramsText), &params) != nil {
			return
		}
		params = slices.DeleteFunc(params, func(p *openapi3.ParameterRef) bool { return p == nil })
		var schema *openapi3.SchemaRef
		if json.Unmarshal([]byte(schemaText), &schema) != nil {
			schema = nil
		}
		body, ok := jsonvalue.Decode([]byte(bodyText))
		if !ok {
			return
		}
		before := string(jsonvalue.Encode(body))
		pager := NewPager("op", params)
		got, err := pager.Page(body, schema, &url.URL{Path: "/", RawQuery: rawQuery}, thing)
		require.Equal(t, before, string(jsonvalue.Encode(body)), "the body is not changed")
		if err == nil {
			require.True(t, json.Valid(jsonvalue.Encode(got)))
		}
	})
}
