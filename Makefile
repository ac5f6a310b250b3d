# Needs Python 3.11+ with venv, and nothing else done before.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := .venv-torch
TRAINING := .venv-training

.PHONY: help setup setup-dev digest test test-torch test-cluster lint format types docs bench-digest bench-kill bench-fanout bench-crawl bench-cluster bench-soak bench-overload bench-scaling picture train clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup: $(VENV)/.ready  ## .venv with Mujaz as its users install it

setup-dev: $(VENV)/.ready-dev  ## the same with what tests, checks and measurements need

# pip before 24 fails on requirements of the form lxml[html-clean]: upgrade it first.
$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Mujaz needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# The second stamp depends on the first, so either target may be the first one called.
$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

digest: $(VENV)/.model  ## an English digest of samples/; OFFLINE=1 asks no network for a model
	$(BIN)/mujaz digest samples/

# Asked for once. Without a network this ends within 5 seconds, and the embedded model translates.
$(VENV)/.model: $(VENV)/.ready
	@test -n "$(OFFLINE)" || $(BIN)/mujaz models get firefox \
	  || echo "Going on without it. Later: $(BIN)/mujaz models get firefox"
	@touch $@

# Tests start the program many times: what was compiled is kept, whatever the environment says.
test: setup-dev  ## all tests but the long ones
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist worksteal

test-cluster: setup-dev  ## the long tests: many processes on one PostgreSQL, harmed all the while
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m cluster

# torch stands in a second venv: the default install and its tests do without.
test-torch: $(TORCH)/.ready  ## tests of what needs torch: conversion, the engine transformers
	$(TORCH)/bin/python -m pytest -p no:cacheprovider tests/translation/model_store tests/translation/engines/test_ctranslate2.py tests/translation/engines/torch tests/training

$(TORCH)/.ready: pyproject.toml
	$(PYTHON) -m venv $(TORCH)
	$(TORCH)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(TORCH)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,torch]'
	@touch $@

# Resumes where it stopped. RUN is the folder of the run; TRAIN, options of training/train.py.
train: $(TRAINING)/.ready  ## teach the embedded model more: make train RUN=FOLDER (training/README.md)
	@test -n "$(RUN)" || { echo "Name a folder for the run: make train RUN=~/aren-run"; exit 1; }
	nice -n 19 $(TRAINING)/bin/python -m training.train $(RUN) $(TRAIN)

$(TRAINING)/.ready: pyproject.toml
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[torch]'
	@touch $@

# Every tool is asked, whatever the one before it says.
lint: setup-dev  ## style, rule tables, who may import whom, Arabic in code, what nothing uses
	@failed=; ask() { echo "$(BIN)/$$*"; $(BIN)/$$* || failed="$$failed; $$*"; }; \
	ask ruff check .; \
	ask ruff format --check .; \
	ask python -m bot.language.lexicon; \
	ask python -m tests.house.arabic_letters; \
	ask lint-imports --no-logo; \
	ask python -m tests.house.unused; \
	ask vulture; \
	if test -x $(BIN)/hadolint; then ask hadolint Dockerfile; fi; \
	test -z "$$failed" || { echo "make lint failed at: $${failed#; }"; exit 1; }

format: setup-dev  ## rewrite the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup-dev  ## mypy, strict
	$(BIN)/mypy

docs: setup-dev  ## docs/cli.md, docs/settings.md and the figures in README.md, from their sources
	$(BIN)/python docs/generate.py

bench-digest: setup-dev  ## wall time and memory of `mujaz digest samples/`
	$(BIN)/python bench/digest.py

bench-kill: setup-dev  ## 200 SIGKILLs while digests go out: lost, out of order, twice
	$(BIN)/python bench/kill.py

bench-fanout: setup-dev  ## one digest to 5,000 chats, unpaced and at Telegram's limits
	$(BIN)/python bench/fanout.py

bench-crawl: setup-dev  ## 2,000 feeds polled, unchanged again, and hostile ones
	$(BIN)/python bench/crawl.py

bench-cluster: setup-dev  ## 5,000 articles by three workers and two bots under kills and other harm
	$(BIN)/python bench/cluster.py

bench-soak: setup-dev  ## the whole bot for an hour at 100 times the usual load
	$(BIN)/python bench/soak.py

bench-overload: setup-dev  ## three times as many articles as it can do
	$(BIN)/python bench/overload.py

bench-scaling: setup-dev  ## words a second by worker processes, and what the queue costs
	$(BIN)/python bench/scaling.py

picture: setup-dev  ## docs/digest.svg, the picture in the README
	$(BIN)/python bench/readme_picture.py

clean:  ## remove .venv and caches of tools
	rm -rf $(VENV) $(TORCH) $(TRAINING) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
