package mock

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxCreations is the maximum number of requests whose repetitions are counted. The oldest are
// forgotten.
const maxCreations = 10_000

// creations counts equal requests that create something, so that each gets its own ID. It is safe
// for concurrent use.
type creations struct {
	mu    sync.Mutex
	times *simplelru.LRU[string, int] // key: the parts that equal requests share
}

func newCreations() *creations {
	times, _ := simplelru.NewLRU[string, int](maxCreations, nil) // it fails only for sizes below 1
	return &creations{times: times}
}

// seedFor returns what the values of a response depend on besides its operation: for a POST, the
// body, the Idempotency-Key and the number of equal requests before. With the same requests, a mock
// with the same seed generates the same IDs. It is empty for other methods.
func (k *creations) seedFor(c *receivedRequest) string {
	if c.Method != http.MethodPost {
		return ""
	}
	h := sha256.New()
	for _, part := range []string{c.op.displayName(), c.path, c.URL.RawQuery, c.Header.Get("Idempotency-Key")} {
		h.Write([]byte(part + "\x00"))
	}
	h.Write(c.body)
	request := hex.EncodeToString(h.Sum(nil))
	k.mu.Lock()
	defer k.mu.Unlock()
	times, _ := k.times.Get(request)
	k.times.Add(request, times+1)
	return request + " " + strconv.Itoa(times)
}
