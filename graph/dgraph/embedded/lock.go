package embedded

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// folderLock is the kernel's lock on a store's lock file: it is gone with the process
// that holds it, however that ends. The file also names the holder.
type folderLock struct{ file *os.File }

func lockFolder(dir string) (*folderLock, error) {
	path := filepath.Join(dir, lockName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unwritable(dir, err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(file, 64))
		_ = file.Close()
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("locking %s: %w", path, err)
		}
		who := "another process"
		if pid, err := strconv.Atoi(strings.TrimSpace(string(holder))); err == nil && pid == os.Getpid() {
			who = "this process"
		} else if err == nil {
			who = fmt.Sprintf("process %d", pid)
		}
		return nil, fmt.Errorf("%w: %s is open in %s; wait until it has ended, or use another folder", ErrLocked, dir, who)
	}
	err = file.Truncate(0) // of the holder before, if it was killed
	if err == nil {
		_, err = file.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	}
	if err != nil {
		_ = file.Close()
		return nil, unwritable(dir, err)
	}
	return &folderLock{file}, nil
}

// release gives the folder back. The file stays: removing it would let two processes
// lock two files of one name.
func (l *folderLock) release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}
