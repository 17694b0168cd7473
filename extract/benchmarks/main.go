// Command benchmarks measures how fast the English pipeline is beside others, on one thread each.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"attache/extract/model/en"
)

func main() {
	var o options
	flag.IntVar(&o.size, "size", 256<<10, "bytes of text")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds, in each of which every program reads the text once")
	flag.StringVar(&o.prose, "prose", "", "program built from the module in prose; none if empty")
	flag.StringVar(&o.node, "node", "", "folder with node_modules and the scripts in node; none if empty")
	worker := flag.String("worker", "", "be a worker that reads this file")
	flag.Parse()
	var err error
	if *worker != "" {
		err = work(*worker, os.Stdin, os.Stdout)
	} else {
		err = compare(o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

type options struct {
	size, rounds int
	prose, node  string
}

// reading is what a worker answers to each line of its input: it has read the text once.
type reading struct {
	Seconds   float64 `json:"seconds"`
	CPU       float64 `json:"cpu"` // seconds of processor time
	Tokens    int     `json:"tokens"`
	Sentences int     `json:"sentences"`
	Names     int     `json:"names"`
}

// work reads a text once to warm up, then once for each line of r.
func work(file string, r io.Reader, w io.Writer) error {
	runtime.GOMAXPROCS(1)
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	m, err := en.Load()
	if err != nil {
		return err
	}
	text := string(bytes)
	read(m, text)
	out := json.NewEncoder(w)
	for lines := bufio.NewScanner(r); lines.Scan(); {
		start, cpu := time.Now(), cpuTime()
		answer := read(m, text)
		answer.Seconds, answer.CPU = time.Since(start).Seconds(), (cpuTime() - cpu).Seconds()
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return nil
}

// read takes a text all the way: tokens, tags, lemmas, trees and names.
func read(m *en.Model, text string) reading {
	sentences := m.Parse(text)
	r := reading{Sentences: len(sentences), Names: len(m.Names.Find(text, sentences))}
	for _, s := range sentences {
		r.Tokens += len(s.Tokens)
	}
	return r
}

// peer is a program that reads the text when told to.
type peer struct {
	name, does string
	command    *exec.Cmd
	in         io.WriteCloser
	out        *json.Decoder
	readings   []reading
}

func (p *peer) start() error {
	var err error
	if p.in, err = p.command.StdinPipe(); err != nil {
		return err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return err
	}
	p.out = json.NewDecoder(out)
	p.command.Stderr = os.Stderr
	return p.command.Start()
}

func (p *peer) read() error {
	if _, err := io.WriteString(p.in, "read\n"); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	var r reading
	if err := p.out.Decode(&r); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	if r.Seconds <= 0 || r.CPU <= 0 || r.Tokens == 0 {
		return fmt.Errorf("%s found nothing: %+v", p.name, r)
	}
	p.readings = append(p.readings, r)
	return nil
}

func (p *peer) stop() error { return errors.Join(p.in.Close(), p.command.Wait()) }

// median of what a peer took.
func (p *peer) median(of func(reading) float64) float64 {
	var all []float64
	for _, r := range p.readings {
		all = append(all, of(r))
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// compare lets all programs read the same text in turn and prints a table.
func compare(o options, w io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "attache-benchmarks-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file, text := filepath.Join(dir, "news.txt"), newsText(o.size)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	peers := []*peer{{name: "attache", does: "tags, lemmas, trees, names", command: exec.Command(self, "-worker", file)}}
	if o.prose != "" {
		peers = append(peers, &peer{name: "prose", does: "tags, names", command: exec.Command(o.prose, file)})
	}
	if o.node != "" {
		peers = append(peers,
			&peer{name: "wink-nlp", does: "tags, dates and the like", command: exec.Command("node", filepath.Join(o.node, "wink.mjs"), file)},
			&peer{name: "compromise", does: "tags, names", command: exec.Command("node", filepath.Join(o.node, "compromise.mjs"), file)})
	}
	for _, p := range peers {
		if err := p.start(); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		defer func() { err = errors.Join(err, p.stop()) }()
	}
	// The first reading waits until a program has loaded and warmed up, and does not count.
	for round := range o.rounds + 1 {
		for _, p := range peers {
			if err := p.read(); err != nil {
				return err
			}
			if round == 0 {
				p.readings = nil
			}
		}
	}
	return printTable(w, peers, len(text))
}

// printTable prints tokens a second, all of them counted as we cut them, so
// that figures of programs that cut otherwise can be compared: by the clock,
// and by the processor time, which other programs on the machine change less.
func printTable(w io.Writer, peers []*peer, size int) error {
	clock := func(p *peer) float64 { return p.median(func(r reading) float64 { return r.Seconds }) }
	cpu := func(p *peer) float64 { return p.median(func(r reading) float64 { return r.CPU }) }
	ours := peers[0]
	tokens := float64(ours.readings[0].Tokens)
	var table strings.Builder
	fmt.Fprintf(&table, "%d bytes, %.0f tokens, one thread each, the median of %d rounds after one to warm up\n\n", size, tokens, len(ours.readings))
	fmt.Fprintf(&table, "%-12s %10s %10s %14s %14s %10s %9s %8s  %s\n",
		"", "tokens/s", "by CPU", "attache is", "by CPU", "its tokens", "sentences", "names", "does")
	for _, p := range peers {
		r := p.readings[0]
		fmt.Fprintf(&table, "%-12s %10.0f %10.0f %7.2f times %7.2f times %10d %9d %8d  %s\n",
			p.name, tokens/clock(p), tokens/cpu(p), clock(p)/clock(ours), cpu(p)/cpu(ours), r.Tokens, r.Sentences, r.Names, p.does)
	}
	_, err := io.WriteString(w, table.String())
	return err
}
