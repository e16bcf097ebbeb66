package contracttest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/apicontract/apicontract/contracttest"
	"github.com/apicontract/apicontract/validate"
)

func TestTransport(t *testing.T) {
	r := newRecorder(t)
	rt := contracttest.NewTransport(r, contracttest.Config{Transport: answer(404, envelope("video_not_found"))})
	_, content := fetch(t, rt, host+"/v3/videos/v1")
	assert.Equal(t, envelope("video_not_found"), content)
	r.end()
	assert.Empty(t, r.all())
	t.Log(r.logged())

	r = newRecorder(t)
	rt = contracttest.NewTransport(r, contracttest.Config{Transport: answer(400, envelope("video_not_found"))})
	fetch(t, rt, host+"/v3/videos/v1")
	fetch(t, rt, host+"/v3/videos/v1")
	r.end()
	t.Log(r.all())
	t.Log(r.logged())
	_ = validate.LevelError
}
