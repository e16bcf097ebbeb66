package contracttest

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"slices"
	"sync"

	"github.com/apicontract/apicontract/internal/builtin"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/validate"
)

// ReportDirVariable is the environment variable that replaces an empty
// [Config.ReportDir].
const ReportDirVariable = "APICONTRACT_REPORT_DIR"

// A Config sets what to check by and what fails a test. The zero value checks by the built-in
// HeyGen contract and fails on errors. Functions ignore the fields that they do not use. A Config
// is only read, so tests may share one.
type Config struct {
	// Contract is the contract to check by; nil means the built-in contract of the HeyGen API.
	Contract *validate.Contract
	// Options are options of the validator, such as [validate.WithLevel], [validate.WithExclude] or
	// [validate.WithBaseURL].
	Options []validate.Option
	// FailOn is the lowest level of a violation that fails the test; empty means
	// [validate.LevelError]. With [validate.LevelOff], no violation does. Other violations are
	// logged.
	FailOn validate.Level
	// Suppressions are violations that do not fail the test, each with the reason. A suppression
	// that is never used fails it.
	Suppressions []Suppression
	// SuppressionFile is a JSON file with more suppressions, by the name of the test: a transport, a
	// handler, a run or a test of captures uses those of its test. The flag -contracttest.update
	// writes them:
	//
	//	go test ./video -contracttest.update
	//
	// It adds the violations that would fail the test, each with a reason to be replaced, removes
	// what is unused, and keeps the rest. A relative path is relative to the package's directory.
	// Empty means none.
	SuppressionFile string
	// MinChecked is the share of the contract's responses, from 0 to 1, that must be checked; with
	// less, the test fails. A response with a body that has a schema but could not be read, because
	// the connection broke for example, counts as not checked. With 0, the test fails only if no
	// response was checked.
	MinChecked float64
	// AllowUnread allows the client of a [Transport] to leave response bodies unread that the
	// transport cannot read itself, so that only status and headers of such a response are checked.
	// If false, one such response fails the test. See [NewTransport].
	AllowUnread bool
	// ReportDir is the directory for the report that `apicontract coverage` reads. It is created if
	// needed. A relative path is relative to the package's directory. Empty means
	// $APICONTRACT_REPORT_DIR; without that, no report is written. Reports of earlier runs are
	// kept, so empty the directory before a run.
	ReportDir string

	// Transport is the transport that [NewTransport] wraps; nil means [http.DefaultTransport].
	Transport http.RoundTripper
}

var builtinContract = sync.OnceValues(builtin.Contract)

func (c *Config) contractOrBuiltin() (*validate.Contract, error) {
	if c.Contract != nil {
		return c.Contract, nil
	}
	return builtinContract()
}

// failOn returns the lowest level that fails the test.
func (c *Config) failOn() validate.Level { return cmp.Or(c.FailOn, validate.LevelError) }

func (c *Config) reportDir() string { return cmp.Or(c.ReportDir, os.Getenv(ReportDirVariable)) }

// checkFields returns an error if one of the fields that every function uses is invalid.
func (c *Config) checkFields() error {
	if !c.failOn().Valid() {
		return fmt.Errorf("FailOn is %q: want error, warning, note or off", c.FailOn)
	}
	if !(c.MinChecked >= 0 && c.MinChecked <= 1) {
		return fmt.Errorf("MinChecked is %v: want a share from 0 to 1", c.MinChecked)
	}
	for i, k := range c.Suppressions {
		if err := k.Check(); err != nil {
			return fmt.Errorf("item %d of Suppressions: %w", i, err)
		}
	}
	return nil
}

// localHost is the host of all exchanges with a server under test: such servers listen on ports
// that no document can name.
const localHost = "localhost"

// builtinLocal makes the Validator of most tests once.
var builtinLocal = sync.OnceValues(func() (*validate.Validator, error) {
	contract, err := builtinContract()
	if err != nil {
		return nil, err
	}
	return validate.New(contract, asLocal(contract)...)
})

// localValidator returns a Validator that accepts [localHost] as a server of the contract, with and
// without the base path of the document's first server.
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

// newValidator returns a Validator that accepts only the servers of the contract.
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
