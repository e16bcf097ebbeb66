package lookup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/internal/lookup"
)

func TestTable(t *testing.T) {
	var table lookup.Table
	assert.Equal(t, -1, table.FindString("anything"), "the zero value is empty")
	assert.Equal(t, -1, table.FindString(""), "nor does it have the empty string")

	var keys []string
	for i := range 1000 {
		// The same first and last bytes, and lengths from 0: what a tag does not tell apart.
		keys = append(keys, strings.Repeat("a", i%40)+fmt.Sprintf("%03d", i)+strings.Repeat("z", i%10))
	}
	keys = append(keys, "", "x", "xy", "xyz", "漢")
	for i, key := range keys {
		assert.Equal(t, i, table.Add(key))
	}
	for i, key := range keys {
		assert.Equal(t, i, table.Add(key), "a key has one number")
		assert.Equal(t, i, table.Find([]byte(key)))
		assert.Equal(t, i, table.FindString(key))
		assert.Equal(t, -1, table.FindString(key+"?"))
	}
	assert.Equal(t, keys, table.Keys())
}

func FuzzTable(f *testing.F) {
	f.Add("get,put,post,get", "put")
	f.Add("aaaaaaaa1aaaaaaaa,aaaaaaaa2aaaaaaaa", "aaaaaaaa2aaaaaaaa")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, list, asked string) {
		var table lookup.Table
		numbers := make(map[string]int)
		for key := range strings.SplitSeq(list, ",") {
			if _, known := numbers[key]; !known {
				numbers[key] = len(numbers)
			}
			assert.Equal(t, numbers[key], table.Add(key))
		}
		want, known := numbers[asked]
		if !known {
			want = -1
		}
		assert.Equal(t, want, table.FindString(asked), "a table is a map")
	})
}
