package traffic

import "github.com/apicontract/apicontract/validate"

// A Manifest counts the generated exchanges, which gives the expected counts of a check.
type Manifest struct {
	Mix   string  `json:"mix"`
	Seed  uint64  `json:"seed"`
	Share float64 `json:"drift"` // of checked responses

	Bytes   int64 `json:"bytes"`
	Entries int   `json:"entries"`
	API     int   `json:"api"`     // sent to the contract's host
	Checked int   `json:"checked"` // of those, the number to check
	Wrong   int   `json:"wrong"`   // of those, the number with a fault

	Kinds   map[Kind]int                `json:"kinds"`
	Skipped map[validate.SkipReason]int `json:"skipped"`
	Rules   map[validate.RuleID]int     `json:"rules"`
	Faults  map[string]int              `json:"faults"`
	Missed  int                         `json:"missed"` // exchanges whose body was not recorded
}

// Add adds an exchange to the counts.
func (m *Manifest) Add(x *Exchange) {
	increment(&m.Kinds, x.Kind)
	m.Entries++
	if x.Skip != validate.SkipOtherHost {
		m.API++
	}
	if x.Skip != "" {
		increment(&m.Skipped, x.Skip)
		return
	}
	if x.Response.BodyMissing != "" {
		m.Missed++
		return
	}
	m.Checked++
	if x.Fault == nil {
		return
	}
	m.Wrong++
	increment(&m.Rules, x.Fault.Rule)
	increment(&m.Faults, x.Fault.Name)
}

func increment[K comparable](counts *map[K]int, key K) {
	if *counts == nil {
		*counts = make(map[K]int)
	}
	(*counts)[key]++
}
