package browsertest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var screenshots = flag.String("screenshots", "", "write screenshots to this `FOLDER`")

// pages are one page of every command, and an empty one.
func pages(t testing.TB) map[string][]byte {
	report := filepath.Join(t.TempDir(), "report.json")
	command(t, "check", root+"/examples/heygen.har", "--output", "json="+report)
	return map[string][]byte{
		"check":    example(),
		"coverage": command(t, "coverage", report),
		"lint":     command(t, "lint", "--spec", root+"/examples/parcels/openapi.yaml"),
		"merge":    command(t, "merge", report),
		"empty":    page(t, empty()),
		"hostile":  page(t, hostile()),
	}
}

func TestOpen(t *testing.T) {
	verdicts := map[string]string{"check": "Failed", "coverage": "30 of 140 operations exercised", "lint": "Passed", "merge": "Failed", "empty": "Nothing was checked", "hostile": "Failed"}
	for name, content := range pages(t) {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			tab.open(content, "")
			assert.Equal(t, verdicts[name], tab.text(".verdict h2"))
			assert.NotEqual(t, "taken", eval[string](tab, "document.title"), "no text of a report is part of the page")
			assert.Equal(t, 2, eval[int](tab, "document.scripts.length"))
			assert.Zero(t, eval[int](tab, "document.images.length"))
		})
	}
}

func TestFilter(t *testing.T) {
	tab := newTab(t)
	tab.open(example(), "")
	const result = "[role=status]"
	assert.Equal(t, "50 findings", tab.text(result))

	tab.set("select", "error")
	all := eval[int](tab, "document.querySelectorAll('details').length")
	assert.Equal(t, fmt.Sprintf("%d of 50 findings", all), tab.text(result))
	assert.Equal(t, "#level=error", eval[string](tab, "location.hash"))

	tab.search("Retry-After rate_limit")
	assert.Equal(t, "#text=Retry-After+rate_limit&level=error", eval[string](tab, "location.hash"), "filters add up, and are in the address")
	found := eval[int](tab, "document.querySelectorAll('details').length")
	assert.Positive(t, found)
	assert.Less(t, found, all)

	tab.do("document.querySelector('.found button').click()")
	assert.Equal(t, "50 findings", tab.text(result), "cleared")
	assert.Empty(t, tab.text("input[type=search]"))

	tab.do("document.querySelector('.causes button').click()")
	assert.Regexp(t, `^\d+ of 50 findings with the cause “the documentation URL is absent”$`, tab.text(result))

	tab.do("document.querySelector('button.cell').click()")
	assert.Regexp(t, `^#operation=.+&status=\d+$`, eval[string](tab, "location.hash"), "a cell of the map selects its findings")
	assert.Equal(t, "findings-title", eval[string](tab, "document.activeElement.id"))
}

// The address of a filtered page shows the same, and a change of the address is followed.
func TestFragment(t *testing.T) {
	tab := newTab(t)
	tab.open(example(), "rule=retry-after-missing")
	first := tab.text("[role=status]")
	assert.Regexp(t, `^[1-9]\d? of 50 findings$`, first)
	tab.do("location.hash = '#code=no_such_code'")
	tab.run(chromedp.WaitReady(chromedp.Search("//p[text()='0 of 50 findings']")))
	tab.do("location.hash = '#content'")
	assert.Equal(t, "0 of 50 findings", tab.text("[role=status]"), "a link to a part of the page is no filter")
}

func TestExpand(t *testing.T) {
	tab := newTab(t)
	tab.open(example(), "rule=retry-after-missing")
	assert.Equal(t, 1, eval[int](tab, "document.querySelector('details').childElementCount"), "details are made when they are shown")
	tab.run(chromedp.Click(chromedp.CSS("summary")), chromedp.WaitVisible(chromedp.CSS(".details")))
	details := tab.text(".details")
	for _, part := range []string{"Expected", "Fix", "Document", "openapi.yaml:", "Captures", "heygen.har"} {
		assert.Contains(t, details, part)
	}
	tab.run(chromedp.Click(chromedp.CSS(".map th button")), chromedp.WaitVisible(chromedp.CSS(".codes")))
	assert.Contains(t, tab.text(".codes"), "404")
}

func TestKeyboard(t *testing.T) {
	tab := newTab(t)
	tab.open(example(), "")
	tab.run(chromedp.KeyEvent(kb.Tab))
	assert.Equal(t, "Skip to the result", eval[string](tab, "document.activeElement.textContent"), "the first stop")
	tab.run(chromedp.KeyEvent(kb.Enter))
	assert.Equal(t, "content", eval[string](tab, "document.activeElement.id"))

	tab.run(chromedp.Focus(chromedp.CSS("summary")), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".details")))
	assert.True(t, eval[bool](tab, "document.querySelectorAll('details')[1].open"), "the arrow moves to the second finding, Enter opens it")
	tab.run(chromedp.KeyEvent(kb.End), chromedp.KeyEvent(kb.ArrowDown))
	assert.Equal(t, "49", eval[string](tab, "document.activeElement.parentElement.dataset.finding"), "there is none after the last")
}

