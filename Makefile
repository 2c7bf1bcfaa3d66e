# copydesk. `make` alone lists what there is to make.
PYTHON ?= python3
CORPUS ?=
URL ?=
OPTIONS ?=
STORIES ?= 100000
PAGES ?= 1000
RUNS ?= 3
KILLS ?= 100
MINUTES ?= 60
CASES ?= 100000
FIRST ?= 0
HOSTS ?= 200
DATABASE := output/news.db

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.stamp
DEVELOPMENT := $(VENV)/development.stamp
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
OR_SAY := || { echo "make: pip says above why the packages cannot be set up; is its index within reach? The next make goes on from here" >&2; exit 1; }
COMPILE := $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help setup cluster demo crawl test test-kills test-cluster fuzz soak test-second-run lint docs pictures lock bench-crawl bench-frontier bench-warc bench-hostile bench-hosts bench-cluster bench-engines model-cluster bench-extract bench-metadata bench-memory bench-text bench-archive bench-reextract bench-search bench-syndication train train-text

help:  ## list what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-24s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME)  ## create .venv with the pinned packages

cluster: $(RUNTIME)  ## add Dask to .venv, for scrapy cluster; on every machine of the cluster
	@$(INSTALL) --require-hashes -r requirements-cluster.txt $(OR_SAY)

demo: $(RUNTIME)  ## crawl the bundled sample news site into output/ and look at the result
	$(BIN)/python -m demo.run

crawl: $(RUNTIME)  ## URL=https://… OPTIONS="-s …": crawl one real site into output/ and look at the result
	@test -n "$(URL)" || { echo "make crawl: which site? Say make crawl URL=https://news.example" >&2; exit 2; }
	$(BIN)/scrapy crawl site -a url="$(URL)" -s DATABASE=$(DATABASE) $(OPTIONS)
	$(BIN)/python -m demo.showcase $(DATABASE)

test: $(DEVELOPMENT)  ## run the tests, against real servers
	@$(BIN)/python -m tests.system_packages
	$(BIN)/pytest

test-kills: $(DEVELOPMENT)  ## kill -9 crawls and re-extractions at a hundred random points (KILLS=100), and hold them to their promises
	KILLS="$(KILLS)" $(BIN)/pytest tests/test_crawl_killed.py tests/test_killed_imports.py tests/test_killed_care.py tests/test_reextract_killed.py tests/test_cluster_killed.py

fuzz: $(DEVELOPMENT)  ## broken and invented documents through everything that reads strangers' (CASES=100000 FIRST=0)
	$(BIN)/python -m tests.fuzzing.run --cases="$(CASES)" --first="$(FIRST)"

soak: $(DEVELOPMENT)  ## crawl papers full of faults (MINUTES=60): do memory and open files stay flat, do the books add up?
	$(BIN)/python -m tests.soaking.run --minutes="$(MINUTES)"

test-second-run: $(DEVELOPMENT)  ## what a second run costs on sites of a thousand stories in every way
	STORIES=1000 SCRAPY_LIMIT=900 $(BIN)/pytest --numprocesses=0 -rP tests/test_second_run.py

lint: $(DEVELOPMENT)  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(RUNTIME)  ## write the pages that are generated from the code
	$(BIN)/python -m crawler.storage.describe > docs/schema.md
	$(BIN)/python docs/settings.py > docs/settings.md
	$(BIN)/python docs/modules.py > docs/modules.md

pictures: $(DEVELOPMENT)  ## take the documentation's pictures anew, with Debian's Chromium
	$(BIN)/python -m tests.pictures

lock: $(DEVELOPMENT)  ## pin the newest allowed packages, with hashes, after a change of pyproject.toml
	$(COMPILE) --group pyproject.toml:install -o requirements-install.txt
	$(COMPILE) pyproject.toml -c requirements-install.txt -o requirements.txt
	$(COMPILE) pyproject.toml --extra cluster -c requirements.txt -o requirements-cluster.txt
	$(COMPILE) pyproject.toml --extra cluster --extra dev -c requirements-cluster.txt -o requirements-dev.txt
	@! grep -n '://' requirements*.txt || { echo "make lock: an address got into a lock file" >&2; exit 1; }

bench-crawl: $(DEVELOPMENT)  ## 1,000 pages from nginx: pages a second and peak memory beside plain spiders
	$(BIN)/python -m benchmarks.crawl

bench-hostile: $(DEVELOPMENT)  ## documents of 16 MB that are made to be slow: how long do they keep the reactor?
	$(BIN)/python -m benchmarks.hostile

bench-hosts: $(DEVELOPMENT)  ## 200 sites at once, a fifth slow, broken or hostile: do the good ones keep their time?
	$(BIN)/python -m benchmarks.hosts

