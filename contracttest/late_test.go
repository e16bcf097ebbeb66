package contracttest_test

import (
	"testing"
)

func late(t *testing.T) { t.Helper() }
