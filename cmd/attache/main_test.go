package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// nobody is an id without rights, for tests of missing permission.
const nobody = 65534

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"attache": main,
		// The same program for a user who may not do everything.
		"attache-unprivileged": func() {
			if os.Geteuid() == 0 {
				for _, err := range []error{syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)} {
					if err != nil {
						fmt.Fprintln(os.Stderr, "cannot become an unprivileged user:", err)
						os.Exit(99)
					}
				}
			}
			main()
		},
	})
}

// Each script is a session at the command line, as a user has it.
func TestScripts(t *testing.T) {
	demo, err := filepath.Abs("testdata/demo/news")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("ATTACHE_DB", "file://"+env.WorkDir+"/graph")
			env.Setenv("DEMO", demo)
			return os.Chmod(env.WorkDir, 0o777) // for unprivileged users
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes":    writeBytes,
			"exits":    exits,
			"oneline":  oneLine,
			"sameText": sameText,
		},
	})
}

// bytes FILE QUOTED [TIMES] writes a file of any bytes: a Go string, repeated.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: bytes FILE QUOTED [TIMES]")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	if len(args) == 3 {
		times, err := strconv.Atoi(args[2])
		ts.Check(err)
		text = strings.Repeat(text, times)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// exits CODE PROGRAM ARGS… runs a program that must end with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("cannot run: %v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// oneline says that standard error has exactly one line.
func oneLine(ts *testscript.TestScript, neg bool, args []string) {
	if lines := strings.Count(ts.ReadFile("stderr"), "\n"); neg || len(args) > 0 || lines != 1 {
		ts.Fatalf("%d lines of standard error, want one", lines)
	}
}

// sameText FILE FILE says that both hold the same, which is text in them.
func sameText(ts *testscript.TestScript, neg bool, args []string) {
	a, b := ts.ReadFile(args[0]), ts.ReadFile(args[1])
	if (a == b && a != "") == neg {
		ts.Fatalf("%s has %d bytes, %s %d; the same and not empty: %v", args[0], len(a), args[1], len(b), a == b && a != "")
	}
}

// attache runs the program as its own process in a folder.
func attache(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "attache", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "ATTACHE_DB=file://"+dir+"/graph")
	return cmd
}

func TestSecondProcessOnTheSameFolder(t *testing.T) {
	dir := t.TempDir()
	first := attache(t, dir, "ingest", "-")
	stdin, err := first.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	// The first holds the folder once its number stands in the lock's file.
	holder := fmt.Sprintf("%d\n", first.Process.Pid)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if got, _ := os.ReadFile(filepath.Join(dir, "graph", "attache.lock")); string(got) == holder {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the first process does not take the folder")
		}
	}
	out, err := attache(t, dir, "status").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "in use") || strings.Count(string(out), "\n") != 1 {
		t.Errorf("second process: %v, %q; want one line that says that the folder is in use", err, out)
	}
	if _, err := io.WriteString(stdin, "Angela Merkel met Emmanuel Macron in Paris on Monday."); err != nil {
		t.Error(err)
	}
	stdin.Close()
	if err := first.Wait(); err != nil {
		t.Errorf("the first process: %v", err)
	}
	out, err = attache(t, dir, "status").CombinedOutput()
	if err != nil || !regexp.MustCompile(`documents +1\n`).Match(out) {
		t.Errorf("status after both: %v\n%s", err, out)
	}
}

// A signal ends an ingest between two documents; what was said to be kept is there.
func TestSignalLeavesTheGraphWhole(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.txt": "Angela Merkel met Emmanuel Macron in Paris on Monday.",
		"b.txt": "Mark Rutte visited Helsinki. He met Alexander Stubb there.",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// Reading the third file waits for a writer who never writes.
	pipe := filepath.Join(dir, "c.txt")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := attache(t, dir, "ingest", "--workers", "1", "a.txt", "b.txt", "c.txt")
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		writer := openWriter(t, pipe)
		time.Sleep(200 * time.Millisecond)
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		writer.Close()
		if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != exitInterrupted {
			t.Fatalf("%v: %v, want exit code %d\n%s", sig, err, exitInterrupted, stderr.String())
		}
		kept := regexp.MustCompile(`stopped: (\d) documents? read`).FindStringSubmatch(stderr.String())
		if kept == nil {
			t.Fatalf("%v: it does not say what is kept: %q", sig, stderr.String())
		}
		out, err := attache(t, dir, "status").CombinedOutput()
		if err != nil || !regexp.MustCompile(`documents +`+kept[1]+`\n`).Match(out) {
			t.Errorf("%v: kept %s, but %v\n%s", sig, kept[1], err, out)
		}
	}
}

// openWriter opens a pipe as soon as somebody reads it.
func openWriter(t *testing.T, pipe string) *os.File {
	t.Helper()
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var f *os.File
		if f, err = os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
			return f
		}
	}
	t.Fatalf("nobody reads the pipe: %v", err)
	return nil
}
