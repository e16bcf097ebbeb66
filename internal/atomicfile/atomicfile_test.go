package atomicfile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/apicontract/apicontract/internal/atomicfile"
)

// names lists the files of a folder.
func names(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func TestCommitAndDiscard(t *testing.T) {
	for _, c := range []struct {
		reason string
		old    string // empty: there is no file
		commit bool
		want   string // empty: there is no file
	}{
		{"a new file", "", true, "new"},
		{"a new file, given up", "", false, ""},
		{"another one is replaced", "old", true, "new"},
		{"another file is kept", "old", false, "old"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report.json")
			if c.old != "" {
				require.NoError(t, os.WriteFile(path, []byte(c.old), 0o640))
			}
			f, err := atomicfile.Create(path)
			require.NoError(t, err)
			_, err = f.Write([]byte("new"))
			require.NoError(t, err)
			if c.old != "" {
				assert.Equal(t, c.old, read(t, path), "until the end, the old one is there")
			} else {
				assert.NoFileExists(t, path)
			}
			if c.commit {
				require.NoError(t, f.Commit())
			} else {
				require.NoError(t, f.Discard())
			}
			if c.want == "" {
				assert.Empty(t, names(t, filepath.Dir(path)))
				return
			}
			assert.Equal(t, c.want, read(t, path))
			assert.Equal(t, []string{"report.json"}, names(t, filepath.Dir(path)), "no temporary file is left")
			if info, err := os.Stat(path); c.old != "" && runtime.GOOS != "windows" {
				require.NoError(t, err)
				assert.Equal(t, fs.FileMode(0o640), info.Mode().Perm(), "the permissions stay")
			}
		})
	}
}

func TestLinkIsReplaced(t *testing.T) {
	for _, target := range []string{"target", "missing"} {
		folder := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(folder, "target"), []byte("old"), 0o600))
		link := filepath.Join(folder, "link")
		if err := os.Symlink(target, link); err != nil {
			t.Skip(err)
		}
		f, err := atomicfile.Create(link)
		require.NoError(t, err)
		_, err = f.Write([]byte("new"))
		require.NoError(t, err)
		require.NoError(t, f.Commit())
		assert.Equal(t, "new", read(t, link))
		assert.Equal(t, "old", read(t, filepath.Join(folder, "target")), "the link's target is kept")
		assert.Equal(t, []string{"link", "target"}, names(t, folder))
	}
}

func TestDeviceIsWrittenDirectly(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	f, err := atomicfile.Create("/dev/full")
	require.NoError(t, err)
	_, err = f.Write([]byte("x"))
	require.Error(t, err, "no space left on device")
	require.NoError(t, f.Discard())
	assert.FileExists(t, "/dev/full")
}

func TestUnwritableFiles(t *testing.T) {
	folder := t.TempDir()
	readOnly := filepath.Join(folder, "read-only")
	require.NoError(t, os.WriteFile(readOnly, []byte("old"), 0o400))
	for path, reason := range map[string]string{
		filepath.Join(folder, "no", "such"): "the folder is missing",
		folder:                              "a folder",
		readOnly:                            "its owner made it read-only",
	} {
		if path == readOnly && os.Geteuid() == 0 {
			continue // root may write everything
		}
		_, err := atomicfile.Create(path)
		assert.Error(t, err, reason)
	}
	assert.Equal(t, []string{"read-only"}, names(t, folder))
}
