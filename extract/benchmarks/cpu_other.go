//go:build !unix

package main

import "time"

var started = time.Now()

// cpuTime returns the time since the program began, where there is no better.
func cpuTime() time.Duration { return time.Since(started) }
