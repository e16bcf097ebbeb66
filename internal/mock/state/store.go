// Package state keeps what the clients of a mock create, so that it can be found, listed, changed
// and deleted. It knows resources by their place and their ID, and nothing of a document.
package state

import (
	"maps"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/apicontract/apicontract/internal/jsonvalue"
)

// The bounds of a [Store].
const (
	maxResources = 10_000
	maxBytes     = 64 << 20
)

// A Key is the place of a resource: the path of its collection without parameters, and its ID.
type Key struct{ Collection, ID string }

// A Resource is what is known of a resource.
type Resource struct {
	// Members are those that requests have sent and responses have shown, by name. They are never
	// changed, only replaced.
	Members map[string]any
	Created time.Time
	Polls   int  // how often the resource was looked at before
	Listed  bool // the list of the collection has the resource
	Deleted bool // the ID is known, and its resource is gone
}

// A Store keeps resources. It keeps at most 10,000 of 64 MiB in total, and forgets the oldest first.
// It is safe for concurrent use.
type Store struct {
	mu        sync.Mutex
	resources *simplelru.LRU[Key, *storedResource] // read with Peek only, so that the oldest is evicted first
	bytes     int
}

type storedResource struct {
	Resource
	bytes int
}

// NewStore returns an empty Store.
func NewStore() *Store {
	s := new(Store)
	s.resources, _ = simplelru.NewLRU(maxResources, s.subtractEvicted) // an error is only for sizes below 1
	return s
}

// subtractEvicted updates the size when a resource is evicted or removed.
func (s *Store) subtractEvicted(_ Key, r *storedResource) { s.bytes -= r.bytes }

// Put stores a resource in place of any earlier one.
func (s *Store) Put(key Key, r Resource) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resources.Remove(key)
	s.resources.Add(key, &storedResource{Resource: r})
	s.measure(key)
}

// measure updates the size of a resource, and evicts others until all are within the bounds. The
// lock must be held.
func (s *Store) measure(key Key) {
	r, ok := s.resources.Peek(key)
	if !ok {
		return
	}
	bytes := len(key.Collection) + len(key.ID) + len(jsonvalue.Encode(r.Members))
	s.bytes += bytes - r.bytes
	r.bytes = bytes
	for s.bytes > maxBytes {
		s.resources.RemoveOldest()
	}
}

// Get returns a resource. It reports false if the key is not known.
func (s *Store) Get(key Key) (Resource, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.resources.Peek(key); ok {
		return r.Resource, true
	}
	return Resource{}, false
}

// Poll returns a resource as [Store.Get] does, and counts that it was looked at.
func (s *Store) Poll(key Key) (Resource, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.resources.Peek(key)
	if !ok {
		return Resource{}, false
	}
	before := r.Resource
	r.Polls++
	return before, true
}

// List returns the listed resources of a collection with their IDs, in the order of their creation.
func (s *Store) List(collection string) (ids []string, resources []Resource) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range s.resources.Keys() {
		if r, ok := s.resources.Peek(key); ok && key.Collection == collection && r.Listed && !r.Deleted {
			ids, resources = append(ids, key.ID), append(resources, r.Resource)
		}
	}
	return ids, resources
}

// Set sets members of a resource. If its key is not known, or was deleted, the resource becomes a new
// one.
func (s *Store) Set(key Key, r Resource) { s.merge(key, r, true) }

// Add adds the members that a resource does not have. If its key is not known, the resource becomes a
// new one.
func (s *Store) Add(key Key, r Resource) { s.merge(key, r, false) }

func (s *Store) merge(key Key, added Resource, replace bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.resources.Peek(key)
	if ok && r.Deleted && replace {
		s.resources.Remove(key)
		ok = false
	}
	if !ok {
		s.resources.Add(key, &storedResource{Resource: added})
		s.measure(key)
		return
	}
	first, second := added.Members, r.Members
	if replace {
		first, second = second, first
	}
	r.Members = make(map[string]any, len(first)+len(second))
	maps.Copy(r.Members, first)
	maps.Copy(r.Members, second)
	s.measure(key)
}

// Delete deletes a resource, so that [Store.Get] returns it as deleted.
func (s *Store) Delete(key Key, now time.Time) {
	s.Put(key, Resource{Created: now, Deleted: true})
}

// Reset removes all resources.
func (s *Store) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resources.Purge()
}
