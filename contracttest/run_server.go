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

// defaultTimeout limits one exchange.
const defaultTimeout = 30 * time.Second

// maxUnresponsive is the number of exchanges in a row without a response after which the run stops
// sending.
const maxUnresponsive = 10

// A conformanceRun is a conformance run in progress. One goroutine uses it, except for sending
// requests.
type conformanceRun struct {
	config     *RunConfig
	contract   *validate.Contract
	validator  *validate.Validator
	model      *request.Model
	envelope   *spec.Envelope // nil: the contract has no error table
	collector  *validate.Collector
	operations []*operationRun
	current    *operationRun // whose subtest runs; nil outside of them
	screen     runScreen
	excluded   int

	client   *http.Client
	server   *http.Server // serves a Handler
	base     string       // URL of the server, without a final slash
	basePath string
	isLocal  bool // the server is on this machine
	timeout  time.Duration

	test          string // name of the test
	nonce         string
	sent          int
	entries       int
	unanswered    int // exchanges in a row without a response
	preferSupport preferSupport
	preferTests   int // requests with Prefer that were inconclusive
	reporter
}

func newConformanceRun(t parentTest, cfg *RunConfig) (*conformanceRun, error) {
	if err := cfg.checkFields(); err != nil {
		return nil, err
	}
	r := &conformanceRun{config: cfg, timeout: cmp.Or(cfg.Timeout, defaultTimeout), test: t.Name(), nonce: rand.Text()[:10],
		screen: runScreen{verbose: t.isVerbose(), hiders: make(map[*operationRun]bool)}}
	if err := r.compileContract(); err != nil {
		return nil, err
	}
	var err error
	if r.reporter, err = newReporter(cfg.common(), r.contract, r.test); err != nil {
		return nil, err
	}
	if err := r.connectServer(t.Context()); err != nil {
		return nil, err
	}
	r.operations = r.operationsOf(validate.NewCollector(r.validator).Report().Coverage)
	r.collector = validate.NewCollector(r.validator)
	r.collector.BeginCapture(reportName(r.test))
	if err := r.checkOperations(); err != nil {
		r.closeServer()
		return nil, err
	}
	return r, nil
}

// checkOperations returns an error if there is nothing to call, or if a pattern of Include selects
// nothing.
func (r *conformanceRun) checkOperations() error {
	for _, p := range r.config.Include {
		if err := checkOperationPattern(r.contract, p); err != nil {
			return fmt.Errorf("in Include: %w", err)
		}
	}
	if len(r.operations) == 0 {
		return errors.New("no operation is left: the options exclude all of them")
	}
	return nil
}

// compileContract makes the validator, and the model that requests are built from.
func (r *conformanceRun) compileContract() (err error) {
	if r.contract, err = r.config.common().contractOrBuiltin(); err != nil {
		return err
	}
	if r.validator, err = r.config.common().localValidator(); err != nil {
		return err
	}
	doc, err := document.FromSpec(enginehook.Document(r.contract))
	if err != nil {
		return err
	}
	r.model = request.New(doc, r.config.Seed)
	table, err := doc.Spec.ErrorTable()
	if table != nil {
		first := table.Envelope.Item(0)
		r.envelope = &first
	}
	return err
}

// connectServer finds the server, or starts one for a handler.
func (r *conformanceRun) connectServer(ctx context.Context) error {
	transport := r.config.Transport
	if transport == nil {
		transport = http.DefaultTransport.(*http.Transport).Clone() // closed with the run
	}
	r.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if r.config.Handler != nil {
		return r.startServer(ctx)
	}
	base, err := url.Parse(r.config.BaseURL)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return fmt.Errorf("BaseURL: want http://host, https://host, or one of them with a path")
	}
	base.RawQuery, base.Fragment = "", ""
	r.base = strings.TrimSuffix(base.String(), "/")
	r.basePath = strings.TrimSuffix(base.EscapedPath(), "/")
	r.isLocal = isLoopback(base.Host)
	return nil
}

// startServer serves the handler on a port of this machine, under the document's base path.
func (r *conformanceRun) startServer(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	r.server = &http.Server{Handler: r.config.Handler, ReadHeaderTimeout: r.timeout}
	go func() { _ = r.server.Serve(listener) }() // closeServer ends it
	if servers := r.contract.Servers(); len(servers) > 0 {
		r.basePath = strings.TrimSuffix(route.SplitURI(servers[0]).Path, "/")
	}
	r.base = "http://" + listener.Addr().String() + r.basePath
	r.isLocal = true
	return nil
}

func (r *conformanceRun) closeServer() {
	if r.config.Transport == nil {
		r.client.CloseIdleConnections()
	}
	if r.server != nil {
		_ = r.server.Close() // an error does not matter any more
	}
}

// idempotencyKey returns an Idempotency-Key that was never used before: servers keep keys longer
// than a run lasts.
func (r *conformanceRun) idempotencyKey(n int) string {
	return "apicontract-" + r.nonce + "-" + strconv.Itoa(n)
}

func (r *conformanceRun) isUnresponsive() bool { return r.unanswered >= maxUnresponsive }

// refusalReason returns why an operation must not be called, nil if it may be.
func (r *conformanceRun) refusalReason(op *operationRun) error {
	switch {
	case op.request == nil:
		return errors.New("the document does not have the operation")
	case r.isLocal || op.request.IsSafe() || r.isAllowed(op):
		return nil
	}
	return errors.New("it may change data or cost money, and the server is not on this machine: add it to RunConfig.Allow")
}

func (r *conformanceRun) isAllowed(op *operationRun) bool {
	return pattern.MatchesAny(r.config.Allow, pattern.Operation{ID: op.ID, Method: op.Method, Path: op.PathTemplate})
}

var braced = regexp.MustCompile(`\{[^}]*\}`)
