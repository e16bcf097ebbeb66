package contracttest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/validate"
)

// A RunConfig sets which server [Run] tests, by which contract, and what fails the run. Handler or
// BaseURL must be set; the zero value of any other field is useful. A RunConfig is only read, so
// tests may share one.
type RunConfig struct {
	// These fields are those of [Config].
	Contract        *validate.Contract
	Options         []validate.Option
	FailOn          validate.Level
	Suppressions    []Suppression
	SuppressionFile string
	MinChecked      float64
	ReportDir       string

	// Handler is the server to test, unless BaseURL is set.
	Handler http.Handler
	// BaseURL is the URL of the server to test, such as "http://localhost:8080".
	BaseURL string
	// Transport sends the requests; nil means [http.DefaultTransport].
	Transport http.RoundTripper
	// Include lists the operations that the server has, if it has only a part of the contract. Its
	// patterns are like those of [validate.WithInclude]: "getVideoV3", "GET /v3/videos/**". Each
	// must match an operation. Empty means every operation.
	Include []string
	// Strict fails the run if an operation that requires credentials succeeds without them, and if
	// an invalid request succeeds. If false, such a success only leaves the error of that request
	// untried. Strict sends every invalid request that Run can build, up to 50 for an operation, also
	// if the operation documents no error for it.
	Strict bool
	// MinCoverage is the share of the documented outcomes, from 0 to 1, that the run must exercise;
	// with less, it fails.
	MinCoverage float64
	// Header is sent with every request, and usually holds the credentials. Without them, no
	// operation that requires credentials succeeds. If nil, dummy credentials are sent to servers on
	// this machine.
	Header http.Header
	// Values are values of parameters and request members by name, such as the IDs of objects that
	// exist on the server: {"video_id": "vd_1"}. Other values come from the document's examples or
	// are generated. The run fails if an operation does not succeed because it needs a value that
	// is missing here.
	Values map[string]any
	// Seed selects the generated values in the requests. The same seed gives the same requests,
	// except for their Idempotency-Keys.
	Seed uint64
	// Allow lists operations that may be called on a server that is not on this machine although
	// they change data and may cost money: those whose method is not safe (RFC 9110, section
	// 9.2.1). Its patterns are like those of Include. Each operation is called several times, with
	// valid and with invalid requests. On this machine, every operation may be called.
	Allow []string
	// Provoke is a hook that makes the server produce an outcome. It runs before an outcome is
	// tried, and may change the request or the server's state. It returns false if it cannot help.
	// One goroutine at a time calls it.
	Provoke func(r *http.Request, o Outcome) bool
	// Timeout limits one exchange; 0 means 30 seconds.
	Timeout time.Duration
}

// common returns the fields that every function uses.
func (c *RunConfig) common() *Config {
	options := c.Options
	if len(c.Include) > 0 {
		options = append(slices.Clone(options), validate.WithInclude(c.Include...))
	}
	return &Config{Contract: c.Contract, Options: options, FailOn: c.FailOn, Suppressions: c.Suppressions, SuppressionFile: c.SuppressionFile,
		MinChecked: c.MinChecked, ReportDir: c.ReportDir}
}

// checkFields returns an error if a field is invalid.
func (c *RunConfig) checkFields() error {
	if err := c.common().checkFields(); err != nil {
		return err
	}
	switch {
	case (c.Handler == nil) == (c.BaseURL == ""):
		return errors.New("set either Handler or BaseURL: the server under test")
	case !(0 <= c.MinCoverage && c.MinCoverage <= 1):
		return fmt.Errorf("MinCoverage is %v: want a share from 0 to 1", c.MinCoverage)
	case c.Timeout < 0:
		return fmt.Errorf("Timeout is %v: want 0 or more", c.Timeout)
	}
	return errors.Join(checkPatterns("Include", c.Include), checkPatterns("Allow", c.Allow))
}

func checkPatterns(field string, patterns []string) error {
	for _, p := range patterns {
		if err := pattern.CheckSyntax(p); err != nil {
			return fmt.Errorf("in %s: %w", field, err)
		}
	}
	return nil
}
