package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/apicontract/apicontract/internal/cli"
)

// root is the directory of the repository.
func root(t *testing.T) string {
	t.Helper()
	return must(filepath.Abs(filepath.Join("..", "..")))(t)
}

func decodeYAML(t *testing.T, into any, path ...string) {
	t.Helper()
	text := must(os.ReadFile(filepath.Join(append([]string{root(t)}, path...)...)))(t)
	require.NoError(t, yaml.Unmarshal(text, into))
}

// An action is what these tests read of action.yml.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Name, Run string
			Env       map[string]string
		}
	}
}

// A ciJob is a directory in which the scripts of a CI system run, with what they leave.
type ciJob struct {
	dir, temp string
	env       []string
}

// newJob returns a job whose directory holds the example capture, under a name with a space.
func newJob(t *testing.T) *ciJob {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("the scripts need bash")
	}
	job := &ciJob{dir: t.TempDir(), temp: t.TempDir()}
	example := must(os.ReadFile(filepath.Join(root(t), "examples", "heygen.har")))(t)
	require.NoError(t, os.WriteFile(filepath.Join(job.dir, "web traffic.har"), example, 0o600))
	job.env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_ACTION_PATH="+root(t), "RUNNER_TEMP="+job.temp,
		"GITHUB_OUTPUT="+filepath.Join(job.temp, "output"), "GITHUB_STEP_SUMMARY="+filepath.Join(job.temp, "summary"))
	return job
}

// run runs a script as the runner of GitHub does, and returns its exit code and standard output.
func (j *ciJob) run(t *testing.T, script string, env ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = j.dir, append(j.env, env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	t.Logf("standard error: %s", errs.String())
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return failed.ExitCode(), out.String()
	}
	require.NoError(t, err)
	return 0, out.String()
}

// read returns a file of the job, empty if there is none.
func (j *ciJob) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(j.temp, name))
	if !errors.Is(err, os.ErrNotExist) {
		require.NoError(t, err)
	}
	return string(text)
}

func TestAction(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command")
	}
	var a action
	decodeYAML(t, &a, "action.yml")
	require.Len(t, a.Runs.Steps, 3)
	build, check := a.Runs.Steps[1], a.Runs.Steps[2]
	job := newJob(t)
	code, _ := job.run(t, build.Run)
	require.Zero(t, code, build.Name)
	dir := job.dir
	require.NoError(t, os.Mkdir(filepath.Join(dir, "team"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "team", ".apicontract.yaml"), []byte("check: {captures: '../*.har', fail-on: never}\n"), 0o600))
	for _, tc := range []struct {
		why     string
		inputs  map[string]string
		code    int
		output  string // pattern that $GITHUB_OUTPUT matches
		printed string // text of standard output, with the annotations
	}{
		{"findings fail the step, after it has written the reports", map[string]string{"captures": "web traffic.har"},
			1, `^exit-code=1\nreport=\S+/report.json\nhtml=\S+/report.html\nsarif=\S+/report.sarif\n$`, "\n::error "},
		{"the level is an input", map[string]string{"captures": "web traffic.har", "fail-on": "never"}, 0, `^exit-code=0\nreport=`, ""},
		{"each line is an argument or a capture", map[string]string{"captures": "*.har\n\nweb traffic.har\n", "args": "--level=doc-url=off\n--exclude=/v3/video-agents", "fail-on": "never"},
			0, `^exit-code=0\n`, "web traffic.har (har, "},
		{"an input is no code", map[string]string{"captures": "$(touch executed)`touch executed`; touch executed"}, 3, `^exit-code=3\n`, ""},
		{"an input is no flag", map[string]string{"captures": "--output=json=stolen.json"}, 3, `^exit-code=3\n`, ""},
		{"no report is named if there is none", map[string]string{"captures": "web traffic.har", "spec": "missing.yaml"}, 2, `^exit-code=2\n$`, ""},
		{"the configuration of the directory applies, if an input is empty", map[string]string{"working-directory": "team"},
			0, `^exit-code=0\n`, "traffic.har (har, "},
		{"servers are inputs", map[string]string{"captures": "web traffic.har", "base-url": "https://one.example\nhttps://two.example", "fail-on": "never"}, 0, `^exit-code=0\n`, ""},
	} {
		t.Run(tc.why, func(t *testing.T) {
			for _, name := range []string{"output", "summary", "apicontract/report.json", "apicontract/report.html", "apicontract/report.sarif"} {
				_ = os.Remove(filepath.Join(job.temp, name)) // left by the case before, if at all
			}
			job.dir = filepath.Join(dir, tc.inputs["working-directory"])
			code, printed := job.run(t, check.Run, environment(t, &a, check.Env, tc.inputs)...)
			assert.Equal(t, tc.code, code)
			assert.Regexp(t, tc.output, job.read(t, "output"))
			assert.Contains(t, printed, tc.printed)
			if tc.code < 2 {
				assert.Contains(t, job.read(t, "summary"), "HeyGen API")
				assert.Contains(t, job.read(t, "apicontract/report.sarif"), `"version":`)
			}
			assert.NoFileExists(t, filepath.Join(job.dir, "executed"))
			assert.NoFileExists(t, filepath.Join(job.dir, "stolen.json"))
		})
	}
}

