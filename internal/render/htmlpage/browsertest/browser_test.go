// Package browsertest opens HTML reports in a headless Chromium. It is a module of its own, so that
// the tool does not depend on a browser's driver.
package browsertest

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// root is the folder of the tool's module.
const root = "../../../.."

// browser is the context of the browser that all tests share; nil if there is none.
var browser context.Context

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

// run starts the browser, if there is one, and runs the tests.
func run(m *testing.M) int {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}
	found := slices.IndexFunc(names, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	if found < 0 {
		fmt.Println("no browser: every test is skipped; install Chromium or Chrome")
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "browsertest")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }() // the system's folder for such files
	program = filepath.Join(folder, "apicontract")
	build := exec.Command("go", "build", "-o", program, "./cmd/apicontract")
	build.Dir, build.Stderr = root, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Println("the command does not build:", err)
		return 1
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(names[found]), chromedp.NoSandbox,
		chromedp.UserDataDir(filepath.Join(folder, "profile")), chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	started, closeBrowser := chromedp.NewContext(allocator)
	defer closeBrowser()
	if err := chromedp.Do(started); err != nil {
		fmt.Println("the browser does not start:", err)
		return 1
	}
	browser = started
	return m.Run()
}

// A tab is a tab of the browser that shows a page. It records what no page may do.
type tab struct {
	testing.TB
	context.Context
	mu     sync.Mutex
	faults []string
}

// newTab opens a tab, which fails the test in the end if its page wrote an error to the console,
// threw one, or requested anything but itself.
func newTab(t testing.TB) *tab {
	t.Helper()
	if browser == nil {
		t.Skip("there is no browser; install Chromium or Chrome")
	}
	opened, closeTab := chromedp.NewContext(browser)
	require.NoError(t, chromedp.Do(opened))
	ctx, cancel := context.WithTimeout(opened, time.Minute)
	tab := &tab{TB: t, Context: ctx}
	require.NoError(t, chromedp.Listen(ctx, tab.record))
	t.Cleanup(func() {
		cancel()
		closeTab()
		tab.mu.Lock()
		defer tab.mu.Unlock()
		assert.Empty(t, tab.faults)
	})
	call(tab, network.Enable, network.EnableParams{})
	return tab
}

func (t *tab) record(event any) {
	fault := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file:") && !strings.HasPrefix(e.Request.URL, "data:") || e.Type != network.ResourceTypeDocument && e.Type != network.ResourceTypeOther {
			fault = "request of " + e.Request.URL
		}
	case *log.EventEntryAdded:
		fault = fmt.Sprintf("%s: %s", e.Entry.Level, e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		fault = fmt.Sprintf("console.%s", e.Type)
	case *runtime.EventExceptionThrown:
		fault = e.ExceptionDetails.Text
	}
	if fault != "" {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.faults = append(t.faults, fault)
	}
}

// run runs actions that return nothing.
func (t *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	require.NoError(t, chromedp.Do(t.Context, actions...))
}

// call sends a command of the browser's protocol.
func call[P, R any](t *tab, command cdp.Command[P, R], params P) {
	t.Helper()
	_, err := chromedp.Call(t.Context, command, params)
	require.NoError(t, err)
}

// open writes a page to a file and opens it; fragment may be empty.
func (t *tab) open(page []byte, fragment string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(path, page, 0o600))
	t.run(chromedp.Navigate((&url.URL{Scheme: "file", Path: path, Fragment: fragment}).String()))
}

// eval returns the value of an expression.
func eval[T any](t *tab, expression string) T {
	t.Helper()
	value, err := chromedp.Run(t.Context, chromedp.Evaluate[T](expression))
	require.NoError(t, err)
	return value
}

// do runs statements.
func (t *tab) do(statements string) {
	t.Helper()
	t.run(chromedp.Evaluate[chromedp.Void](statements))
}

// text returns the text of the first element that a selector matches.
func (t *tab) text(selector string) string {
	t.Helper()
	return eval[string](t, fmt.Sprintf("document.querySelector(%q).innerText.trim()", selector))
}

// set gives a control a value, as a person does.
func (t *tab) set(selector, value string) {
	t.Helper()
	t.do(fmt.Sprintf(`(() => {
		const control = document.querySelector(%q);
		control.value = %q;
		control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input'));
	})()`, selector, value))
}

// search enters words and waits until they are in the address, which changes with the findings.
func (t *tab) search(words string) {
	t.Helper()
	t.set("input[type=search]", words)
	_, err := chromedp.Run(t.Context, chromedp.Poll[bool](fmt.Sprintf("(new URLSearchParams(location.hash.slice(1)).get('text') || '') === %q", words)))
	require.NoError(t, err)
}

// preferDark makes the tab prefer dark colours.
func (t *tab) preferDark() {
	t.Helper()
	call(t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
}

// program is the path of the command, which TestMain builds. It is no import, so that this module
// needs none of the command's dependencies.
var program string

// command returns the page that a command writes.
func command(t testing.TB, args ...string) []byte {
	t.Helper()
	page, err := output(args...)
	require.NoError(t, err)
	return page
}

// output is what the command writes with the format html. Findings are no error.
func output(args ...string) ([]byte, error) {
	var errs bytes.Buffer
	cmd := exec.Command(program, append(args, "--output", "html")...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if len(out) == 0 {
		return nil, fmt.Errorf("%v: %w: %s", args, err, errs.Bytes())
	}
	return out, nil
}

// example is the page of the example capture, made once.
var example = sync.OnceValue(func() []byte {
	page, err := output("check", filepath.Join(root, "examples", "heygen.har"))
	if err != nil {
		panic(err) // TestOpen shows why
	}
	return page
})
