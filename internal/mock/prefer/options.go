// Package prefer parses the preferences of a request for the mock.
package prefer

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/suggest"
)

// MaxDelay is the longest delay that a request may ask for.
const MaxDelay = 10 * time.Minute

// Options describes the response that a request asks for. The zero value asks for nothing.
type Options struct {
	Error   string // a code of the error table
	Status  int
	Example string // the name of an example of the document
	Dynamic bool   // generated values only, no examples
	Fault   fault.Fault
	Delay   time.Duration
	// ResetState removes all resources before the request.
	ResetState bool

	// Preferences are the preferences that set the options.
	Preferences []Preference
}

// ownNames are the names of the mock's preferences.
var ownNames = []string{"error", "code", "status", "example", "dynamic", "fault", "delay", "state"}

// registeredNames are preferences that have another meaning (IANA, HTTP
// Preferences).
var registeredNames = []string{"depth-noroot", "handling", "respond-async", "return", "safe", "wait"}

// Parse parses the lines of a Prefer header. Preferences that the mock does not
// have are ignored. The error says which of the mock's preferences has an invalid
// value.
func Parse(lines []string) (Options, error) {
	var o Options
	for _, p := range parseHeader(lines) {
		if err := o.setOption(p); err != nil {
			return Options{}, err
		}
	}
	return o, nil
}

// CheckNames returns an error for a preference whose name is nearly one of the
// mock's, nil if there is none.
func CheckNames(lines []string) error {
	for _, p := range parseHeader(lines) {
		if slices.Contains(ownNames, p.Name) || slices.Contains(registeredNames, p.Name) {
			continue
		}
		if guess := suggest.DidYouMean(p.Name, ownNames, ""); guess != "" {
			return fmt.Errorf("%q is not a preference of the mock; %s", p.Name, guess)
		}
	}
	return nil
}

func (o *Options) setOption(p Preference) error {
	var err error
	switch p.optionName() {
	case "error":
		o.Error = p.Value
	case "code":
		o.Status, err = parseStatus(p)
	case "example":
		o.Example = p.Value
	case "dynamic":
		o.Dynamic = p.Value != "false"
	case "fault":
		o.Fault = fault.Fault(p.Value)
	case "delay":
		o.Delay, err = parseDelay(p.Value)
	case "state":
		if o.ResetState = p.Value == "reset"; !o.ResetState && p.Value != "" {
			err = fmt.Errorf("state=%s is not a preference of the mock: write state=reset", p.Value)
		}
	default:
		return nil
	}
	if err == nil && p.Value == "" && p.Name != "dynamic" {
		err = fmt.Errorf("the preference %s needs a value", p.Name)
	}
	o.Preferences = append(o.Preferences, p)
	return err
}

func parseStatus(p Preference) (int, error) {
	status, err := strconv.Atoi(p.Value)
	if err != nil || status < 200 || status > 599 {
		return 0, fmt.Errorf("%s=%s is not a status code: write one from  200 to 599, such as %s=404", p.Name, p.Value, p.Name)
	}
	return status, nil
}

// parseDelay parses seconds, which may have a fraction.
func parseDelay(s string) (time.Duration, error) {
	seconds, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 || seconds > MaxDelay.Seconds() {
		return 0, fmt.Errorf("delay=%s is not a time: write seconds from 0 to %.0f, such as delay=0.5", s, MaxDelay.Seconds())
	}
	return time.Duration(seconds * float64(time.Second)), nil
}