// environment returns the variables of a step, with the inputs in place of their expressions.
func environment(t *testing.T, a *action, variables, inputs map[string]string) (env []string) {
	t.Helper()
	for name := range inputs {
		require.Contains(t, a.Inputs, name)
	}
	expression := regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)
	for name, value := range variables {
		match := expression.FindStringSubmatch(value)
		require.NotNil(t, match, value)
		input, given := inputs[match[1]]
		if !given {
			require.Contains(t, a.Inputs, match[1])
			input = a.Inputs[match[1]].Default
		}
		env = append(env, name+"="+input)
	}
	return env
}

// An expression in a script would be code of whoever chooses the input.
func TestActionScriptsHaveNoExpressions(t *testing.T) {
	var a action
	decodeYAML(t, &a, "action.yml")
	for _, step := range a.Runs.Steps {
		assert.NotContains(t, step.Run, "${{", step.Name)
	}
}

func TestGitLabTemplate(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command")
	}
	var template map[string]struct {
		Variables    map[string]string
		BeforeScript []string `yaml:"before_script"`
		Script       []string
		Artifacts    struct {
			Paths   []string
			Reports map[string]string
		}
	}
	decodeYAML(t, &template, "templates", "gitlab-ci.yml")
	file := template[".apicontract"]
	job := newJob(t)
	if exec.Command("git", "-C", root(t), "rev-parse", "HEAD").Run() != nil {
		t.Skip("the template clones a repository, and this is none")
	}
	prepare := strings.Join(file.BeforeScript, "\n")
	// The same build in the repository itself, whose packages are built already.
	prepare = strings.Replace(prepare, "go -C .apicontract/source build -o ../apicontract",
		`go -C "$GITHUB_ACTION_PATH" build -o "$PWD/.apicontract/apicontract"`, 1)
	script := strings.Join(append([]string{prepare}, file.Script...), "\n")
	code, _ := job.run(t, script, "APICONTRACT_SOURCE=file://"+root(t), "APICONTRACT_REF=HEAD",
		"APICONTRACT_CAPTURES=*.har", "APICONTRACT_ARGS=--level doc-url=off --min-checked 10")
	assert.Equal(t, 1, code, "findings fail the job")
	assert.FileExists(t, filepath.Join(job.dir, ".apicontract", "source", "cmd", "apicontract", "main.go"))
	for _, name := range append(file.Artifacts.Paths, file.Artifacts.Reports["codequality"], file.Artifacts.Reports["junit"]) {
		assert.FileExists(t, filepath.Join(job.dir, name))
	}
}

// The hooks call commands and flags that exist.
func TestPreCommitHooks(t *testing.T) {
	var hooks []struct {
		ID, Entry, Files string
	}
	decodeYAML(t, &hooks, ".pre-commit-hooks.yaml")
	require.Len(t, hooks, 2)
	for _, hook := range hooks {
		words := strings.Fields(hook.Entry)
		require.Equal(t, "apicontract", words[0])
		cmd, rest, err := cli.Command().Find(words[1:])
		require.NoError(t, err, hook.ID)
		assert.NoError(t, cmd.ParseFlags(rest), hook.ID)
	}
	captures := regexp.MustCompile(hooks[0].Files)
	for name, want := range map[string]bool{"a.har": true, "captures/b.har.gz": true, "c.har.zst": true, "har.go": false, "a.har.bak": false} {
		assert.Equal(t, want, captures.MatchString(name), name)
	}
}
