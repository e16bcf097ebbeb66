package cli

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"os"

	"github.com/spf13/pflag"
)

// keyFlags are the flags for the key that tokens are made with.
type keyFlags struct {
	path    string
	create  bool
	created bool
}

const (
	keySize    = 32 // bytes of a new key
	minKeySize = 16 // bytes of the text of a key file
	maxKeySize = 1 << 16
)

func (k *keyFlags) addFlags(f *pflag.FlagSet) {
	f.StringVar(&k.path, "key-file", "", "`FILE` with the key, so that equal values have equal tokens in several copies (default a new key for each run)")
	f.BoolVar(&k.create, "new-key", false, "create the file of --key-file, which must not exist; only its owner may read it")
}

// read returns the key: that of the file, or a new one.
func (k *keyFlags) read() ([]byte, error) {
	switch {
	case k.create && k.path == "":
		return nil, usageErrorf("--new-key needs --key-file; name a file for the key")
	case k.path == "":
		return newKey(), nil
	case k.create:
		return k.createFile()
	}
	info, err := os.Stat(k.path)
	switch {
	case err != nil:
		return nil, usageErrorf("--key-file %s: %v; name the file of an earlier run, or create it with --new-key", k.path, systemError(err))
	case !info.Mode().IsRegular() || info.Size() > maxKeySize:
		return nil, usageErrorf("--key-file %s: not a file with a key; create one with --new-key", k.path)
	}
	text, err := os.ReadFile(k.path)
	if err != nil {
		return nil, usageErrorf("--key-file %s: %v; name a file that can be read", k.path, systemError(err))
	}
	key := bytes.TrimSpace(text)
	if len(key) < minKeySize {
		return nil, usageErrorf("--key-file %s: the key is shorter than %d bytes, so that it can be guessed; create one with --new-key", k.path, minKeySize)
	}
	return key, nil
}

// newKey returns a random key, as text that a file can have.
func newKey() []byte {
	random := make([]byte, keySize)
	_, _ = rand.Read(random) // it never fails
	return hex.AppendEncode(nil, random)
}

// createFile creates the key file. It never overwrites a key.
func (k *keyFlags) createFile() ([]byte, error) {
	f, err := os.OpenFile(k.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, usageErrorf("--key-file %s: %v; leave out --new-key to use the key in it, or name another file", k.path, systemError(err))
	}
	key := newKey()
	_, err = f.Write(append(key, '\n'))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		_ = os.Remove(k.path) // the first error counts
		return nil, usageErrorf("--key-file %s: %v; make room for it or name another file", k.path, systemError(err))
	}
	k.created = true
	return key, nil
}

// removeNew removes the file that this run created, because the run has failed.
func (k *keyFlags) removeNew() {
	if k.created {
		_ = os.Remove(k.path) // the first error counts
	}
}
