package contracttest

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/apicontract/apicontract/internal/document"
	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/pattern"
	"github.com/apicontract/apicontract/internal/request"
	"github.com/apicontract/apicontract/internal/route"
	"github.com/apicontract/apicontract/internal/spec"
	"github.com/apicontract/apicontract/validate"
)

// usualTimeout bounds one exchange.
const usualTimeout = 30 * time.Second

// maxMute is after how many exchanges without a response a server is given up.
const maxMute = 10

// A runner is a conformance run under way. But for sending, it is used by one
// goroutine.
type runner struct {
	config     *Config
	contract   *validate.Contract
	validator  *validate.Validator
	model      *request.Model
	envelope   *spec.Envelope // nil: the contract has no error table
	collector  *validate.Collector
	operations []*driven
	excluded   int

	client   *http.Client
	server   *http.Server // of a Handler
	base     string       // the server's URL, without a slash at its end
	basePath string
	here     bool // the server is on this machine
	timeout  time.Duration

	test    string // the test's name
	nonce   string
	sent    int
	entries int
	silent  int // exchanges without a response, running
	heed    heed
	asked   int // requests with Prefer that showed nothing
	findings
}

func newRunner(t subtests, cfg *Config) (*runner, error) {
	if err := cfg.checkRun(); err != nil {
		return nil, err
	}
	r := &runner{config: cfg, timeout: cmp.Or(cfg.Timeout, usualTimeout), test: t.Name(), nonce: rand.Text()[:10], findings: newFindings(cfg)}
	if err := r.compile(); err != nil {
		return nil, err
	}
	if err := r.connect(t.Context()); err != nil {
		return nil, err
	}
	r.operations = r.operationsOf(validate.NewCollector(r.validator).Report().Coverage)
	r.collector = validate.NewCollector(r.validator)
	r.collector.Begin(reportName(r.test))
	if len(r.operations) == 0 {
		r.close()
		return nil, errors.New("no operation is left to be driven: the options exclude all of them")
	}
	return r, nil
}

func (c *Config) checkRun() error {
	if err := c.check(); err != nil {
		return err
	}
	switch {
	case (c.Handler == nil) == (c.BaseURL == ""):
		return errors.New("set either Handler or BaseURL: the server under test")
	case !(0 <= c.MinCoverage && c.MinCoverage <= 1):
		return fmt.Errorf("MinCoverage is %v: want a share from 0 to 1", c.MinCoverage)
	case c.Timeout < 0:
		return fmt.Errorf("the Timeout is %v: want a time, or 0", c.Timeout)
	}
	for _, p := range c.Allow {
		if err := pattern.Check(p); err != nil {
			return fmt.Errorf("in Allow: %w", err)
		}
	}
	return nil
}

// compile makes what judges, and what makes requests.
func (r *runner) compile() (err error) {
	if r.contract, err = r.config.contract(); err != nil {
		return err
	}
	if r.validator, err = r.config.localValidator(); err != nil {
		return err
	}
	doc, err := document.Of(enginehook.Document(r.contract))
	if err != nil {
		return err
	}
	r.model = request.New(doc, r.config.Seed)
	table, err := doc.Spec.ErrorTable()
	if table != nil {
		r.envelope = &table.Envelope
	}
	return err
}

// connect finds the server, or starts the one that a handler needs.
func (r *runner) connect(ctx context.Context) error {
	transport := r.config.Transport
	if transport == nil {
		transport = http.DefaultTransport.(*http.Transport).Clone() // closed with the run
	}
	r.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if r.config.Handler != nil {
		return r.serve(ctx)
	}
	base, err := url.Parse(r.config.BaseURL)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return fmt.Errorf("BaseURL: want http://host, https://host, or one of them with a path")
	}
	base.RawQuery, base.Fragment = "", ""
	r.base = strings.TrimSuffix(base.String(), "/")
	r.basePath = strings.TrimSuffix(base.EscapedPath(), "/")
	r.here = isLoopback(base.Host)
	return nil
}

// serve serves the handler on a port of this machine, under the base path that the
// document has.
func (r *runner) serve(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	r.server = &http.Server{Handler: r.config.Handler, ReadHeaderTimeout: r.timeout}
	go func() { _ = r.server.Serve(listener) }() // ends with close
	if servers := r.contract.Servers(); len(servers) > 0 {
		r.basePath = strings.TrimSuffix(route.Split(servers[0]).Path, "/")
	}
	r.base = "http://" + listener.Addr().String() + r.basePath
	r.here = true
	return nil
}

func (r *runner) close() {
	if r.config.Transport == nil {
		r.client.CloseIdleConnections()
	}
	if r.server != nil {
		_ = r.server.Close() // nothing is lost with it
	}
}

// key is an Idempotency-Key that was never used before: servers remember them
// longer than a run takes.
func (r *runner) key(n int) string { return "apicontract-" + r.nonce + "-" + strconv.Itoa(n) }

func (r *runner) mute() bool { return r.silent >= maxMute }

// refusal says why an operation must not be called; nil if it may.
func (r *runner) refusal(op *driven) error {
	switch {
	case op.request == nil:
		return errors.New("the document does not have it")
	case r.here || op.request.Safe() || r.allowed(op):
		return nil
	}
	return errors.New("it may change something or cost money, and the server is not on this machine: name it in Config.Allow")
}

func (r *runner) allowed(op *driven) bool {
	return pattern.FitsAny(r.config.Allow, pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
}

var braced = regexp.MustCompile(`\{[^}]*\}`)
