package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"weak"
)

const (
	// firstCollection delays the first garbage collection to 16 MiB of heap, which a process needs
	// anyway. With Go's default, 4 MiB, a run with one finding takes 40 ms of CPU time, half of it
	// for collections; with this value it takes 23 ms.
	//
	// While a document is read, nearly all of the heap is its tree, so further collections at
	// this rate save a sixth of the CPU time, for a fifth more memory.
	firstCollection = 400
	// laterCollections starts a collection when garbage reaches two fifths of the used memory. A
	// gigabyte in which every response is wrong takes 61 to 63 MB. Conforming responses leave no
	// garbage.
	laterCollections = 40
	// reportCollections is for the end of a run, when what was counted becomes the report. With
	// laterCollections, that gigabyte takes 67 MB.
	reportCollections = 5
)

// A collectionMark is freed by the first collection that finds no reference to it.
type collectionMark struct{ _ *int }

// currentMark has a weak.Pointer to the mark of the run.
var currentMark atomic.Value

// setCollections sets when garbage is collected, unless the user sets GOGC. The returned function
// undoes it.
func setCollections() (undo func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(firstCollection)
	mark := &collectionMark{} // nothing refers to it for long
	currentMark.Store(weak.Make(mark))
	var ended atomic.Bool
	// A finalizer, because a cleanup waits until all of the heap is swept: on one core, that is as late
	// as the second collection, at 40 MiB.
	runtime.SetFinalizer(mark, func(*collectionMark) {
		if !ended.Load() {
			debug.SetGCPercent(laterCollections)
		}
	})
	return func() {
		ended.Store(true)
		debug.SetGCPercent(before)
	}
}

// saveMemory sets the rate of reportCollections until the run ends, unless the heap is still so
// small that none was necessary.
func saveMemory() {
	mark, isSet := currentMark.Load().(weak.Pointer[collectionMark])
	if isSet && mark.Value() == nil && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(reportCollections)
	}
}

// holdCollections keeps the rate of firstCollection until release is called, and the
// first collection after that.
func holdCollections() (release func()) {
	mark, _ := currentMark.Load().(weak.Pointer[collectionMark])
	held := mark.Value()
	return func() { runtime.KeepAlive(held) }
}
