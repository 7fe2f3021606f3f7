# The commands of the project. Each target sets up what it needs; nothing is done twice.
#
#   make run     set up and serve on http://127.0.0.1:8000 (keeps the data)
#   make test    the whole test suite            PYTEST_ARGS="tests/unit -x" for a part
#   make lint    ruff, mypy, import contracts
#   make bench   the measured speeds
#   make bench-peers   the engine beside flamapy and clingo      BENCH_ARGS="--models DIR"
#   make bench-goals   everything that docs/performance.md tables, in one run      BENCH_MODELS=DIR
#   make coverage   tests of prices and values reach every line and branch of them
#   make mutants    how many changes to prices and values the tests notice     MUTANTS=PATTERN for a part
#                   and whether each that they miss is listed with its reason  MUTANTS_ARGS=--write lists new ones
#   make wheel   dist/*.whl with templates, assets, fonts and catalog inside
#   make docs    write the pages of docs/ that are made from code
#   make lock    write the lock files anew       LOCK_ARGS=--upgrade for newer versions
#   make clean   remove everything that set-up made, but not the data in var/
#
# Variables: VENV (the virtual environment's folder), PYTHON (the interpreter that makes it), TEST_WORKERS (2), CONFIGURATOR_*
# (docs/settings.md).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.NOTPARALLEL:

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?=
# Tests run side by side, a file of them at a time; each worker has a database server of its own.
TEST_WORKERS ?= 2
LOCK_ARGS ?=
BENCH_ARGS ?=
BENCH_MODELS ?=
MUTANTS ?=
MUTANTS_ARGS ?=
override VENV := $(abspath $(VENV))
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The solver's large blocks go back to the system one by one: kept in the heap they make it grow to many gigabytes of
# addresses, until the kernel refuses such a process to fork.
export MALLOC_MMAP_THRESHOLD_ := 131072

# A stamp carries the digest of its inputs: changed locks or sources of assets make it a new file, so the step runs again.
digest = $(shell cat $(1) | sha256sum | cut -c1-16)
STAMPS := $(VENV)/stamps
BASE_INPUTS := requirements/setup.txt setup.cfg pyproject.toml
ASSET_INPUTS := package-lock.json requirements/characters.txt scripts/assets.py
BASE := $(STAMPS)/base-$(call digest,$(BASE_INPUTS))
RUN := $(STAMPS)/run-$(call digest,$(BASE_INPUTS) requirements/run.txt)
TEST := $(STAMPS)/test-$(call digest,$(BASE_INPUTS) requirements/test.txt)
# Other engines to compare with: each environment apart, because their pins clash with ours and with one another's.
PEERS := .venv-bench
EXACT_PEERS := $(PEERS)/exact/made-from-$(call digest,requirements/bench.txt)
CONFIGURATOR_PEER := $(PEERS)/configurator/made-from-$(call digest,requirements/bench-configurator.txt)
# Mutants are judged in an environment of their own: the tests' one and what makes them.
MUTANT_TOOLS := .venv-mutants/made-from-$(call digest,requirements/mutants.txt)
# The rooms whose every line and branch their own tests reach, and these tests.
COVERED := configurator/ledgers,configurator/pricing,configurator/programmes,configurator/values
COVERING := tests/unit/ledgers tests/unit/pricing tests/unit/programmes tests/unit/values tests/cases/pricing
ASSETS := static/vendor/.made-from-$(call digest,$(ASSET_INPUTS))

.PHONY: help run test lint coverage mutants bench bench-peers bench-goals wheel docs lock clean setup setup-test system-run system-test

help:
	@sed -n '3,17s/^# \{0,1\}//p' Makefile

run: setup
	@$(BIN)/configurator db upgrade
	@$(BIN)/configurator seed
	@exec $(BIN)/configurator serve

test: setup-test
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile $(PYTEST_ARGS)

lint: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config setup.cfg

coverage: setup-test
	$(BIN)/python -m coverage run --branch --source $(COVERED) -m pytest -q -p no:cacheprovider $(COVERING)
	$(BIN)/python -m coverage report --fail-under=100

# A whole run begins with nothing: mutmut would keep the verdicts of functions that stayed while their tests changed.
mutants: setup-test $(MUTANT_TOOLS)
	$(if $(MUTANTS),,rm -rf mutants)
	.venv-mutants/bin/python -m scripts.mutate $(foreach pattern,$(MUTANTS),'$(pattern)')
	$(BIN)/python -m scripts.mutants $(MUTANTS_ARGS)

bench: setup
	$(BIN)/python -m scripts.bench

bench-peers: setup $(EXACT_PEERS) $(CONFIGURATOR_PEER)
	$(BIN)/configurator bench engine --peers --peers-in $(PEERS) $(BENCH_ARGS)

bench-goals: setup $(EXACT_PEERS) $(CONFIGURATOR_PEER)
	$(BIN)/configurator bench engine --clicks 200 $(addprefix --models ,$(BENCH_MODELS))
	$(BIN)/configurator bench completion --requests examples/requests
	$(BIN)/configurator bench engine --peers --peers-in $(PEERS) --clicks 40 $(addprefix --models ,$(BENCH_MODELS))
	$(BIN)/python -m scripts.bench

wheel: setup
	@rm -rf build  # what an earlier build left would travel along
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls -l dist/*.whl

docs: $(TEST)
	$(BIN)/python scripts/document.py docs

lock: $(TEST)
	scripts/lock.sh $(BIN)/uv $(LOCK_ARGS)

clean:
	@test ! -e $(VENV)/pyvenv.cfg || rm -rf $(VENV)
	rm -rf $(PEERS) .venv-mutants mutants node_modules static/vendor static/fonts build dist *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: system-run $(RUN) $(ASSETS)

setup-test: system-test $(TEST) $(ASSETS)

system-run:
	@scripts/system.sh run $(PYTHON)

system-test:
	@scripts/system.sh test $(PYTHON)

$(BIN)/python: | system-run
	$(PYTHON) -m venv $(VENV)

$(BASE): | $(BIN)/python
	@echo "Installing set-up's own tools"
	@$(PIP) install --require-hashes -r requirements/setup.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && rm -f $(STAMPS)/base-* && touch $@

$(RUN): | $(BASE)
	@echo "Installing the locked dependencies"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@rm -f $(STAMPS)/run-* && touch $@

$(TEST): | $(BASE)
	@echo "Installing the locked dependencies, with those for tests"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@rm -f $(STAMPS)/test-* && touch $@

$(EXACT_PEERS): requirements/bench.txt
$(CONFIGURATOR_PEER): requirements/bench-configurator.txt
$(EXACT_PEERS) $(CONFIGURATOR_PEER): | system-run
	@echo "Installing the engines of others to compare with"
	@rm -rf $(@D) && $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r $<
	@touch $@

$(MUTANT_TOOLS): requirements/mutants.txt | system-test
	@echo "Installing what makes mutants"
	@rm -rf $(@D) && $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r $<
	@touch $@

# node, npm's packages other than those for tests and the character database are needed no longer once the assets are made.
$(ASSETS): | $(BASE)
	@test -x $(BIN)/fonttools || $(MAKE) $(RUN)
	@echo "Making the browser's assets and the fonts"
	@scripts/npm.sh $(BIN)/python $(VENV)/node ci --silent
	@$(PIP) download --require-hashes --no-deps -r requirements/characters.txt --dest $(VENV)/characters
	@$(BIN)/python scripts/assets.py $(VENV)/characters/*.whl
	@rm -rf $(VENV)/node $(VENV)/characters && touch $@
