package validate

// SchemaVersion is the version of the JSON form of [Report]. It changes only
// when a reader of the old form could misread the new one.
const SchemaVersion = 2

// A Report is everything that is known after checking captures: each entry
// accounted for, each distinct cause of a violation once, and the coverage of
// the contract. It is plain data: its JSON form is the output of
// `apicontract check --output json`, every other format renders it, and two
// reports of one contract [Merge].
type Report struct {
	SchemaVersion int          `json:"schemaVersion"`
	Tool          ToolInfo     `json:"tool"`
	Contract      ContractInfo `json:"contract"`
	Captures      []Capture    `json:"captures"`
	Summary       Summary      `json:"summary"`
	Groups        []Group      `json:"groups"`
	Findings      []Finding    `json:"findings"`
	Coverage      []Coverage   `json:"coverage"`
	// Excerpts are the lines of the document at the places that findings name, for the first
	// 1,000 places.
	Excerpts []Excerpt `json:"excerpts,omitempty"`
	// Baseline is what became of the findings of a baseline; nil without one.
	Baseline *BaselineComparison `json:"baseline,omitempty"`
	// Suppressions are those that applied to the run, with what each did.
	Suppressions []SuppressionUse `json:"suppressions,omitempty"`
}

// A ToolInfo names the program that made a report. A [Collector] leaves the version
// to its caller.
type ToolInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// ContractInfo describes the document that was checked against.
type ContractInfo struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	Source  string `json:"source"` // the document's file name
	// BuiltIn says that the document is part of the tool, and no file of the user's. The
	// caller of the engine sets it.
	BuiltIn bool       `json:"builtIn,omitempty"`
	Codes   []CodeInfo `json:"codes"`
	// Problems are those of the document's root, paths and servers, and of what the
	// checks used.
	Problems []Problem `json:"problems"`
}

// A Problem is something in the document that is wrong, or has no effect. What depends
// on it is unchecked; everything else is checked all the same.
type Problem struct {
	Rule     RuleID           `json:"rule"`
	Level    Level            `json:"level"`
	Message  string           `json:"message"`
	Fix      string           `json:"fix"`
	Location DocumentLocation `json:"documentLocation"`
}

// CodeInfo is one row of the error table, as far as a report needs it.
type CodeInfo struct {
	Code   string     `json:"code"`
	Status int        `json:"status"` // 0: any status of an error
	Retry  RetryClass `json:"retry"`
}

// A Capture accounts for one input: Entries = Checked + the sum of Skipped.
type Capture struct {
	Name    string             `json:"name"`
	Format  string             `json:"format"`
	Creator string             `json:"creator"`
	Entries int                `json:"entries"`
	Checked int                `json:"checked"`
	Skipped map[SkipReason]int `json:"skipped"`
	Error   *CaptureError      `json:"error,omitempty"`
	// Operations count the checked entries by operation, in the order of paths and
	// methods.
	Operations []CaptureOperation `json:"operations"`
}

// CaptureOperation counts what was checked of one operation in one capture. Entries that
// matched no operation, and retired calls, have one row, without method and path template.
type CaptureOperation struct {
	Operation    string      `json:"operation"` // operationId
	Method       string      `json:"method"`
	PathTemplate string      `json:"pathTemplate"`
	Checked      int         `json:"checked"`
	Violations   LevelCounts `json:"violations"`
}

// A CaptureError says why a capture could not be read to its end, or where it was
// damaged first.
type CaptureError struct {
	Message string `json:"message"`
	Offset  int64  `json:"offset"` // bytes from the start of the (uncompressed) input
}

// A Summary adds up the captures: Entries = Checked + the sum of Skipped.
type Summary struct {
	Entries    int                `json:"entries"`
	Checked    int                `json:"checked"`
	Matched    int                `json:"matched"`    // checked or skipped, but an operation is known, or a retired call
	Retired    int                `json:"retired"`    // those of them that are retired calls
	Conforming int                `json:"conforming"` // checked, nothing unchecked, nothing found but notes
	Skipped    map[SkipReason]int `json:"skipped"`
	// Unchecked counts the checked entries of which something could not be
	// checked, by the reason; an entry counts once for each of its reasons.
	Unchecked map[UncheckedReason]int `json:"unchecked"`
	// Checkable counts the entries for servers of the contract that a check should
	// cover: all but excluded ones, preflights, HEAD, 304 and those without a final
	// response.
	Checkable int `json:"checkable"`
	// Missed counts those of them that could not be checked, each once, by the reason:
	// why the body was not looked at though it has a schema, or an [UncheckedReason] or
	// [SkipReason] of the whole entry.
	Missed     map[string]int `json:"missed"`
	Violations LevelCounts    `json:"violations"` // occurrences, not causes
	// Overflow counts the occurrences whose causes went past the cap on
	// distinct causes; they are in Violations but have no row.
	Overflow int `json:"overflow,omitempty"`
	// Hosts are the hosts that were seen, most entries first, capped.
	Hosts []HostSummary `json:"hosts"`
}

