package validate

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/apicontract/apicontract/internal/accept"
	"github.com/apicontract/apicontract/internal/mediatype"
)

const (
	maxSigned = 4096 // bytes of content that have a sign; error responses are small
	maxQuoted = 512  // bytes of what a sign keeps of it
)

// A sign is all of an exchange that its violations depend on, and what they say of
// it. Only an exchange that has content, or should, and in which nothing is odd
// beside the response, has one.
type sign struct {
	response               *response  // what the operation documents of the status, and others may, too
	lacking                *operation // the operation, if it documents nothing of it
	proof                  *proof     // what did not prove the content; nil: nothing tried
	status                 int
	kind                   signKind
	message, param, docURL missing
	blank                  bool   // the message is
	name                   string // the code, the shape, or the media type
	retry                  string // what is wrong with Retry-After
	quoted                 string // what else there is
}

// A signKind says what a sign was taken of.
type signKind uint8

const (
	noContent     signKind = iota
	otherContent           // of a type that is no JSON
	htmlContent            // the same, and it looks like HTML
	shapeContent           // an error of another version
	errorContent           // an error envelope under a status that asks for one
	strayContent           // the same under a status that the operation lacks
	failedSuccess          // the same under a 2xx status
)

// missing says in which way a member is.
type missing uint8

const (
	there missing = iota
	absent
	null
)

// A signing is the taking of a sign.
type signing struct {
	sign
	trial
	v  *Validator
	op *operation
	x  *Exchange
}

// take takes the sign; false if the violations may depend on more.
func (s *signing) take() bool {
	content, table := s.x.Response.Content, s.v.contract.table
	essence, declared := s.x.Response.contentType()
	switch {
	case len(content) == 0 || declared && !mediatype.IsJSON(essence):
		return s.ofType(essence, declared)
	case table == nil || !declared || len(content) > maxSigned:
		return false
	case s.status/100 == 2:
		return s.ofSuccess(essence)
	case s.proof != nil && s.proof.loose != nil:
		return s.ofEnvelope(s.proof.loose, true) || s.ofShape()
	case s.response == nil:
		return s.ofStray()
	}
	return false
}

// ofType takes the sign of content that nobody reads.
func (s *signing) ofType(essence string, declared bool) bool {
	content := s.x.Response.Content
	switch {
	case len(essence) > maxQuoted:
		return false
	case len(content) == 0:
		s.kind = noContent
	case looksHTML(content):
		s.kind = htmlContent
	default:
		s.kind = otherContent
	}
	s.name = essence
	if !declared {
		s.message = absent
	}
	return true
}

// ofSuccess takes the sign of an error envelope under a 2xx status.
func (s *signing) ofSuccess(essence string) bool {
	table := s.v.contract.table
	if len(table.envelope.object) == 0 || s.v.levels[ErrorInSuccess] == LevelOff ||
		s.lacks(table.envelope.code) || !table.mayHold(s.x.Response.Content) {
		return false
	}
	if s.response != nil && !s.response.mayFail(essence) {
		return false
	}
	if !s.run.Run(s.v.contract.prover.anything(table), s.x.Response.Content) {
		return false
	}
	s.kind = failedSuccess
	return s.ofCode()
}

// ofCode notes the code that the last run found.
func (s *signing) ofCode() bool {
	const longest = 64
	code, found := s.run.Text(codePlace)
	s.name = text(code)
	return found && len(code) <= longest
}

// ofStray takes the sign of an envelope under an error status that the operation
// lacks.
func (s *signing) ofStray() bool {
	row := s.v.surelyHas(s.run, s.x.Response.Content)
	if row == nil {
		return false
	}
	m := s.op.envelopeOf(row)
	if m == nil || m.proof == nil {
		return false
	}
	s.proof = m.proof() // nothing was divided: no response has a proof of this content
	return s.proof != nil && s.proof.loose != nil && s.ofEnvelope(s.proof.loose, false)
}

// ofShape takes the sign of an error of another version of the API.
func (s *signing) ofShape() bool {
	content := s.x.Response.Content
	table := s.v.contract.table
	for i, program := range s.v.contract.prover.shaped(table) {
		shape := &table.shapes[i]
		if !shape.mayBeIn(content) {
			continue
		}
		s.sign = sign{response: s.response, lacking: s.lacking, proof: s.proof, status: s.status, kind: shapeContent, name: shape.name}
		return s.run.Run(program, content)
	}
	return false
}