// Printing shows every detail of the findings that are printed.
func TestPrint(t *testing.T) {
	tab := newTab(t)
	tab.open(example(), "")
	_, err := chromedp.Run(tab.Context, chromedp.PrintToPDF())
	require.NoError(t, err)
	assert.Equal(t, 50, eval[int](tab, "document.querySelectorAll('details[open] .details').length"))
}

// Without a script, the page still has the verdict, the totals and the first findings.
func TestWithoutScript(t *testing.T) {
	tab := newTab(t)
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	tab.open(example(), "")
	text, err := chromedp.Run(tab.Context, chromedp.Text(chromedp.CSS("main")))
	require.NoError(t, err)
	for _, part := range []string{"Failed", "Not checked", "102 of 114", "which is off", "retry-after-missing", "heygen.har"} {
		assert.Contains(t, text, part)
	}
}

func TestManyFindings(t *testing.T) {
	tab := newTab(t)
	tab.open(page(t, large(50_000)), "")
	assert.Equal(t, "50000 findings", tab.text("[role=status]"))
	assert.Less(t, eval[int](tab, "document.querySelectorAll('*').length"), 20_000, "only what is looked at is built")
	tab.search("captures/042.har member41")
	assert.Regexp(t, `^\d+ of 50000 findings$`, tab.text("[role=status]"))
	tab.search("")
	tab.do("document.querySelector('.list:not(.causes) ~ button.more').click()")
	assert.Equal(t, "SUMMARY", eval[string](tab, "document.activeElement.tagName"), "the focus moves to what was added")
}

// axe-core finds no violation in any kind of page, in light and in dark, with details shown. The
// pages are small, because it looks at every element.
func TestAccessibility(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("axe-core is missing; run `npm ci` in this folder")
	}
	few := large(6)
	report := written(t, few)
	for name, content := range map[string][]byte{
		"check": page(t, few), "empty": page(t, empty()), "coverage": command(t, "coverage", report),
		"lint": command(t, "lint", "--spec", root+"/examples/parcels/openapi.yaml"),
	} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(name+" "+scheme, func(t *testing.T) {
				tab := newTab(t)
				if scheme == "dark" {
					tab.preferDark()
				}
				tab.open(content, "")
				tab.do(`document.querySelectorAll('summary, .map th button').forEach((e, i) => { if (i < 40) e.click(); })`)
				tab.do(string(axe))
				var violations []struct {
					ID, Help string
					Nodes    []struct{ HTML string }
				}
				text, err := chromedp.Run(tab.Context, chromedp.Evaluate[string](`axe.run().then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
				require.NoError(t, err)
				require.NoError(t, json.Unmarshal([]byte(text), &violations))
				assert.Empty(t, violations)
			})
		}
	}
}

// Screenshots are for people: go test -run Screenshots -screenshots FOLDER.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("-screenshots names no folder")
	}
	all := map[string][]byte{"large": page(t, large(50_000))}
	for name, content := range pages(t) {
		all[name] = content
	}
	for name, content := range all {
		for _, look := range []string{"light", "dark", "narrow"} {
			tab := newTab(t)
			width := int64(1280)
			if look == "dark" {
				tab.preferDark()
			}
			if look == "narrow" {
				width = 390
			}
			tab.run(chromedp.EmulateViewport(width, 900))
			tab.open(content, "")
			tab.do(`document.querySelectorAll('summary, .map th button').forEach((e, i) => { if (i % 8 === 1 && i < 40) e.click(); })`)
			image, err := chromedp.Run(tab.Context, chromedp.FullScreenshot(100))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(*screenshots, name+"-"+look+".png"), image, 0o600))
		}
		tab := newTab(t)
		tab.open(content, "")
		pdf, err := chromedp.Run(tab.Context, chromedp.PrintToPDF())
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(*screenshots, name+".pdf"), pdf, 0o600))
	}
}

// BenchmarkOpen measures how long the largest page takes until its findings can be filtered, and how
// much of that is CPU time of the page, which does not depend on what else the machine does.
func BenchmarkOpen(b *testing.B) {
	content := page(b, large(50_000))
	cpu := 0.0
	for b.Loop() {
		tab := newTab(b)
		call(tab, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		tab.open(content, "")
		require.Equal(b, "50000 findings", tab.text("[role=status]"))
		metrics, err := chromedp.Call(tab.Context, performance.GetMetrics, cdp.Empty{})
		require.NoError(b, err)
		for _, m := range metrics.Metrics {
			if m.Name == "TaskDuration" {
				cpu += m.Value
			}
		}
	}
	b.ReportMetric(cpu/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(len(content))/1e6, "MB")
}
