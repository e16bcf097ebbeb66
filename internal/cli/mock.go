package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/internal/mock/fault"
	"github.com/apicontract/apicontract/internal/mock/limit"
)

// A mockCommand is the command mock with its flags.
type mockCommand struct {
	streams
	spec        documentFlag
	addr        string
	config      mock.Config
	rules       string
	record      string
	limit       rateFlag
	fault       choiceFlag
	quiet       bool
	watch       bool
	log         sync.Mutex // guards stderr, so that lines do not mix
	served      int
	unfulfilled int   // requests that asked for something the contract lacks
	failure     error // first failure of the recording
}

const defaultAddr = "127.0.0.1:4010"

func newMock(s streams) *cobra.Command {
	m := &mockCommand{streams: s, fault: choiceFlag{allowed: faultNames()}}
	cmd := &cobra.Command{
		Use:   "mock",
		Short: "Serve a mock of the API: any success, any error on demand",
		Long: `Serve a mock of the contract's API. Each operation returns the document's example, or a body
generated from its schema. Requests are checked against the document; a wrong one gets the
documented error. Where the document requires credentials, any value is accepted.

The Prefer header of a request selects the response; separate several preferences with commas:

  Prefer: error=video_not_found   a code of the error table
  Prefer: code=404                a status that the operation documents; also status=404
  Prefer: example=NAME            an example of the document
  Prefer: dynamic=true            a generated body, even if there is an example
  Prefer: fault=NAME              a response with a fault: see below
  Prefer: delay=SECONDS           a delayed response
  Prefer: state=reset             with --state: forget all resources first

A request that the contract cannot fulfil gets status 501 with an explanation from the mock. It is
printed on standard error and not recorded. The mock also warns of misspelt preferences. For a path
or method that the contract does not have, only errors can be requested.

A file of rules does the same without changes to the client:

  rules:
    - operation: createVideo      # or path: /v3/videos/**; globs
      nth: 2                      # or from, every, times, probability: 0.1
      error: insufficient_credit  # or status, example, body, fault
      latency: 200ms
    - operation: getVideoV3
      query: {expand: "*"}        # also header: {X-Env: test}, member: {/title: Hello}; "*" is any value
      times: 2
      body: {data: {id: vd_1, status: processing}}

An operation is a pattern as in check --include. A body is sent with the operation's success
status, or with the rule's status; it must match the contract. A success is sent only for valid
requests. For a sequence of responses, number the rules: nth: 1, nth: 2, from: 3.

With --state, what a POST to a collection creates can be found, listed, changed and deleted, jobs go
through the states of their status, and an ID that no request has created gets the documented 404.

The address is printed on standard output, each request on standard error. Ctrl+C stops the server.

Faults:
` + faultList(),
		Example: `  apicontract mock
  apicontract mock --addr 127.0.0.1:0 --record traffic.har
  apicontract mock --spec openapi.yaml --rules rules.yaml --rate-limit 10/s`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return m.run(cmd.Context()) },
	}
	m.addFlags(cmd)
	return cmd
}

// faultList returns one line for each fault.
func faultList() string {
	var lines []string
	for _, f := range fault.All() {
		lines = append(lines, fmt.Sprintf("  %-15s %s", f.Fault, f.Summary))
	}
	return strings.Join(lines, "\n")
}

func faultNames() []string {
	var names []string
	for _, f := range fault.All() {
		names = append(names, string(f.Fault))
	}
	return names
}

func (m *mockCommand) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	m.spec.addFlag(cmd)
	f.StringVar(&m.addr, "addr", defaultAddr, "`ADDRESS` to listen on; port 0 selects a free port")
	f.Uint64Var(&m.config.Seed, "seed", 0, "`NUMBER` that selects the generated values and the requests of rules with a probability")
	f.StringVar(&m.rules, "rules", "", "`FILE` of rules, in YAML")
	f.Var(&m.limit, "rate-limit", "requests per API key and time, such as 10/s or 100/1m (default no limit)")
	f.DurationVar(&m.config.Latency, "latency", 0, "delay every response by `TIME`, such as 200ms (default 0)")
	m.fault.addFlag(cmd, "fault", "", "inject the fault `NAME` into every response (default none)")
	f.BoolVar(&m.config.State, "state", false, "keep what requests create, change and delete")
	f.DurationVar(&m.config.StateTime, "state-time", 0, "with --state, each state of a job lasts `TIME` (default until the next GET)")
	f.IntVar(&m.config.Items, "items", 0, "number of items in each generated list (default 25)")
	f.StringVar(&m.record, "record", "", "record the served exchanges in the HAR file `FILE`")
	f.BoolVar(&m.config.NoAuth, "no-auth", false, "accept requests without credentials")
	f.BoolVar(&m.config.NoValidation, "no-validation", false, "accept requests that do not match the document")
	f.BoolVar(&m.watch, "watch", false, "reload the document, the error table and the rules when their files change")
	f.BoolVarP(&m.quiet, "quiet", "q", false, "do not print a line for each request")
	_ = cmd.MarkFlagFilename("rules", "yaml", "yml")
	_ = cmd.MarkFlagFilename("record", "har")
	for _, name := range []string{"addr", "seed", "rate-limit", "latency", "state-time", "items"} {
		completeFlag(cmd, name) // the shell has nothing to complete
	}
}

// run serves until ctx ends. It reports errors in the order document, flags, rules, address,
// recording.
func (m *mockCommand) run(ctx context.Context) (err error) {
	var recording *recordFile // opened when all else is right
	m.config.Record = func(x *mock.Exchange) { m.logExchange(x, recording) }
	m.config.Unfulfillable = m.logUnfulfillable
	m.config.UnknownPreference = m.logUnknownPreference
	m.config.Panicked = m.logPanic
	server, contract, err := m.newServer()
	if err != nil {
		return err
	}
	listener, err := m.listen(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // the server has closed it already
	if recording, err = m.openRecording(); err != nil {
		return err
	}
	var handler replaceableServer
	handler.Store(server)
	m.announce(contract, listener.Addr())
	if m.watch {
		go m.watchFiles(ctx, &handler, contract)
	}
	err = serve(ctx, listener, &handler)
	return errors.Join(err, m.finishRecording(recording))
}

func (m *mockCommand) applyFlags(model *mock.Model) error {
	m.config.Fault, m.config.RateLimit = fault.Fault(m.fault.value), m.limit.Rate
	if m.config.Latency < 0 {
		return usageErrorf("--latency %s: must not be negative; write for example 200ms", m.config.Latency)
	}
	if m.config.StateTime < 0 {
		return usageErrorf("--state-time %s: must not be negative; write for example 5s", m.config.StateTime)
	}
	if m.config.StateTime > 0 && !m.config.State {
		return usageErrorf("--state-time has no effect without --state; add --state")
	}
	if m.config.Items < 0 {
		return usageErrorf("--items %d: must be 0 or more; write for example 100", m.config.Items)
	}
	if m.rules == "" {
		return nil
	}
	rules, err := readRules(m.rules, model)
	m.config.Rules = rules
	return err
}

// rateFlag is the value of --rate-limit.
type rateFlag struct{ limit.Rate }

func (r *rateFlag) Type() string { return "N/TIME" }

func (r *rateFlag) Set(s string) error {
	rate, err := limit.ParseRate(s)
	r.Rate = rate
	return err
}