// mayBeIn reports whether content may have the members that a shape requires. It
// need not be JSON.
func (s *shape) mayBeIn(content []byte) bool {
	for _, name := range s.required {
		if !accept.MayHave(content, name) {
			return false
		}
	}
	return true
}

// ofEnvelope takes the sign of an error response: of its members what matters of
// them, and whole what its schema surely has something to say of. Documented says
// whether the operation has the status.
func (s *signing) ofEnvelope(l *loose, documented bool) bool {
	content := s.x.Response.Content
	parts, ok := s.run.Parts(l.program, content)
	if !ok || len(parts) > 0 {
		s.refuted = true
	}
	s.run.quoted = s.run.quoted[:0]
	if !ok || !s.ofParts(parts, content) {
		return false
	}
	s.kind = errorContent
	if !documented {
		s.kind = strayContent
	}
	if !s.ofCode() && (s.name != "" || !s.quotesCode(parts)) {
		return false // it is too long, or there is no error object
	}
	row := s.v.contract.table.codes[s.name]
	fits := row != nil && (!documented || row.under(s.status))
	s.ofMessage(row, fits)
	s.ofParam(row, fits)
	s.ofDocURL(row)
	if fits {
		s.retry = row.signRetryAfter(s.x.Response.Fields)
	}
	s.quoted = text(s.run.quoted)
	return len(s.run.quoted) <= maxQuoted
}

// ofParts quotes the parts of content that are not as the schema wants them. With
// them content may have the shape of another version.
func (s *signing) ofParts(parts []accept.Part, content []byte) bool {
	if len(parts) == 0 {
		return true
	}
	shapes := s.v.contract.table.shapes
	for i := range shapes {
		if shapes[i].mayBeIn(content) {
			return false
		}
	}
	for _, p := range parts {
		value := content[p.From:p.To]
		if len(s.run.quoted)+len(value) > maxQuoted {
			return false
		}
		s.run.quoted = p.AppendPath(s.run.quoted)
		if p.Lacks {
			s.run.quoted = append(accept.AppendNames(append(s.run.quoted, '-'), value), '-')
		} else {
			s.quote('=', value)
		}
	}
	return true
}

// quotesCode reports whether the parts tell what there is in place of a code: a value
// of another type, or an error object without one.
func (s *signing) quotesCode(parts []accept.Part) bool {
	code := s.v.contract.table.envelope.code
	return slices.ContainsFunc(parts, func(p accept.Part) bool {
		return !p.Lacks && p.Is(code) || p.Lacks && p.Is(code[:len(code)-1])
	})
}

// quote appends a text to what the sign keeps, and what it is the text of.
func (s *signing) quote(of byte, text []byte) {
	s.run.quoted = append(binary.AppendUvarint(append(s.run.quoted, of), uint64(len(text))), text...)
}

func (s *signing) ofMessage(r *row, fits bool) {
	message, given := s.run.Text(messagePlace)
	s.message = missingIn(s.run, messagePlace)
	switch {
	case !given:
	case len(bytes.TrimSpace(message)) == 0:
		s.blank = true
	case fits && (r.Message.Numbers > countNumbers(message) || r.Message.URL && !hasURL(message)):
		s.quote('m', message)
	}
}

func (s *signing) ofParam(r *row, fits bool) {
	param, given := s.run.Text(paramPlace)
	message, _ := s.run.Text(messagePlace)
	s.param = missingIn(s.run, paramPlace)
	switch {
	case !fits:
		return
	case !given && s.refuted && r.Message.Param:
		s.quote('m', message) // param may be among the parts
		return
	case !given:
		return
	}
	unsaid := r.Message.Param && !mentions(text(message), text(param))
	if unsaid || r.Param == Forbidden {
		s.quote('p', param)
	}
	if unsaid {
		s.quote('m', message)
	}
}

func (s *signing) ofDocURL(r *row) {
	docURL, given := s.run.Text(docURLPlace)
	s.docURL = missingIn(s.run, docURLPlace)
	if given && r != nil && text(docURL) != r.DocURL {
		s.quote('d', docURL)
	}
}

// missingIn says in which way the member of a place is missing.
func missingIn(runner *runner, place int) missing {
	switch _, given := runner.Text(place); {
	case given:
		return there
	case runner.Null(place):
		return null
	}
	return absent
}

// signRetryAfter says what there is to say of the Retry-After field.
func (r *row) signRetryAfter(fields Fields) string {
	if fields == nil || r.RetryAfter == "" {
		return ""
	}
	values := fields.Values(retryAfter)
	if len(values) == 0 {
		return "absent"
	}
	return "there: " + delayFault(values)
}
