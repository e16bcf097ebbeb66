package validate

import (
	"encoding/binary"
	"hash/maphash"
	"sync"
	"sync/atomic"
)

const (
	// maxCachedBody is the length, in bytes, of the longest body whose result is
	// cached. Error responses are small, and are repeated by thousands.
	maxCachedBody = 4 << 10
	// maxCacheSize bounds, in bytes, each of the two generations of a cache.
	maxCacheSize = 2 << 20
	// violationSize is what a cached violation is taken to need, in bytes.
	violationSize = 512
	// maxMissed bounds the keys that are remembered without a result.
	maxMissed = 1 << 13
)

// A resultCache keeps the results of responses that do not conform, by all that the
// results depend on. It has two generations: an entry that is not used while as much
// is added as a generation holds is dropped. Only results of what is asked for again are
// stored: where every response is wrong in a way of its own, results that are kept cost
// more memory, and collections of garbage, than they save. It is safe for concurrent use.
type resultCache struct {
	mu                sync.RWMutex
	current, previous map[string]Result
	size              int // of the current generation

	missed [maxMissed]atomic.Uint64 // hashes of keys without a result, by their lowest bits
}

var cacheSeed = maphash.MakeSeed()

// missedBefore reports whether it was asked for the same key lately.
func (c *resultCache) missedBefore(key []byte) bool {
	hash := maphash.Bytes(cacheSeed, key)
	return c.missed[hash%maxMissed].Swap(hash) == hash
}

// findResult returns the cached result of a key. Its host is empty.
func (c *resultCache) findResult(key []byte) (Result, bool) {
	c.mu.RLock()
	result, found := c.current[string(key)]
	_, isOlder := c.previous[string(key)]
	c.mu.RUnlock()
	if found || !isOlder {
		return result, found
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if result, found = c.previous[string(key)]; found {
		c.addEntry(string(key), result)
	}
	return result, found
}

// storeResult caches a result, which is the host's that asked for it.
func (c *resultCache) storeResult(key []byte, result Result) {
	result.Host = ""
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addEntry(string(key), result)
}

func (c *resultCache) addEntry(key string, result Result) {
	size := len(key) + violationSize*(1+len(result.Violations))
	if c.current == nil || c.size+size > maxCacheSize {
		c.current, c.previous = make(map[string]Result), c.current
		c.size = 0
	}
	c.current[key] = result
	c.size += size
}

// appendCacheKey appends all that the result of an exchange depends on, if its
// response has nothing unusual beside its body.
func appendCacheKey(key []byte, op *compiledOperation, r *Response) []byte {
	key = binary.AppendUvarint(key, uint64(op.index))
	key = binary.AppendUvarint(key, uint64(r.Status))
	switch {
	case r.Header == nil:
		key = append(key, 'n')
	case len(r.Header) == 0:
		key = append(key, 'e')
	}
	for i := range r.Header {
		switch f := &r.Header[i]; {
		case f.hasName("Content-Type"):
			key = appendText(append(key, 'c'), f.Value)
		case f.hasName(retryAfter):
			key = appendText(append(key, 'r'), f.Value)
		}
	}
	key = appendText(append(key, 'm'), r.MediaType)
	return append(key, r.Body...)
}

// appendText appends a text with its length, so that no two texts look like one.
func appendText(key []byte, text string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(text))), text...)
}
