package nothingchecked

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/validate"
)

func TestTooLittle(t *testing.T) {
	for _, c := range []struct {
		all     int
		missed  map[string]int
		percent float64
		want    string
		reason  string
	}{
		{100, map[string]int{"body-not-recorded": 50}, 50, "", "50 of 100 passes"},
		{100, map[string]int{"body-not-recorded": 51}, 50, "only 49 % of the responses of the contract could be checked, 49 of 100, and the minimum requires 50 %; not checked: body-not-recorded 51; record bodies, or lower the minimum", "49 of 100 fails"},
		{2001, map[string]int{"media-type": 1001}, 50, "only 49.9 % of the responses of the contract could be checked, 1000 of 2001, and the minimum requires 50 %; not checked: media-type 1001; leave them out, or lower the minimum", "a share is not rounded up"},
		{3, map[string]int{"malformed-entry": 2, "operation-unusable": 1}, 12.5, "only 0 % of the responses of the contract could be checked, 0 of 3, and the minimum requires 12.5 %; not checked: malformed-entry 2, operation-unusable 1; look at what wrote the entries: their method, URL or status cannot be read; correct the problems of the document, which `apicontract lint` lists, or lower the minimum", "each of the frequent reasons has its fix"},
		{5, map[string]int{"body-undecodable": 5}, 0, "", "a minimum of 0 is none"},
		{0, nil, 100, "", "there is nothing of which to take a share"},
	} {
		s := validate.Summary{Checkable: c.all, Missed: c.missed}
		assert.Equal(t, c.want, TooLittle(&s, c.percent, words), c.reason)
	}
}

func TestNoneChecked(t *testing.T) {
	s := validate.Summary{Checkable: 2, Missed: map[string]int{"body-not-recorded": 2}}
	assert.Equal(t, "none of the 2 responses of the contract could be checked: body-not-recorded 2; record bodies", NoneChecked(&s, words))
	s.Checkable++
	assert.Empty(t, NoneChecked(&s, words), "one was")
	assert.Empty(t, NoneChecked(&validate.Summary{}, words), "there were none")
}
