package cli

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/apicontract/apicontract/internal/enginehook"
	"github.com/apicontract/apicontract/internal/mock"
	"github.com/apicontract/apicontract/validate"
)

// A replaceableServer handles each request with the current server.
type replaceableServer struct{ atomic.Pointer[mock.Server] }

func (s *replaceableServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Load().ServeHTTP(w, r)
}

// newServer reads the document and the rules and returns a server for them.
func (m *mockCommand) newServer() (*mock.Server, *validate.Contract, error) {
	contract, err := m.spec.loadContract()
	if err != nil {
		return nil, nil, err
	}
	model, err := mock.Compile(contract)
	if err != nil {
		return nil, nil, m.spec.loadError(err)
	}
	if err := m.applyFlags(model); err != nil {
		return nil, nil, err
	}
	server, err := mock.New(model, m.config)
	if err != nil {
		return nil, nil, usageErrorf("%v", err)
	}
	return server, contract, nil
}

// watchFiles replaces the server when a file of the document or the rules changes, until ctx
// ends. If the new files have an error, it is printed, and the server stays.
func (m *mockCommand) watchFiles(ctx context.Context, s *replaceableServer, contract *validate.Contract) {
	files := m.watchedFiles(contract)
	before := fileStamps(files)
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := fileStamps(files)
		if maps.Equal(now, before) {
			continue
		}
		server, changed, err := m.newServer()
		if err != nil {
			before = now
			m.printLine(fmt.Sprintf("apicontract: %v; the mock keeps serving the previous files", err))
			continue
		}
		s.Store(server)
		files = m.watchedFiles(changed)
		before = now
		m.printLine("apicontract: reloaded; Idempotency-Keys, counts of rules and resources begin anew")
	}
}

// watchedFiles returns the files that the mock is made of.
func (m *mockCommand) watchedFiles(c *validate.Contract) (files []string) {
	for _, name := range []string{m.rules, m.spec.path, m.spec.table} {
		if name != "" && name != builtinTable {
			files = append(files, name)
		}
	}
	if m.spec.path == "" {
		return files
	}
	for _, root := range enginehook.Document(c).FileRoots() {
		files = append(files, m.spec.locateFile(root.Location().File))
	}
	return files
}

func (m *mockCommand) printLine(line string) {
	m.log.Lock()
	defer m.log.Unlock()
	_, _ = fmt.Fprintln(m.err, line)
}
