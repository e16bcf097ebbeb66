package htmlpage

// Bounds of a page, which a browser shows in a second or two.
const (
	maxFindings   = 50_000
	maxTextBytes  = 32 << 20
	maxPlaces     = 250_000 // of all findings
	fewPlaces     = 5       // that every finding has
	maxPreviewed  = 100     // findings that are shown without a script
	ofEachFinding = 100     // places, at most
)

// Data is what the script of a page shows. A text occurs once, in Texts, and everything else has
// its index. What there are many of is stored by column, which is small and quick to search.
type Data struct {
	Noun       string      `json:"noun"` // what a finding is called; empty: there can be none
	Texts      []string    `json:"texts"`
	Operations []Operation `json:"operations"`
	Groups     []Group     `json:"groups"`
	Findings   columns     `json:"findings"`
	Coverage   outcomes    `json:"coverage"`
	// Excerpts are the lines of the document by the index of the place that findings name.
	Excerpts map[int]Excerpt `json:"excerpts"`

	textIndexes map[string]int
	textBytes   int
	operations  map[Operation]int
	places      int
	preview     []Finding
}

// An Operation is a method with a path template; ID is empty if the document has none.
type Operation struct {
	Method       string `json:"method"`
	PathTemplate string `json:"pathTemplate"`
	ID           string `json:"id"`
}

// A Group has the findings of one cause.
type Group struct {
	Level      string `json:"level"`
	Rule       string `json:"rule"`
	Message    string `json:"message"`
	Operations int    `json:"operations"`
	Count      int    `json:"count"`
}

// A Finding is one row of the findings.
type Finding struct {
	Level, Rule, Fix, Message, Expected, Actual string
	Operation                                   Operation
	Status, Code                                string   // empty: there is none
	Instance                                    string   // the place in the body
	Document                                    string   // the place in the document
	Excerpt                                     *Excerpt // of that place; nil: there is none
	Fingerprint                                 string
	Group                                       int    // index among the groups; -1: none
	Count                                       int    // how often it was seen
	State                                       string // by which findings are filtered, such as "new"
	Accepted                                    string // why it fails no run; empty: it may
	Places                                      []Place
}

// An Excerpt has the lines of the document around one of its lines.
type Excerpt struct {
	Line  int      `json:"line"`
	First int      `json:"first"` // the number of the first of Lines
	Lines []string `json:"lines"`
}

// A Place is an entry of a capture in which a finding was seen.
type Place struct {
	Capture      string
	Entry, Times int
}

// An Outcome is a row of the coverage: a status and code of an operation.
type Outcome struct {
	Operation         Operation
	Status, Code      string
	Documented        bool
	Count, Conforming int
}

// columns are the findings by column. All but Count, Group and Places are indexes.
type columns struct {
	Level       []int   `json:"level"`
	Rule        []int   `json:"rule"`
	Fix         []int   `json:"fix"`
	Operation   []int   `json:"operation"`
	Status      []int   `json:"status"`
	Code        []int   `json:"code"`
	Message     []int   `json:"message"`
	Expected    []int   `json:"expected"`
	Actual      []int   `json:"actual"`
	Instance    []int   `json:"instance"`
	Document    []int   `json:"document"`
	Fingerprint []int   `json:"fingerprint"`
	State       []int   `json:"state"`
	Accepted    []int   `json:"accepted"`
	Group       []int   `json:"group"`
	Count       []int   `json:"count"`
	Places      [][]int `json:"places"` // capture, entry and times of each, in one list
}

// outcomes are the rows of the coverage by column. Operation, Status and Code are indexes.
type outcomes struct {
	Operation  []int  `json:"operation"`
	Status     []int  `json:"status"`
	Code       []int  `json:"code"`
	Documented []bool `json:"documented"`
	Count      []int  `json:"count"`
	Conforming []int  `json:"conforming"`
}

// NewData returns data without findings.
func NewData() *Data {
	d := &Data{textIndexes: make(map[string]int), operations: make(map[Operation]int)}
	d.Operations, d.Groups, d.Excerpts = []Operation{}, []Group{}, make(map[int]Excerpt)
	d.addText("") // so that 0 is no text
	return d
}

// AddOutcome adds a row of the coverage.
func (d *Data) AddOutcome(o Outcome) {
	c := &d.Coverage
	c.Operation = append(c.Operation, d.addOperation(o.Operation))
	c.Status = append(c.Status, d.addText(o.Status))
	c.Code = append(c.Code, d.addText(o.Code))
	c.Documented = append(c.Documented, o.Documented)
	c.Count = append(c.Count, o.Count)
	c.Conforming = append(c.Conforming, o.Conforming)
}

// AddFinding adds a finding, with its first places. It returns false, and adds nothing, if the
// page is full.
func (d *Data) AddFinding(f *Finding) bool {
	if len(d.Findings.Rule) >= maxFindings || d.textBytes >= maxTextBytes {
		return false
	}
	if len(d.preview) < maxPreviewed {
		d.preview = append(d.preview, *f)
	}
	c := &d.Findings
	c.Level = append(c.Level, d.addText(f.Level))
	c.Rule = append(c.Rule, d.addText(f.Rule))
	c.Fix = append(c.Fix, d.addText(f.Fix))
	c.Operation = append(c.Operation, d.addOperation(f.Operation))
	c.Status = append(c.Status, d.addText(f.Status))
	c.Code = append(c.Code, d.addText(f.Code))
	c.Message = append(c.Message, d.addText(f.Message))
	c.Expected = append(c.Expected, d.addText(f.Expected))
	c.Actual = append(c.Actual, d.addText(f.Actual))
	c.Instance = append(c.Instance, d.addText(f.Instance))
	c.Document = append(c.Document, d.addText(f.Document))
	d.addExcerpt(f)
	c.Fingerprint = append(c.Fingerprint, d.addText(f.Fingerprint))
	c.State = append(c.State, d.addText(f.State))
	c.Accepted = append(c.Accepted, d.addText(f.Accepted))
	c.Group = append(c.Group, f.Group)
	c.Count = append(c.Count, f.Count)
	c.Places = append(c.Places, d.addPlaces(f.Places))
	return true
}

// addExcerpt adds the excerpt of a finding, once for each place.
func (d *Data) addExcerpt(f *Finding) {
	at := d.addText(f.Document)
	if _, known := d.Excerpts[at]; known || f.Excerpt == nil {
		return
	}
	d.Excerpts[at] = *f.Excerpt
	for _, line := range f.Excerpt.Lines {
		d.textBytes += len(line)
	}
}

// addPlaces returns the first places. All findings share a budget, after which each has a few.
func (d *Data) addPlaces(places []Place) []int {
	limit := min(ofEachFinding, max(fewPlaces, maxPlaces-d.places))
	places = places[:min(len(places), limit)]
	d.places += len(places)
	list := make([]int, 0, 3*len(places))
	for _, p := range places {
		list = append(list, d.addText(p.Capture), p.Entry, p.Times)
	}
	return list
}

func (d *Data) addText(text string) int {
	at, known := d.textIndexes[text]
	if !known {
		at = len(d.Texts)
		d.textIndexes[text] = at
		d.Texts = append(d.Texts, text)
		d.textBytes += len(text)
	}
	return at
}

func (d *Data) addOperation(o Operation) int {
	at, known := d.operations[o]
	if !known {
		at = len(d.Operations)
		d.operations[o] = at
		d.Operations = append(d.Operations, o)
		d.textBytes += len(o.Method) + len(o.PathTemplate) + len(o.ID)
	}
	return at
}
