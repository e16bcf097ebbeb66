package rewrite

import (
	"context"
	"io"
	"strings"

	"github.com/apicontract/apicontract/internal/redact"
)

// KnownValues are the secrets that the names of a capture reveal. They are replaced wherever they
// are, such as a session's ID in a path. The zero value has none.
type KnownValues struct{ kinds map[string]redact.Kind }

const (
	maxKnownValues = 100_000
	maxKnownValue  = 4096 // bytes
	minKnownCookie = 16
)

// Collect returns the known values of a capture, which [Options] then have. It returns the errors
// of [Rewrite]. Without it, a value is known behind the place that reveals it.
func Collect(ctx context.Context, in io.Reader, o Options) (KnownValues, error) {
	c := newCopier(ctx, io.Discard, in, newRewriter(&o))
	err := c.copyDocuments()
	return c.rewriter.known, err
}

// add keeps a value, unless it is an ordinary one that may be elsewhere by chance.
func (k *KnownValues) add(kind redact.Kind, value string, c *Contract) {
	if len(value) < redact.MinKnown || len(value) > maxKnownValue || len(k.kinds) >= maxKnownValues || k.kinds[value] != "" {
		return
	}
	switch {
	case kind == redact.Cookie && len(value) < minKnownCookie,
		strings.Trim(value, "0123456789.-: ") == "",
		!redact.IsOpaque(value), dateForm.MatchString(value), urlForm.MatchString(value), c.listsAnywhere(value):
		return
	}
	if k.kinds == nil {
		k.kinds = make(map[string]redact.Kind)
	}
	k.kinds[strings.Clone(value)] = kind
}

// kindOf returns the kind of a known value; empty if it is none.
func (k *KnownValues) kindOf(value string) redact.Kind {
	if len(value) < redact.MinKnown {
		return ""
	}
	return k.kinds[value]
}
