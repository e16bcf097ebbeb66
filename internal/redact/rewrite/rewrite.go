// Package rewrite rewrites captures so that they can be shared: keyed tokens replace secrets, and
// everything else stays byte for byte.
package rewrite

import (
	"bufio"
	"context"
	"io"
)

// Options say what to replace, and by which tokens. The zero value has an empty key, by which
// tokens can be guessed.
type Options struct {
	Key      []byte // of the tokens; equal values have equal tokens under one key
	Names    Names
	Contract Contract // what tokens keep to
	Known    KnownValues
}

// Rewrite copies the text of a HAR, uncompressed and in UTF-8, from in to out, with its secrets
// replaced. It returns an [*Error] if the text is not well-formed; what was written until then
// has no secrets, either. Memory is limited to some times the longest entry, which must not be longer
// than 64 MiB without its strings of more than 16 MiB. Such strings are replaced as a whole.
func Rewrite(ctx context.Context, out io.Writer, in io.Reader, o Options) (Summary, error) {
	c := newCopier(ctx, out, in, newRewriter(&o))
	err := c.copyDocuments()
	if err == nil {
		err = c.out.Flush()
	}
	return c.rewriter.counts.summary(), err
}

func newCopier(ctx context.Context, out io.Writer, in io.Reader, r *rewriter) *copier {
	return &copier{ctx: ctx, in: bufio.NewReaderSize(in, bufferSize), out: bufio.NewWriterSize(out, bufferSize), rewriter: r}
}

const bufferSize = 256 << 10