bench-cluster: $(DEVELOPMENT)  ## the same sites by one machine and by clusters of 1 and 2 workers: time, overhead a site
	$(BIN)/python -m benchmarks.cluster

bench-engines: $(DEVELOPMENT)  ## Dask beside Ray on the work of a cluster: CPU a task, memory, a killed worker
	$(BIN)/python -m benchmarks.engines

model-cluster: $(DEVELOPMENT)  ## simulate 10,000 sites and 100 million pages on 10 to 200 workers
	$(BIN)/python -m benchmarks.cluster_model

test-cluster: $(DEVELOPMENT)  ## work of a cluster whose workers and scheduler die (HOSTS=200)
	CLUSTER_HOSTS="$(HOSTS)" SCRAPY_LIMIT=1200 $(BIN)/pytest --numprocesses=0 -o timeout=3000 tests/test_cluster_*.py

bench-frontier: $(DEVELOPMENT)  ## a site of 100,000 posts, killed and started again: memory, restart, ledger operations
	$(BIN)/python -m benchmarks.frontier

bench-warc: $(DEVELOPMENT)  ## a WARC of 3 GB: seconds and peak memory beside warcio alone
	$(BIN)/python -m benchmarks.warc

bench-extract: $(DEVELOPMENT)  ## CORPUS=DIR: word F1 and CPU time a page beside trafilatura
	@test -d "$(CORPUS)" || { echo "make bench-extract: no corpus at '$(CORPUS)'; say CORPUS=DIR" >&2; exit 2; }
	$(BIN)/python -m benchmarks.extract "$(CORPUS)"

bench-archive: $(DEVELOPMENT)  ## STORIES=100000: what filing, searching and exporting cost as an archive grows
	$(BIN)/python -m benchmarks.archive --stories="$(STORIES)"

bench-reextract: $(DEVELOPMENT)  ## PAGES=1000 RUNS=3: kept pages read again, beside extraction alone
	$(BIN)/python -m benchmarks.reextract --pages="$(PAGES)" --runs="$(RUNS)"

bench-search: $(DEVELOPMENT)  ## recall and precision of the full-text search in eight languages beside SQLite's tokenizers
	$(BIN)/python -m benchmarks.search

bench-syndication: $(DEVELOPMENT)  ## STORIES=100000: reprints found and taken for one, and what that costs as an archive grows
	$(BIN)/python -m benchmarks.syndication --stories="$(STORIES)"

bench-metadata: $(DEVELOPMENT)  ## CORPUS=DIR: headline, authors, dates and CPU time beside trafilatura
	@test -d "$(CORPUS)" || { echo "make bench-metadata: no corpus at '$(CORPUS)'; say CORPUS=DIR" >&2; exit 2; }
	$(BIN)/python -m benchmarks.metadata "$(CORPUS)"

bench-memory: $(DEVELOPMENT)  ## CORPUS=DIR: what a site's other pages add to the reading of single ones
	@test -d "$(CORPUS)" || { echo "make bench-memory: no corpus at '$(CORPUS)'; say CORPUS=DIR" >&2; exit 2; }
	$(BIN)/python -m benchmarks.memory "$(CORPUS)"

bench-text: $(DEVELOPMENT)  ## CORPUS=DIR: words lost and left by clean_text on crude dumps of pages
	@test -d "$(CORPUS)" || { echo "make bench-text: no corpus at '$(CORPUS)'; say CORPUS=DIR" >&2; exit 2; }
	$(BIN)/python -m benchmarks.text_mode "$(CORPUS)"

train: $(DEVELOPMENT)  ## CORPUS=DIR: train the block model anew
	@test -d "$(CORPUS)" || { echo "make train: no corpus at '$(CORPUS)'; say CORPUS=DIR" >&2; exit 2; }
	$(BIN)/python -m training.train "$(CORPUS)"

train-text: $(DEVELOPMENT)  ## CORPUS=DIR: train the line model of text mode anew
	@test -d "$(CORPUS)" || { echo "make train-text: no corpus at '$(CORPUS)'; say CORPUS=DIR" >&2; exit 2; }
	$(BIN)/python -m training.train_text "$(CORPUS)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("make: copydesk needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + "; name another with make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) cannot create environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# pip before 23.3 trips over extras that are spelled two ways, so pip itself comes first.
$(RUNTIME): requirements-install.txt requirements.txt | $(BIN)/python
	@echo "setting up .venv with the pinned packages; this takes a minute, once"
	@$(INSTALL) --require-hashes -r requirements-install.txt $(OR_SAY)
	@$(INSTALL) --require-hashes -r requirements.txt $(OR_SAY)
	@PYTHONWARNINGS=ignore $(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "adding the pinned packages for development to .venv"
	@$(INSTALL) --require-hashes -r requirements-dev.txt $(OR_SAY)
	@touch $@
