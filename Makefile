# The habits of the project. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
STAMPS := .make
FRONT := $(shell find frontend/src frontend/scripts frontend/*.json frontend/*.ts -type f 2>/dev/null) src/palpate/body/data/views.json
DIST := src/palpate/clinic/static/dist/.vite/manifest.json
PORT ?= 8000
LOCK := --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --strip-extras --allow-unsafe

.PHONY: help run test test-engines lint bench demo-reset shell lock clean

help: ## list these habits
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: $(STAMPS)/run $(DIST) ## set everything up, load the demo clinic, start the app
	@$(PY) -m palpate serve --data .data --demo --port $(PORT)

test: $(STAMPS)/dev $(STAMPS)/system $(DIST) ## set up and run every test, on SQLite and on PostgreSQL
	$(PY) -m pytest
	$(PY) -m tests.support.postgres $(PY) -m pytest tests/clinic tests/browser

test-engines: $(STAMPS)/dev ## only the library's tests, in seconds
	$(PY) -m pytest tests --ignore=tests/clinic --ignore=tests/browser

lint: $(STAMPS)/dev $(STAMPS)/node ## style, types and the direction of imports
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	cd frontend && npm run --silent check

bench: $(STAMPS)/dev ## every figure, beside a peer's or the exact answer
	@for b in benchmarks/*.py; do echo "== $$b"; $(PY) $$b; done

demo-reset: $(STAMPS)/run ## throw the demo data away and load it afresh
	rm -rf .data
	PALPATE_DATA=.data $(PY) -m palpate manage migrate -v 0
	PALPATE_DATA=.data $(PY) -m palpate manage load_demo

shell: $(STAMPS)/run ## a Python shell with the clinic's models
	PALPATE_DATA=.data $(PY) -m palpate manage shell

lock: $(STAMPS)/dev ## compile the locked requirements anew
	CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile -q --extra dev --extra body $(LOCK) -o requirements/dev.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile -q $(LOCK) -c requirements/dev.txt -o requirements/run.txt pyproject.toml


clean: ## remove what was built (keeps .data)
	rm -rf .venv .make frontend/node_modules src/palpate/clinic/static/dist dist build

# Set-up, each step once -----------------------------------------------------------------------------

.venv/bin/python:
	@command -v python3 >/dev/null || { echo "Palpate needs Python 3.11 or later."; exit 1; }
	@python3 -m venv .venv 2>/dev/null || { rm -rf .venv; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv .venv; \
	  else echo "Install Debian's package python3-venv, then try again."; exit 1; fi; }

$(STAMPS)/run: requirements/run.txt pyproject.toml | .venv/bin/python
	@mkdir -p $(STAMPS)
	@[ -f $(STAMPS)/dev ] || { echo "Installing Palpate's parts..."; $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt; $(PY) -m pip install -q --no-deps -e .; }
	@touch $@

$(STAMPS)/dev: requirements/dev.txt pyproject.toml | .venv/bin/python
	@mkdir -p $(STAMPS)
	@echo "Installing Palpate's parts and tools..."
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(PY) -m pip install -q --no-deps -e .
	@touch $@ $(STAMPS)/run

$(STAMPS)/node: frontend/package-lock.json
	@mkdir -p $(STAMPS)
	@command -v npm >/dev/null || { echo "Palpate's front end needs Node 20 with npm."; exit 1; }
	cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

$(DIST): $(STAMPS)/node $(FRONT)
	cd frontend && npm run --silent build
	@touch $@

$(STAMPS)/system:
	@mkdir -p $(STAMPS)
	@bash scripts/system.sh
	@touch $@
