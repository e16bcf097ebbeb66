package contracttest

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/validate"
)

// ReportDirVariable is the environment variable that replaces an empty
// [Config.ReportDir].
const ReportDirVariable = "APICONTRACT_REPORT_DIR"

// A Config says by what to check, and what fails a test. The zero value checks by
// the built-in HeyGen contract and fails on errors. A field that a function does
// not use is ignored. A Config is only read; one may serve many tests at once.
type Config struct {
	// Contract is what to check by; nil: the built-in contract of the HeyGen API.
	Contract *validate.Contract
	// Options are the validator's, such as [validate.WithLevel],
	// [validate.WithExclude] or [validate.WithBaseURL].
	Options []validate.Option
	// FailOn is the lightest level of a violation that fails the test; empty:
	// [validate.LevelError]. With [validate.LevelOff] none does. What does not
	// fail the test is logged.
	FailOn validate.Level
	// Suppressions are violations that do not fail the test, each with the reason. One
	// that never occurs does.
	Suppressions []Suppression
	// MinChecked is the least share, from 0 to 1, of the responses of the contract that
	// must be checked; with less, the test fails. A response whose body has a schema and
	// could not be read, as when the client closed it unread, was not checked. With 0, the
	// test fails only if none was.
	MinChecked float64
	// ReportDir is the directory to leave a report in, for `apicontract
	// coverage`; it is made if need be. A relative one is relative to the
	// package's own directory. Empty: $APICONTRACT_REPORT_DIR; without that, no
	// report is left. Reports of earlier runs are kept: empty it before.
	ReportDir string

	// Transport is what [NewTransport] wraps, and what sends the requests of a
	// conformance run; nil: [http.DefaultTransport].
	Transport http.RoundTripper

	// Handler is the server under test of a conformance run, or
	Handler http.Handler
	// BaseURL says where it is, such as "http://localhost:8080".
	BaseURL string
	// MinCoverage is the least share, from 0 to 1, of the documented outcomes
	// that a conformance run has to exercise; with less, it fails.
	MinCoverage float64
	// Header is sent with every request of a conformance run: the credentials,
	// above all. Without them, no operation that asks for some succeeds. Nil: credentials that no real server would take, if the server
	// is on this machine.
	Header http.Header
	// Values are those of parameters and of members of requests by name, such as
	// the IDs of what exists on the server: {"video_id": "vd_1"}. Others are
	// taken from the document's examples, or made up. An operation that needs one
	// to succeed, and does not find it, fails the run.
	Values map[string]any
	// Seed decides what is made up in the requests of a conformance run: with the
	// same one they are the same. Only Idempotency-Keys differ from run to run.
	Seed uint64
	// Allow names the operations that a conformance run may call on a server that
	// is not on this machine though they change what is there, and may cost
	// money: those whose method is not safe (RFC 9110, section 9.2.1). Patterns
	// are like those of [validate.WithInclude]. Each is called several times: as it
	// should be, and with what a server should refuse. On this machine all may be
	// called.
	Allow []string
	// Provoke is a server's own way to an outcome. It is asked before each is
	// tried, and may change the request, or the server, so that it comes about;
	// false says that it cannot. It is called by one goroutine at a time.
	Provoke func(r *http.Request, o Outcome) bool
	// Timeout bounds one exchange of a conformance run; 0 means 30 seconds.
	Timeout time.Duration
}

var builtinContract = sync.OnceValues(builtin.Contract)

func (c *Config) contractOrBuiltin() (*validate.Contract, error) {
	if c.Contract != nil {
		return c.Contract, nil
	}
	return builtinContract()
}

// failOn is the lightest level that fails the test.
func (c *Config) failOn() validate.Level { return cmp.Or(c.FailOn, validate.LevelError) }

func (c *Config) reportDir() string { return cmp.Or(c.ReportDir, os.Getenv(ReportDirVariable)) }

// checkFields returns what is wrong with the fields that every function uses.
func (c *Config) checkFields() error {
	if !c.failOn().Valid() {
		return fmt.Errorf("FailOn is %q: want error, warning, note or off", c.FailOn)
	}
	if !(c.MinChecked >= 0 && c.MinChecked <= 1) {
		return fmt.Errorf("MinChecked is %v: want a share from 0 to 1", c.MinChecked)
	}
	for i, k := range c.Suppressions {
		if err := k.checkFields(); err != nil {
			return fmt.Errorf("item %d of Known: %w", i, err)
		}
	}
	return nil
}

// localHost is the host under which exchanges of a test are checked: servers under
// test listen on ports that no document can name.
const localHost = "localhost"

// builtinLocal is the Validator of most tests. It is made once.
var builtinLocal = sync.OnceValues(func() (*validate.Validator, error) {
	contract, err := builtinContract()
	if err != nil {
		return nil, err
	}
	return validate.New(contract, asLocal(contract)...)
})

// localValidator returns a Validator to which [localHost] is a server of the
// contract, with the base path of the document's first server and without it.
func (c *Config) localValidator() (*validate.Validator, error) {
	if c.Contract == nil && len(c.Options) == 0 {
		return builtinLocal()
	}
	contract, err := c.contractOrBuiltin()
	if err != nil {
		return nil, err
	}
	return validate.New(contract, slices.Concat(asLocal(contract), c.Options)...)
}

// newValidator returns a Validator that knows the contract's own servers only.
func (c *Config) newValidator() (*validate.Validator, error) {
	contract, err := c.contractOrBuiltin()
	if err != nil {
		return nil, err
	}
	return validate.New(contract, c.Options...)
}

func asLocal(contract *validate.Contract) []validate.Option {
	options := []validate.Option{validate.WithBaseURL("http://" + localHost)}
	for _, server := range contract.Servers()[:min(1, len(contract.Servers()))] {
		if path := route.SplitURI(server).Path; path != "/" {
			options = append(options, validate.WithBaseURL("http://"+localHost+path))
		}
	}
	return options
}