// LevelCounts counts by level.
type LevelCounts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Note    int `json:"note"`
}

// addCounts adds other counts.
func (l *LevelCounts) addCounts(n *LevelCounts) {
	l.Error += n.Error
	l.Warning += n.Warning
	l.Note += n.Note
}

func (l *LevelCounts) addCount(level Level, n int) {
	switch level {
	case LevelError:
		l.Error += n
	case LevelWarning:
		l.Warning += n
	case LevelNote:
		l.Note += n
	}
}

// of returns the count of a level.
func (l *LevelCounts) of(level Level) int {
	switch level {
	case LevelError:
		return l.Error
	case LevelWarning:
		return l.Warning
	case LevelNote:
		return l.Note
	}
	return 0
}

// A HostSummary is a host name that entries were sent to.
type HostSummary struct {
	Name    string `json:"name"`
	Entries int    `json:"entries"`
	Matched int    `json:"matched"` // an operation is known
	// Contract says that it is a server of the contract: one of the document, or, if the
	// document has relative servers, one on which an entry matched an operation.
	Contract bool `json:"contract"`
	// Undocumented are what would be findings if the host were the contract's, within
	// limits. Merged with a report in which it is, they are.
	Undocumented []Finding `json:"undocumented,omitempty"`
}

// A Violation is one fault of one exchange.
type Violation struct {
	Rule     RuleID `json:"rule"`
	Level    Level  `json:"level"`
	Message  string `json:"message"`
	Expected string `json:"expected,omitempty"`
	// Subject distinguishes violations of one rule, place and keyword: it is the missing
	// member, or the type or format of the actual value. It is empty if nothing does.
	Subject string `json:"subject,omitempty"`
	// Actual is a value of the error envelope, else the kind of thing that
	// was found; never any other value of the exchange.
	Actual string `json:"actual,omitempty"`

	Method       string `json:"method"`
	PathTemplate string `json:"pathTemplate"` // without an operation, the path
	Operation    string `json:"operation"`    // operationId
	Status       int    `json:"status"`
	Code         string `json:"code"`

	// InstanceLocation is a JSON Pointer into the response's content.
	InstanceLocation string           `json:"instanceLocation"`
	DocumentLocation DocumentLocation `json:"documentLocation"`
}

// A DocumentLocation is the place in the document that says what was expected.
type DocumentLocation struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // from 1; 0 if unknown
	Column  int    `json:"column"` // from 1; 0 if unknown
	Pointer string `json:"pointer"`
}

// An Excerpt has the lines of the document around one of its lines.
type Excerpt struct {
	File  string   `json:"file"`
	Line  int      `json:"line"`  // the line that findings name
	First int      `json:"first"` // the number of the first of Lines
	Lines []string `json:"lines"` // without line breaks; of a long line, the part around the place
}

// A Finding is every occurrence of one fault: same rule, operation, status, code, places
// (array indexes folded) and subject. Its message is that of the first occurrence.
type Finding struct {
	Violation
	Fingerprint string       `json:"fingerprint"`
	Count       int          `json:"count"`
	Occurrences []Occurrence `json:"occurrences"` // the first 1,000 entries
	// Baseline is empty if the run was compared with no baseline.
	Baseline BaselineState `json:"baseline,omitempty"`
	// Suppressed is the suppression that applies to the finding; nil if none does.
	Suppressed *Suppression `json:"suppressed,omitempty"`
}

// An Occurrence is an entry in which a fault was seen.
type Occurrence struct {
	Capture string `json:"capture"`
	Entry   int    `json:"entry"` // from 0
	// Times counts the violations in the entry, if there are several.
	Times int `json:"times,omitempty"`
}

// Coverage counts the exchanges of one documented or observed outcome of an
// operation.
type Coverage struct {
	Operation    string `json:"operation"`
	Method       string `json:"method"`
	PathTemplate string `json:"pathTemplate"`
	// Status is the status code; 0 for a range or default response of the
	// document that was not exercised.
	Status int `json:"status"`
	// Response is the document's key where it is not the status itself:
	// "4XX" or "default".
	Response   string `json:"response,omitempty"`
	Code       string `json:"code"` // of the error table; empty otherwise
	Documented bool   `json:"documented"`
	Count      int    `json:"count"`
	Conforming int    `json:"conforming"`
	// Unread counts the exchanges whose body was not looked at though it has a schema.
	// They do not exercise the operation.
	Unread int `json:"unread,omitempty"`
}
