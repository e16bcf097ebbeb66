package validate

// A Collector checks the entries of captures, one after the other, and counts
// what becomes of them. It is not safe for concurrent use: give each goroutine
// its own and [Merge] their reports. Its memory follows distinct causes, which
// are capped, and not the number of entries.
type Collector struct {
	validator  *Validator
	aggregator *aggregator
	capture    *Capture // the open one
}

// NewCollector returns a Collector that checks with v.
func NewCollector(v *Validator) *Collector {
	return &Collector{validator: v, aggregator: newAggregator(v.model)}
}

// BeginCapture opens a capture under the name that findings call it by. An open
// capture is ended first.
func (c *Collector) BeginCapture(name string) {
	c.EndCapture("", "", nil)
	c.capture = &Capture{Name: name, Skipped: make(map[SkipReason]int)}
}

// Check checks the next entry of the open capture and counts it. Entries are
// numbered by their turn, from 0.
func (c *Collector) Check(x *Exchange) Result {
	v := c.validator.Check(x)
	c.Add(&v)
	return v
}

// Add counts the verdict of the collector's own Validator on the next entry of
// the open capture: entries may be checked by many goroutines, and are counted by
// one in their order.
func (c *Collector) Add(v *Result) {
	if c.capture == nil {
		c.BeginCapture("")
	}
	c.aggregator.addResult(c.capture, v)
}

// EndCapture closes the open capture. err, if not nil, says why the capture could not
// be read to its end; what was added before it stands.
func (c *Collector) EndCapture(format, creator string, err *CaptureError) {
	if c.capture == nil {
		return
	}
	c.capture.Format, c.capture.Creator, c.capture.Error = format, sanitize(creator), err
	c.capture.Operations = c.aggregator.operations.rows()
	c.aggregator.captures = append(c.aggregator.captures, *c.capture)
	c.capture, c.aggregator.open = nil, nil
}

// Report ends the open capture and returns what was counted so far. The
// Collector may go on afterwards; the report is the caller's.
func (c *Collector) Report() *Report {
	c.EndCapture("", "", nil)
	r := c.aggregator.buildReport()
	r.addExcerpts(c.validator.Contract().excerptFinder())
	return r
}

// Finish is [Collector.Report] for a Collector that is not used afterwards. The report takes over
// what was counted, so that a large one needs less memory.
func (c *Collector) Finish() *Report {
	c.aggregator.isFinished = true
	clear(c.aggregator.shared)
	return c.Report()
}

// Summary returns the summary of what was counted so far, as [Collector.Report]
// would, but at little cost. The open capture stays open.
func (c *Collector) Summary() Summary { return c.aggregator.currentSummary() }

// Findings returns the violations of v as a [Report] would list them if they were
// seen at one place: each distinct one once, the heaviest first.
func (v *Result) Findings(at Occurrence) []Finding {
	t := emptyAggregator()
	t.captures = []Capture{{Name: at.Capture}}
	for i := range v.Violations {
		t.addViolation(&v.Violations[i], 1+v.more[i], entryPosition{entry: uint32(at.Entry)}, false)
	}
	return t.sortedFindings()
}
