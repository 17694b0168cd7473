package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// The entries of a store's folder.
const (
	markerName  = "attache.store" // says that the folder is a store, and its format
	lockName    = "attache.lock"
	journalName = "attache.journal" // a large commit that is being written
	dataName    = "p"               // Badger's files
	tempName    = "tmp"
	logName     = "log"

	partialSuffix = ".partial" // of a file that is being written
)

// formatVersion is the newest layout that this package reads and the one it writes.
const formatVersion = 1

// keptLogs is how many of Dgraph's log files a folder keeps; each opening adds some.
const keptLogs = 12

var (
	// ErrLocked says that another process, or another engine in this one, has the folder open.
	ErrLocked = errors.New("the store is in use")
	// ErrBusy says that this process has a store open in another folder: there can be one at a time.
	ErrBusy = errors.New("this process already has a store open")
	// ErrNotStore says that the folder holds something that is not a store; nothing was written.
	ErrNotStore = errors.New("not a store")
	// ErrNewer says that a newer version of Attaché wrote the store; nothing was written.
	ErrNewer = errors.New("the store was written by a newer version")
	// ErrReadOnly says that the folder cannot be written.
	ErrReadOnly = errors.New("the store cannot be written")
	// ErrDiskFull says that the disk has too little room left to write safely; nothing was written.
	ErrDiskFull = errors.New("the disk is full")
	// ErrClosed says that the engine has been closed.
	ErrClosed = errors.New("the store is closed")
)

// unwritable explains why the folder of a store cannot be written.
func unwritable(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), "read-only file system") {
		return fmt.Errorf("%w: %s: allow writing to it, or use another folder (%w)", ErrReadOnly, dir, err)
	}
	return fmt.Errorf("writing to %s: %w", dir, err)
}

// Badger writes through mapped memory, where a full disk ends the process. So that
// many bytes must be free to open a store, and to write to it: a memory table with its
// log, and what it becomes on disk.
const (
	spareToOpen  = 16 << 20
	spareToWrite = 3 * memTableSize
)

// hasRoom fails with ErrDiskFull if fewer than need bytes are free.
func (e *Engine) hasRoom(need uint64) error {
	free, err := e.free(e.dir)
	if err != nil {
		return fmt.Errorf("asking for the free space of %s: %w", e.dir, err)
	}
	if free < need {
		return fmt.Errorf("%w: %s has %d MB left and %d MB are needed; make room and try again",
			ErrDiskFull, e.dir, free>>20, need>>20)
	}
	return nil
}

// freeBytes returns how much an unprivileged user can still write in dir.
func freeBytes(dir string) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return 0, err
	}
	return stat.Bavail * uint64(stat.Bsize), nil
}

// inspect says whether dir is a store already. It writes nothing.
func inspect(dir string) (isStore bool, err error) {
	marker, err := os.ReadFile(filepath.Join(dir, markerName))
	if err == nil {
		return true, checkMarker(dir, string(marker))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		if errors.Is(err, fs.ErrPermission) {
			return false, unwritable(dir, err)
		}
		return false, fmt.Errorf("%w: %s is not a folder of a store (%w)", ErrNotStore, dir, err)
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, unwritable(dir, err)
	}
	for _, entry := range entries {
		// A process that was killed while it made the store leaves no more than these.
		if entry.Name() != lockName && entry.Name() != markerName+partialSuffix {
			return false, fmt.Errorf("%w: %s has other files in it (%s); use an empty folder or one that Attaché made",
				ErrNotStore, dir, entry.Name())
		}
	}
	return false, nil
}

func markerText() string { return fmt.Sprintf("attache graph store, format %d\n", formatVersion) }

func checkMarker(dir, marker string) error {
	var version int
	if _, err := fmt.Sscanf(marker, "attache graph store, format %d", &version); err != nil || version < 1 {
		return fmt.Errorf("%w: %s has a damaged %s file; restore it or use another folder", ErrNotStore, dir, markerName)
	}
	if version > formatVersion {
		return fmt.Errorf("%w: %s has format %d and this program reads up to %d; use a newer Attaché",
			ErrNewer, dir, version, formatVersion)
	}
	return nil
}

// prepare makes the entries of a store in a locked folder and removes what a killed
// process left in the temporary one. The marker comes first, so that a folder with
// any other entry but the lock and without a marker is never ours.
func prepare(dir string) error {
	marker := filepath.Join(dir, markerName)
	if _, err := os.Stat(marker); errors.Is(err, fs.ErrNotExist) {
		if err := writeDurably(marker, []byte(markerText())); err != nil {
			return unwritable(dir, err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, tempName)); err != nil {
		return unwritable(dir, err)
	}
	for _, name := range []string{dataName, tempName} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			return unwritable(dir, err)
		}
	}
	return nil
}

// writeDurably puts data under path, whole or not at all, and syncs it.
func writeDurably(path string, data []byte) error {
	partial := path + partialSuffix
	file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	if err := os.Rename(partial, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// pruneLogs removes all but the newest of Dgraph's log files in dir.
func pruneLogs(dir string) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.log.*.*"))
	if err != nil || len(paths) <= keptLogs {
		return
	}
	// Names end in the time and the process: "….20260131-154500.4711".
	stamp := func(path string) string {
		parts := strings.Split(filepath.Base(path), ".")
		return strings.Join(parts[max(0, len(parts)-2):], ".")
	}
	slices.SortFunc(paths, func(a, b string) int { return strings.Compare(stamp(b), stamp(a)) })
	for _, path := range paths[keptLogs:] {
		_ = os.Remove(path) // a log that stays does no harm
	}
}
