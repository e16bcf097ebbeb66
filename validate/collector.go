package validate

// A Collector judges the entries of captures, one after the other, and counts
// what becomes of them. It is not safe for concurrent use: give each goroutine
// its own and [Merge] their reports. Its memory follows distinct causes, which
// are capped, and not the number of entries.
type Collector struct {
	validator *Validator
	tally     *tally
	capture   *Capture // the open one
}

// NewCollector returns a Collector that judges with v.
func NewCollector(v *Validator) *Collector {
	return &Collector{validator: v, tally: newTally(v.model)}
}

// Begin opens a capture under the name that findings call it by. An open
// capture is ended first.
func (c *Collector) Begin(name string) {
	c.End("", "", nil)
	c.capture = &Capture{Name: name, Skipped: make(map[SkipReason]int)}
}

// Add judges the next entry of the open capture and counts it. Entries are
// numbered by their turn, from 0.
func (c *Collector) Add(x *Exchange) Verdict {
	v := c.validator.Check(x)
	c.Count(&v)
	return v
}

// Count counts the verdict of the collector's own Validator on the next entry of
// the open capture: entries may be judged by many goroutines, and are counted by
// one in their order.
func (c *Collector) Count(v *Verdict) {
	if c.capture == nil {
		c.Begin("")
	}
	c.tally.count(c.capture, v)
}

// End closes the open capture. err, if not nil, says why the capture could not
// be read to its end; what was added before it stands.
func (c *Collector) End(format, creator string, err *CaptureError) {
	if c.capture == nil {
		return
	}
	c.capture.Format, c.capture.Creator, c.capture.Error = format, clean(creator), err
	c.tally.captures = append(c.tally.captures, *c.capture)
	c.capture = nil
}

// Report ends the open capture and returns what was counted so far. The
// Collector may go on afterwards; the report is the caller's.
func (c *Collector) Report() *Report {
	c.End("", "", nil)
	return c.tally.report()
}

// Summary returns the summary of what was counted so far, as [Collector.Report]
// would, but at little cost. The open capture stays open.
func (c *Collector) Summary() Summary { return c.tally.sum() }

// Causes returns the violations of v as a [Report] would list them if they were
// seen at one place: each distinct one once, the heaviest first.
func (v *Verdict) Causes(at Occurrence) []Cause {
	t := emptyTally()
	t.captures = []Capture{{Name: at.Capture}}
	for i := range v.Violations {
		t.countViolation(&v.Violations[i], 1+v.more[i], place{0, at.Entry}, false)
	}
	return t.sortedCauses()
}
