package state_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/mock/state"
)

func key(id string) state.Key { return state.Key{Collection: "/things", ID: id} }

func listed(members map[string]any) state.Resource {
	return state.Resource{Members: members, Listed: true}
}

func TestStore(t *testing.T) {
	s := state.NewStore()
	s.Put(key("a"), listed(map[string]any{"name": "A"}))
	s.Put(key("b"), listed(nil))
	s.Put(state.Key{Collection: "/others", ID: "a"}, listed(nil))
	s.Add(key("c"), state.Resource{Members: map[string]any{"name": "C"}})
	ids, _ := s.List("/things")
	assert.Equal(t, []string{"a", "b"}, ids, "in the order of creation, without those that no list has")

	s.Set(key("a"), state.Resource{Members: map[string]any{"name": "AA"}})
	s.Add(key("a"), state.Resource{Members: map[string]any{"name": "no", "size": "7"}})
	a, ok := s.Get(key("a"))
	assert.True(t, ok)
	assert.Equal(t, map[string]any{"name": "AA", "size": "7"}, a.Members)
	ids, _ = s.List("/things")
	assert.Equal(t, []string{"a", "b"}, ids, "a change keeps the order")

	s.Delete(key("a"), time.Time{})
	a, ok = s.Get(key("a"))
	assert.True(t, ok && a.Deleted && a.Members == nil)
	s.Add(key("a"), state.Resource{Members: map[string]any{"name": "late"}})
	a, _ = s.Get(key("a"))
	assert.True(t, a.Deleted, "a response on its way does not bring it back")
	s.Set(key("a"), listed(map[string]any{"name": "again"}))
	a, _ = s.Get(key("a"))
	assert.Equal(t, listed(map[string]any{"name": "again"}), a, "a PUT does")

	s.Reset()
	_, ok = s.Get(key("b"))
	assert.False(t, ok)
}

func TestPollsAreCounted(t *testing.T) {
	s := state.NewStore()
	_, ok := s.Poll(key("a"))
	assert.False(t, ok)
	s.Put(key("a"), listed(nil))
	for polls := range 3 {
		a, _ := s.Poll(key("a"))
		assert.Equal(t, polls, a.Polls, "before this one")
	}
	a, _ := s.Get(key("a"))
	assert.Equal(t, 3, a.Polls, "Get is no poll")
}

func TestStoreForgetsTheOldest(t *testing.T) {
	s := state.NewStore()
	for i := range 10_001 {
		s.Put(key(strconv.Itoa(i)), listed(nil))
	}
	_, oldest := s.Get(key("0"))
	_, next := s.Get(key("1"))
	assert.Equal(t, []bool{false, true}, []bool{oldest, next})

	s.Reset()
	large := map[string]any{"text": strings.Repeat("x", 1<<20)}
	for i := range 70 {
		s.Put(key(strconv.Itoa(i)), listed(large))
	}
	ids, _ := s.List("/things")
	assert.Equal(t, "7", ids[0], "64 MiB hold 63 of them")
	s.Set(key("69"), state.Resource{Members: map[string]any{"text": ""}})
	s.Put(key("70"), listed(large))
	ids, _ = s.List("/things")
	assert.Equal(t, "7", ids[0], "a smaller one makes room")
}

func TestStoreIsSafeForConcurrentUse(t *testing.T) {
	s := state.NewStore()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 200 {
				id := key(strconv.Itoa((i + j) % 10))
				s.Put(id, listed(map[string]any{"n": "1"}))
				s.Poll(id)
				s.Set(id, listed(map[string]any{"n": "2"}))
				s.List("/things")
				s.Delete(id, time.Time{})
			}
		})
	}
	wg.Wait()
}
