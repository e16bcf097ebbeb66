package validate

import "net/http"

// setCheckable says whether the exchange is one of those of which a share must be checked,
// and why an unchecked one was missed.
func (c *exchangeCheck) setCheckable() {
	c.checkable = c.isCheckable()
	if c.Skipped == SkipMalformed || c.Skipped == SkipUnusable {
		c.missed = string(c.Skipped)
	}
}

// isCheckable reports whether a check should cover the exchange: it is for a server of the
// contract, is not excluded, and has a final response that may have a body. Which server a
// malformed entry is for may be unknown.
func (c *exchangeCheck) isCheckable() bool {
	if c.x.isHead() || c.Status == http.StatusNotModified {
		return false
	}
	switch c.Skipped {
	case "", SkipUnusable, SkipNoOperation:
		return true
	case SkipMalformed:
		return (c.Contract || c.Host == "") && c.v.isSelected(c.x.Request.Method, c.match)
	}
	return false
}

// ReachesMinChecked reports whether at least a share, in percent, of the exchanges that
// [Summary.Checkable] counts could be checked. Without such exchanges, it is true.
func (s *Summary) ReachesMinChecked(percent float64) bool {
	return 100*float64(s.Checkable-s.MissedCount()) >= percent*float64(s.Checkable)
}

// CheckedPercent returns the share of the exchanges that [Summary.Checkable] counts that
// could be checked, in percent; 100 if there are none.
func (s *Summary) CheckedPercent() float64 {
	if s.Checkable == 0 {
		return 100
	}
	return 100 * float64(s.Checkable-s.MissedCount()) / float64(s.Checkable)
}

// MissedCount returns the sum of [Summary.Missed].
func (s *Summary) MissedCount() int {
	sum := 0
	for _, n := range s.Missed {
		sum += n
	}
	return sum
}
