package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

func (m *mockCommand) listen(ctx context.Context) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", m.addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, usageErrorf("--addr %s: the address is in use; choose another port, or port 0 for any free port", m.addr)
	}
	reason := err
	if e, ok := errors.AsType[*net.OpError](err); ok {
		reason = e.Err
	}
	return nil, usageErrorf("--addr %s: %v; write host:port, such as %s", m.addr, reason, defaultAddr)
}

// announce prints the server's address: only the address to stdout, for scripts.
func (m *mockCommand) announce(c *validate.Contract, at net.Addr) {
	m.log.Lock()
	defer m.log.Unlock()
	_, _ = fmt.Fprintf(m.out, "http://%s\n", at)
	_, _ = fmt.Fprintf(m.err, "apicontract: serving %s %s (%s); press Ctrl+C to stop\n",
		render.Printable(c.Title()), render.Printable(c.Version()), render.Printable(m.spec.locateFile(c.Source())))
}

const (
	headerTime = 10 * time.Second // that a client may take for its header
	answerTime = graceTime / 2    // that answers under way have at the end
)

// serve handles requests until ctx ends, and finishes the running ones.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	waits, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	s := &http.Server{Handler: h, ReadHeaderTimeout: headerTime, BaseContext: func(net.Listener) context.Context { return waits }}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	select {
	case err := <-ended:
		return usageErrorf("the server ended: %v", err)
	case <-ctx.Done():
	}
	stop() // pending latency ends
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	if s.Shutdown(grace) != nil {
		_ = s.Close() // closes the open connections
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return usageErrorf("the server ended: %v", err)
	}
	return nil
}
