package validate

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The traffic chooses what is cached: its bodies, and how many violations they have.
func TestResultCacheIsBounded(t *testing.T) {
	var c resultCache
	held := func() (size int) {
		for _, generation := range []map[string]Result{c.current, c.previous} {
			for key, result := range generation {
				size += len(key) + violationSize*(1+len(result.Violations))
			}
		}
		return size
	}
	for i := range 20_000 {
		c.storeResult(fmt.Append(nil, i), Result{Violations: make([]Violation, i%100), Host: "h"})
	}
	assert.LessOrEqual(t, held(), 2*maxCacheSize)
	_, found := c.findResult([]byte("0"))
	assert.False(t, found, "what is not used is dropped")
	result, found := c.findResult([]byte("19999"))
	assert.True(t, found)
	assert.Empty(t, result.Host, "the host is the asker's")
}

func TestResultCacheKeepsWhatIsUsed(t *testing.T) {
	var c resultCache
	used := []byte("used")
	c.storeResult(used, Result{Status: 7})
	for i := range 20_000 {
		c.storeResult(fmt.Append(nil, i), Result{})
		result, found := c.findResult(used)
		assert.True(t, found)
		assert.Equal(t, 7, result.Status)
	}
}

// The first result of a key is not stored, the second is.
func TestResultCacheStoresWhatIsRepeated(t *testing.T) {
	var c resultCache
	assert.False(t, c.missedBefore([]byte("a")))
	assert.False(t, c.missedBefore([]byte("b")))
	assert.True(t, c.missedBefore([]byte("a")))
	for i := range 100 * maxMissed {
		c.missedBefore(fmt.Append(nil, i))
	}
	assert.False(t, c.missedBefore([]byte("a")), "what is long ago is forgotten")
}

// Two exchanges have one key only if their results are the same.
func TestCacheKeysDiffer(t *testing.T) {
	op := &compiledOperation{index: 1}
	header := func(pairs ...string) (fields Header) {
		for i := 0; i < len(pairs); i += 2 {
			fields = append(fields, HeaderLine{pairs[i], pairs[i+1]})
		}
		return fields
	}
	seen := make(map[string]string)
	for reason, r := range map[string]Response{
		"no headers recorded": {Status: 404}, "no headers": {Status: 404, Header: Header{}},
		"another status": {Status: 200}, "a body": {Status: 404, Body: []byte("m")},
		"a media type": {Status: 404, MediaType: "m"},
		"a header":     {Status: 404, Header: header("Content-Type", "a")},
		"two headers":  {Status: 404, Header: header("Content-Type", "a", "content-type", "b")},
		"in one":       {Status: 404, Header: header("Content-Type", "ac\x01b")},
		"Retry-After":  {Status: 404, Header: header("Retry-After", "a")},
		"other headers are not part of it, but that there are some is": {Status: 404, Header: header("Date", "a")},
	} {
		key := string(appendCacheKey(nil, op, &r))
		assert.Empty(t, seen[key], reason)
		seen[key] = reason
	}
	one := appendCacheKey(nil, op, &Response{Status: 404, Header: header("Date", "a")})
	two := appendCacheKey(nil, op, &Response{Status: 404, Header: header("Server", "b")})
	assert.Equal(t, one, two)
	assert.NotEqual(t, one, appendCacheKey(nil, &compiledOperation{index: 2}, &Response{Status: 404, Header: header("Date", "a")}))
}
