package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/record"
	"github.com/apicontract/apicontract/internal/record/harlog"
	"github.com/apicontract/apicontract/internal/redact"
	"github.com/apicontract/apicontract/internal/render"
)

// logExchange prints a line for an exchange, without anything that may be secret, and records the
// exchange.
func (m *mockCommand) logExchange(x *mock.Exchange, recording *recordFile) {
	var err error
	if !x.Own {
		err = recording.writeExchange(x)
	}
	m.log.Lock()
	defer m.log.Unlock()
	m.served++
	if err != nil && m.failure == nil {
		m.failure = err
		_, _ = fmt.Fprintf(m.err, "apicontract: %v\n", err)
	}
	if !m.quiet {
		_, _ = fmt.Fprintln(m.err, exchangeLine(x))
	}
}

// logUnfulfillable prints the request that the contract cannot fulfil, even if requests are not
// logged, because it is a mistake in a test. It is not recorded: the API never sends such a
// response, and a check would report findings for it.
func (m *mockCommand) logUnfulfillable(x *mock.PreferenceError) {
	m.log.Lock()
	defer m.log.Unlock()
	m.unfulfilled++
	_, _ = fmt.Fprintf(m.err, "apicontract: %s\n", render.Printable(fmt.Sprintf("%s %s %d, could not be served as requested: %s", x.Method, x.Path, x.Status, hints.Text(x.Err))))
}

// logUnknownPreference prints the unknown preference of a request, because the response does not
// show that it was ignored.
func (m *mockCommand) logUnknownPreference(x *mock.PreferenceError) {
	m.log.Lock()
	defer m.log.Unlock()
	_, _ = fmt.Fprintf(m.err, "apicontract: %s\n", render.Printable(fmt.Sprintf("%s %s %d: Prefer: %s", x.Method, x.Path, x.Status, hints.Text(x.Err))))
}

// logPanic prints a panic of the mock with its stack.
func (m *mockCommand) logPanic(p *mock.PanicError) {
	m.log.Lock()
	defer m.log.Unlock()
	_, _ = fmt.Fprintf(m.err, "apicontract: %v\n%s", p, p.Stack)
}

// exchangeLine returns the line of an exchange: "GET /v3/videos/v1 404 video_not_found", its fault,
// and why the mock rejects the request.
func exchangeLine(x *mock.Exchange) string {
	status, fault := strconv.Itoa(x.Status), string(x.Fault)
	if x.Status == 0 {
		status = "-"
	}
	if fault != "" && !x.Faulty {
		fault += " (does not apply)"
	}
	words := []string{x.Method, exchangePath(x), status, x.Code, fault}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	line := strings.Join(words, " ")
	if x.Replayed {
		line += " (replayed)"
	}
	if len(x.Unchecked) > 0 {
		line += ", not checked: " + strings.Join(x.Unchecked, ", ")
	}
	if x.Refusal != "" {
		line += ": " + strings.TrimSuffix(x.Refusal, ".")
	}
	return render.Printable(line)
}

// exchangePath returns the path of an exchange. One that the contract lacks is shown without
// what looks like a secret, as in findings.
func exchangePath(x *mock.Exchange) string {
	if x.Operation == "" {
		return redact.Path(x.Path, nil)
	}
	return x.Path
}

// A recordFile is the capture that --record names; nil without that flag.
type recordFile struct {
	name string
	*record.File
}

func (m *mockCommand) openRecording() (*recordFile, error) {
	if m.record == "" {
		return nil, nil
	}
	for _, read := range []string{m.spec.path, m.spec.table, m.rules} {
		if isSameFile(m.record, read) {
			return nil, usageErrorf("--record would overwrite %s, which is read; name another file", read)
		}
	}
	f, err := record.CreateFile(m.record, harlog.Creator{Name: "apicontract mock", Version: moduleVersion()})
	r := &recordFile{m.record, f}
	if _, created := errors.AsType[*record.WriteError](err); created {
		return nil, r.recordError(err)
	}
	if err != nil {
		return nil, usageErrorf("--record %s: %v; name a file that can be written", m.record, systemError(err))
	}
	return r, nil
}

// isSameFile reports whether two names refer to one regular file.
func isSameFile(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && x.Mode().IsRegular() && os.SameFile(x, y)
}

func (r *recordFile) writeExchange(x *mock.Exchange) error {
	if r == nil {
		return nil
	}
	return r.recordError(r.Write(x.Entry()))
}

func (r *recordFile) recordError(err error) error {
	if err == nil {
		return nil
	}
	return usageErrorf("--record %s: %v; make room for it or name another file", r.name, systemError(err))
}

// finishRecording closes the recording and prints how much was served.
func (m *mockCommand) finishRecording(r *recordFile) error {
	m.log.Lock()
	defer m.log.Unlock()
	if r != nil {
		if err := r.Close(); err != nil && m.failure == nil {
			m.failure = r.recordError(err)
		}
	}
	rest := ""
	if m.unfulfilled > 0 {
		rest = fmt.Sprintf("; %d more could not be served as requested and are not recorded", m.unfulfilled)
	}
	_, _ = fmt.Fprintf(m.err, "apicontract: %d requests served%s\n", m.served, rest)
	return m.failure
}
