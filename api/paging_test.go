package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/apicontract/apicontract/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pages returns a server that has one body for each token and records the queries.
func pages(bodies map[string]string, queries *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		*queries = append(*queries, r.URL.RawQuery)
		body, ok := bodies[r.FormValue("token")]
		if !ok {
			answer(400, envelope(api.ErrInvalidParameter))(w, r)
			return
		}
		answer(200, body)(w, r)
	}
}

// listPage returns a page of videos. next is raw JSON.
func listPage(ids, more, next string) string {
	var items []string
	for _, id := range strings.Fields(ids) {
		items = append(items, fmt.Sprintf(`{"id":%q,"status":"completed"}`, id))
	}
	return fmt.Sprintf(`{"data":[%s],"has_more":%s,"next_token":%s}`, strings.Join(items, ","), more, next)
}

func TestAllPages(t *testing.T) {
	for _, c := range []struct {
		reason string
		bodies map[string]string // by token
		want   string            // IDs
		err    string
	}{
		{"one page", map[string]string{"": listPage("a b", "false", "null")}, "a b", ""},
		{"several", map[string]string{"": listPage("a b", "true", `"2"`), "2": listPage("c", "true", `"3"`), "3": listPage("d", "false", "null")}, "a b c d", ""},
		{"an empty page in between", map[string]string{"": listPage("", "true", `"2"`), "2": listPage("c", "false", "null")}, "c", ""},
		{"none", map[string]string{"": listPage("", "false", "null")}, "", ""},
		{"no token and no has_more: the last page", map[string]string{"": `{"data":[{"id":"a","status":"failed"}]}`}, "a", ""},
		{"no data", map[string]string{"": `{}`}, "", ""},
		{"an empty token means no further page", map[string]string{"": listPage("a", "false", `""`)}, "a", ""},
		{"a token, though no page follows", map[string]string{"": listPage("a", "false", `"2"`)}, "a", ""},
		{"a token alone means that a page follows", map[string]string{"": `{"data":[],"next_token":"2"}`, "2": listPage("a", "false", "null")}, "a", ""},
		{"a page that cannot be had is not left out in silence", map[string]string{"": listPage("a", "true", "null")}, "a", "another page follows, but does not name it"},
		{"the same page for ever", map[string]string{"": listPage("a", "true", `"2"`), "2": listPage("b", "true", `"2"`)}, "a b", "an earlier page"},
		{"in a circle", map[string]string{"": listPage("a", "true", `"2"`), "2": listPage("b", "true", `"3"`), "3": listPage("c", "true", `"2"`)}, "a b c", "an earlier page"},
		{"an error later", map[string]string{"": listPage("a", "true", `"2"`)}, "a", "invalid_parameter"},
		{"an error at once", nil, "", "invalid_parameter"},
		{"an item without its ID", map[string]string{"": `{"data":[{"status":"failed"}]}`}, "", `lacks "data.id"`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var queries, have []string
			var failed error
			for video, err := range client(t, pages(c.bodies, &queries)).ListVideosAll(t.Context(), nil) {
				require.NoError(t, failed, "no page is fetched after an error")
				if failed = err; err != nil {
					assert.Zero(t, video)
					continue
				}
				have = append(have, video.ID)
			}
			assert.Equal(t, c.want, strings.Join(have, " "))
			if c.err == "" {
				require.NoError(t, failed)
			} else {
				require.ErrorContains(t, failed, c.err)
			}
		})
	}
}

func TestAllPagesKeepTheParameters(t *testing.T) {
	var queries []string
	c := client(t, pages(map[string]string{"": listPage("a", "true", `"2"`), "2": listPage("b", "false", "null")}, &queries))
	params := &api.ListVideosParams{Limit: new(1), FolderID: new("f")}
	videos := c.ListVideosAll(t.Context(), params)
	for range 2 {
		for _, err := range videos {
			require.NoError(t, err)
		}
	}
	first, second := "limit=1&folder_id=f", "limit=1&folder_id=f&token=2"
	assert.Equal(t, []string{first, second, first, second}, queries, "the second time starts anew")
	assert.Nil(t, params.Token, "the caller's parameters stay as they were")

	queries = nil
	for _, err := range c.ListVideosAll(t.Context(), &api.ListVideosParams{Token: new("2")}) {
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"token=2"}, queries, "starting with the caller's token")
}

// TestBreakEndsTheRequests checks that pages are fetched only when they are needed.
func TestBreakEndsTheRequests(t *testing.T) {
	var queries []string
	c := client(t, pages(map[string]string{"": listPage("a b", "true", `"2"`)}, &queries))
	for range c.ListVideosAll(t.Context(), nil) {
		break
	}
	assert.Len(t, queries, 1)
}

// TestAllItemsOfABatch covers a batch, whose items are in its data, next to the batch itself.
func TestAllItemsOfABatch(t *testing.T) {
	batch := func(index int, more, next string) string {
		return fmt.Sprintf(`{"data":{"batch_id":"b","status":"processing","total_items":2,"counts_by_status":{},"created_at":1,
			"items":[{"item_index":%d,"status":"processing"}],"has_more":%s,"next_token":%s}}`, index, more, next)
	}
	var queries []string
	c := client(t, pages(map[string]string{"": batch(0, "true", `"2"`), "2": batch(1, "false", "null")}, &queries))
	var have []int
	for item, err := range c.GetVideoBatchAll(t.Context(), "b", nil) {
		require.NoError(t, err)
		have = append(have, item.ItemIndex)
	}
	assert.Equal(t, []int{0, 1}, have)

	for range client(t, answer(200, `{}`)).GetVideoBatchAll(t.Context(), "b", nil) {
		t.Error("no data, no items")
	}
}

// Every operation with a token has an iterator.
func TestEachListHasAnIterator(t *testing.T) {
	lists := 0
	for name, op := range operations(t) {
		if op.Parameters.GetByInAndName("query", "token") == nil {
			continue
		}
		lists++
		assert.True(t, hasMethod(name+"All"), name)
	}
	assert.Greater(t, lists, 20)
}
