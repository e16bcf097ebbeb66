package validate_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/validate"
)

const (
	// maxValidatorMemory bounds, in bytes, what a Validator keeps of its exchanges.
	maxValidatorMemory = 8 << 20
	// maxCollectorMemory bounds what a Collector keeps besides, if each exchange has
	// another cause.
	maxCollectorMemory = 20 << 20
)

const tenants = `
openapi: 3.0.3
info: {title: t, version: "1"}
servers: [{url: "https://{tenant}.example.com", variables: {tenant: {default: a}}}]
paths:
  /open: {get: {responses: {"200": {description: d, content: {application/json: {schema: {type: object, additionalProperties: {type: integer}}}}}}}}
  /closed: {get: {responses: {"2XX": {description: d, content: {application/json: {schema: {additionalProperties: false}}}}, default: {description: d}}}}
`

// Whatever the traffic chooses, a Validator and a Collector keep a bounded part of it.
func TestMemoryHeld(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("it takes seconds, and memory is counted without the race detector")
	}
	long := strings.Repeat("x", 2000)
	heygen, own := validator(t), parse(t, tenants)
	tenant := func(host, path string, status int, content string) *validate.Exchange {
		x := exchange("GET", path, status, content, "Content-Type: application/json")
		x.Request.URL = "https://" + host + ".example.com" + path
		return x
	}
	for choice, c := range map[string]struct {
		validator *validate.Validator
		make      func(i int) *validate.Exchange
	}{
		"codes":      {heygen, func(i int) *validate.Exchange { return response(404, envelope(fmt.Sprint("code", i), "m")) }},
		"long codes": {heygen, func(i int) *validate.Exchange { return response(404, envelope(fmt.Sprint("code", i, long), "m")) }},
		"messages":   {heygen, func(i int) *validate.Exchange { return response(404, envelope("nope", fmt.Sprint(i, long))) }},
		"links": {heygen, func(i int) *validate.Exchange {
			return response(404, strings.ReplaceAll(envelope("video_not_found", "m"), "#", fmt.Sprint(i, "?")))
		}},
		"statuses": {own, func(i int) *validate.Exchange {
			return tenant("a", "/closed", 200+max(i, -i)%800, fmt.Sprintf(`{"a":%d}`, i))
		}},
		"media types": {heygen, func(i int) *validate.Exchange {
			return exchange("GET", "/v3/videos/v1", 200, "{}", fmt.Sprint("Content-Type: a/b", i))
		}},
		"waits": {heygen, func(i int) *validate.Exchange {
			return response(429, envelope("rate_limit_exceeded", "m"), fmt.Sprint("Retry-After: odd", i))
		}},
		"methods":          {heygen, func(i int) *validate.Exchange { return exchange(fmt.Sprint("M", i), "/v3/videos/v1", 200, "{}") }},
		"paths":            {heygen, func(i int) *validate.Exchange { return exchange("GET", fmt.Sprint("/v3/odd", i), 200, "{}") }},
		"long paths":       {heygen, func(i int) *validate.Exchange { return exchange("GET", fmt.Sprint("/v3/odd", i, long), 200, "{}") }},
		"hosts":            {own, func(i int) *validate.Exchange { return tenant(fmt.Sprint("a.", i), "/open", 200, "{}") }},
		"contract's hosts": {own, func(i int) *validate.Exchange { return tenant(fmt.Sprint("a", i), "/open", 200, "{}") }},
		"names":            {own, func(i int) *validate.Exchange { return tenant("a", "/closed", 200, fmt.Sprintf(`{"n%d":1}`, i)) }},
		"long names":       {own, func(i int) *validate.Exchange { return tenant("a", "/open", 200, fmt.Sprintf(`{"n%d%s":""}`, i, long)) }},
		"values":           {own, func(i int) *validate.Exchange { return tenant("a", "/open", 200, fmt.Sprintf(`{"n":"%d%s"}`, i, long)) }},
		"many violations": {own, func(i int) *validate.Exchange {
			return tenant("a", "/open", 200, fmt.Sprintf(`{"a":"%d","b":"","c":"","d":"","e":"","f":""}`, i))
		}},
		"bodies, not JSON":  {own, func(i int) *validate.Exchange { return tenant("a", "/open", 200, fmt.Sprint(`{"a":`, i)) }},
		"conforming bodies": {own, func(i int) *validate.Exchange { return tenant("a", "/open", 200, fmt.Sprintf(`{"n%d":1}`, i)) }},
	} {
		t.Run(choice, func(t *testing.T) {
			c.validator.Check(c.make(0)) // compiles what the operation needs
			collector := validate.NewCollector(c.validator)
			both := held(func(i int) { collector.Check(c.make(i)) })
			assert.Less(t, both, maxValidatorMemory+maxCollectorMemory, "validator and collector")
			runtime.KeepAlive(collector)

			alone := held(func(i int) { c.validator.Check(c.make(-i)) })
			assert.Less(t, alone, maxValidatorMemory, "validator")
			runtime.KeepAlive(c.validator)
		})
	}
}

// The measure of TestMemoryHeld finds what a Validator would keep of each exchange.
func TestHeldFindsWhatIsKept(t *testing.T) {
	var kept [][]byte
	assert.Greater(t, held(func(int) { kept = append(kept, make([]byte, 1000)) }), maxValidatorMemory)
	assert.Less(t, held(func(int) { kept[0] = make([]byte, 1000) }), 1<<20)
}

// held returns the bytes that are in use after many calls and were not before.
func held(keep func(i int)) int {
	before := heapSize()
	for i := range 20_000 { // more than the caps of causes and of cached results
		keep(i)
	}
	return heapSize() - before
}

// A server's URL may have a variable in its host, so that the traffic chooses the
// contract's hosts, too.
func TestHostsAreBounded(t *testing.T) {
	const most = 1000
	v := parse(t, tenants)
	collector := validate.NewCollector(v)
	for i := range 2 * most {
		x := exchange("GET", "", 200, "{}")
		x.Request.URL = fmt.Sprintf("https://a%d.example.com/open", i)
		collector.Check(x)
	}
	first := collector.Report()
	assert.Len(t, first.Summary.Hosts, most)
	x := exchange("GET", "", 200, "{}")
	x.Request.URL = "https://b.example.com/open"
	collector = validate.NewCollector(v)
	collector.Check(x)
	merged, err := validate.Merge(first, collector.Report())
	require.NoError(t, err)
	assert.Len(t, merged.Summary.Hosts, most)
	assert.Equal(t, 2*most+1, merged.Summary.Matched)
}

// heapSize returns the bytes of the heap that are in use.
func heapSize() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what pools have kept is only freed by the second
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
