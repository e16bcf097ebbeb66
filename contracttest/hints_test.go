package contracttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/internal/hint"
	"github.com/apicontract/apicontract/validate"
)

// TestHintsAreForTests checks that hints name nothing that only the command line has.
func TestHintsAreForTests(t *testing.T) {
	for _, rule := range validate.Rules() {
		assert.NotContains(t, contracttest.FixOf(rule.ID), "`apicontract", rule.ID)
		assert.NotContains(t, contracttest.FixOf(rule.ID), "--", rule.ID)
	}
	assert.Contains(t, contracttest.FixOf(validate.OperationUndocumented), "validate.WithExclude in Options skips traffic that should not be checked.")
	assert.Empty(t, contracttest.FixOf("none"))
	for _, topic := range hint.Topics() {
		assert.NotEmpty(t, contracttest.Hints[topic], "topic %d has words", topic)
	}

	cases := []struct {
		reason, want string
		do           func(*recorder)
	}{
		{"a finding", "Contract.Codes() lists the codes.", func(r *recorder) {
			client := contracttest.NewTransport(r, contracttest.Config{Transport: answer(404, envelope("nope"))})
			_, _ = fetch(t, client, host+"/v3/videos/v1")
		}},
		{"a code", `did you mean insufficient_credit? Contract.Codes() lists the codes`, func(r *recorder) {
			contracttest.NewServer(r, contracttest.ServerConfig{}).Fail("createVideo", "insuficient_credit", 1)
		}},
		{"a code that a request prefers", `did you mean video_not_found or voice_not_found? Contract.Codes() lists the codes`, func(r *recorder) {
			_, _ = ask(t, contracttest.NewServer(r, contracttest.ServerConfig{}), "GET /v3/videos/v1", "", "Prefer: error=vidoe_not_found")
		}},
		{"a fault", "did you mean reset? contracttest.Fault has a constant for each fault", func(r *recorder) {
			contracttest.NewServer(r, contracttest.ServerConfig{Fault: "resett"})
		}},
		{"a rule", `unknown rule "doc_url"; did you mean doc-url? validate.Rules() lists the rules`, func(r *recorder) {
			contracttest.NewTransport(r, contracttest.Config{Options: []validate.Option{validate.WithLevel("doc_url", validate.LevelOff)}})
		}},
		{"an operation", `no operation is called "createVid"; did you mean createVideo or `, func(r *recorder) {
			contracttest.NewServer(r, contracttest.ServerConfig{}).Fail("createVid", "insufficient_credit", 1)
		}},
		{"a method and a path", `no operation is called "POST /v3/video"; did you mean POST /v3/videos`, func(r *recorder) {
			contracttest.NewServer(r, contracttest.ServerConfig{}).Fail("POST /v3/video", "insufficient_credit", 1)
		}},
		{"a path", `no operation is called "/v3/video"; did you mean /v3/videos`, func(r *recorder) {
			contracttest.NewServer(r, contracttest.ServerConfig{}).Respond("/v3/video", http.StatusOK, nil, 1)
		}},
	}
	for _, c := range cases {
		r := newRecorder(t)
		r.run(func() { c.do(r) })
		assert.Contains(t, r.all(), c.want, c.reason)
		assert.NotContains(t, r.all(), "`apicontract", c.reason)
	}
}
