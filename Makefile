# The one door to set-up, tests and checks. `make` alone lists the targets.

PYTHON ?= python3
ARGS ?=
PYTEST_ARGS ?=
LOCK_ARGS ?=

BIN := .venv/bin
READY := .venv/.ready

# One set of pins for every supported Python and processor, hence --universal with as few forks as possible.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test study check bench screens lock clean

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s  %s\n", $$1, $$2}' Makefile

setup: $(READY) ## create .venv from the lock files and install the project in it

demo: $(READY) ## plan an invented community's parking and explain the result (ARGS=...)
	$(BIN)/commontide demo $(ARGS)

# Where a process of xdist ends, the run does, with the name of its test: by modules xdist 3.8 gives a new process the
# same test again, and waits without end for what the old one had done already.
test: $(READY) ## run the tests on two processes, each module on one (PYTEST_ARGS=... instead)
	$(BIN)/python -m pytest --maxfail=10 $(or $(PYTEST_ARGS),-n 2 --dist loadscope --max-worker-restart=0)

study: $(READY) ## run the measurements that take minutes (PYTEST_ARGS=...)
	$(BIN)/python -m pytest -m study -o faulthandler_timeout=0 $(PYTEST_ARGS)

check: $(READY) ## check format, lint, types, import rules and translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m api.sentences --check

bench: $(READY) ## compare the engines with first come, first served on small parking problems
	$(BIN)/commontide bench parking --size mini --seeds 5

screens: $(READY) ## render the main pages to docs/screens (needs chromium)
	$(BIN)/python -m tests.pages.screens

lock: $(READY) ## recompile both lock files (LOCK_ARGS=--upgrade for newer releases)
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --output-file requirements-dev.lock --constraint requirements.lock --group dev pyproject.toml

clean: ## remove .venv, caches and build output
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp comes last: a set-up that was cut off is done again.
$(READY): pyproject.toml requirements.lock requirements-dev.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages in .venv; the first time takes a minute or two."
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@
