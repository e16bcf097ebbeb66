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

// A mockCommand is the command `mock` with its flags.
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
	log         sync.Mutex // lines of stderr
	served      int
	unfulfilled int   // requests that asked for what there is not
	failure     error // of the recording, the first
}

const defaultAddr = "127.0.0.1:4010"

func newMock(s streams) *cobra.Command {
	m := &mockCommand{streams: s, fault: choiceFlag{allowed: faultNames()}}
	cmd := &cobra.Command{
		Use:   "mock",
		Short: "Serve the contract: any success, any error on demand",
		Long: `Play the API of the contract on loopback. Every operation answers with the document's example,
or with a body made for its schema; requests are held to the document, and a wrong one gets
the right error. Any key is accepted, but there must be one where the document asks for it.

A request says in its Prefer field what it wants to see, several separated by commas:

  Prefer: error=video_not_found   a code of the error table
  Prefer: code=404                a status that the operation documents; or status=404
  Prefer: example=NAME            an example of the document
  Prefer: dynamic=true            made for the schema, though there is an example
  Prefer: fault=NAME              an answer that goes wrong: see below
  Prefer: delay=SECONDS           an answer that takes its time

What the contract cannot fulfil is answered with 501, which is the mock's own word and not the
API's: it is told on standard error and not recorded. A preference that is written nearly like one
of these is told too. For a path or method that the contract lacks, only errors can be asked for.
A file of rules says the same without the client's help:

  rules:
    - operation: createVideo      # or path: /v3/videos/**; globs
      nth: 2                      # or from, every, times, probability: 0.1
      error: insufficient_credit  # or status, example, body, fault
      latency: 200ms
    - operation: getVideoV3
      times: 2
      body: {data: {id: vd_1, status: processing}}

Operations are patterns like those of check --include. A body is of the operation's success, or
of the status beside it; one that breaks the contract is refused, and a success goes to right
requests alone. To say several things in turn, number them: nth: 1, nth: 2, from: 3.

The address is printed on standard output, each request on standard error. An interrupt ends
the server.

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

// faultList says what each fault does, one a line.
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
	f.StringVar(&m.addr, "addr", defaultAddr, "`ADDRESS` to listen on; port 0 takes a free one")
	f.Uint64Var(&m.config.Seed, "seed", 0, "number that the made values, and what chance strikes, follow from")
	f.StringVar(&m.rules, "rules", "", "`FILE` of rules, in YAML")
	f.Var(&m.limit, "rate-limit", "how many requests each key may send, such as 10/s or 100/1m (default no limit)")
	f.DurationVar(&m.config.Latency, "latency", 0, "`TIME` that passes before every answer, such as 200ms")
	m.fault.addFlag(cmd, "fault", "", "`NAME` of a fault that every answer is to have")
	f.IntVar(&m.config.Items, "items", 0, "how many items a list has (default 25)")
	f.StringVar(&m.record, "record", "", "`FILE` to record what was served in, as HAR")
	f.BoolVar(&m.config.NoAuth, "no-auth", false, "let requests without a key through")
	f.BoolVar(&m.config.NoValidation, "no-validation", false, "let requests through that break the document")
	f.BoolVarP(&m.quiet, "quiet", "q", false, "print no line for each request")
	_ = cmd.MarkFlagFilename("rules", "yaml", "yml")
	_ = cmd.MarkFlagFilename("record", "har")
	for _, name := range []string{"addr", "seed", "rate-limit", "latency", "items"} {
		completeFlag(cmd, name) // nothing that a shell could know
	}
}

// run serves until ctx ends. Things are tried in the order in which they can be
// wrong: document, flags, rules, address, recording.
func (m *mockCommand) run(ctx context.Context) (err error) {
	contract, err := m.spec.loadContract()
	if err != nil {
		return err
	}
	model, err := mock.Compile(contract)
	if err != nil {
		return m.spec.loadError(err)
	}
	if err := m.applyFlags(model); err != nil {
		return err
	}
	listener, err := m.listen(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // the server has closed it
	recording, err := m.openRecording()
	if err != nil {
		return err
	}
	m.config.Record = func(x *mock.Exchange) { m.logExchange(x, recording) }
	m.config.Unfulfillable = m.logUnfulfillable
	m.config.UnknownPreference = m.logUnknownPreference
	m.config.Panicked = m.logPanic
	server, err := mock.New(model, m.config)
	if err != nil {
		return usageErrorf("%v", err)
	}
	m.announce(contract, listener.Addr())
	err = serve(ctx, listener, server)
	return errors.Join(err, m.finishRecording(recording))
}

func (m *mockCommand) applyFlags(model *mock.Model) error {
	m.config.Fault, m.config.RateLimit = fault.Fault(m.fault.value), m.limit.Rate
	if m.config.Latency < 0 {
		return usageErrorf("--latency %s: no time passes backwards; write for example 200ms", m.config.Latency)
	}
	if m.config.Items < 0 {
		return usageErrorf("--items %d: a list has no fewer than none; write for example 100", m.config.Items)
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
