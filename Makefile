# Two commands: `make serve` shows the widget answering, `make test` checks everything.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= .helpwidget
PORT ?= 8000
SIZES ?= 60,1000,10000
ROUNDS ?= 5
BENCH ?= .bench
LOOPS := $(wildcard index/*.pyx index/*.pxd) index/build_hook.py

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

serve: $(VENV)/.run ## Build the index of the sample guides and serve the demo page (PORT=8000)
	@$(BIN)/helpwidget serve --data $(DATA) --port $(PORT)

test: $(VENV)/.dev chromium firefox nginx bundler ## Run linters, types, floors and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -W ignore::SyntaxWarning -m pytest --cov --cov-report=term-missing:skip-covered

soak: $(VENV)/.dev chromium firefox nginx bundler ## Run all tests with the full numbers of repetitions (hours)
	HELPWIDGET_SOAK=1 $(BIN)/python -W ignore::SyntaxWarning -m pytest

bench: $(VENV)/.bench bundler ## Measure the search against other engines (SIZES=60,1000,10000 ROUNDS=5 BENCH=.bench)
	$(BIN)/python -W ignore -m tests.bench --sizes $(SIZES) --rounds $(ROUNDS) --cache $(BENCH) --out $(BENCH)

format: $(VENV)/.dev ## Format the sources and mend what linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build-widget: ## Build static/help-widget.js from its modules (needs Node)
	npm ci --no-audit --no-fund
	npm run build

lock: $(VENV)/.dev ## Pin all dependencies anew, with hashes
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --upgrade --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --extra dev --upgrade --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --extra bench --upgrade --constraint requirements-dev.lock \
		--output-file requirements-bench.lock pyproject.toml

sbom: $(VENV)/.dev ## Write sbom.json: what runs, with hashes, as CycloneDX
	$(BIN)/pip install --quiet --disable-pip-version-check cyclonedx-bom
	$(BIN)/cyclonedx-py requirements requirements.lock --output-format JSON --output-file sbom.json

audit: $(VENV)/.dev ## Look up known weaknesses of what runs (asks the package index; fails where one can't be looked up)
	$(BIN)/pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	     && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	        chromium fonts-noto-cjk fonts-noto-color-emoji >/dev/null; } \
	|| { echo "make test: the browser tests need Chromium, which can't be installed from here;" \
	          "install it (on Debian, as root: apt-get install chromium fonts-noto-cjk) and run make test again" >&2; exit 1; }

nginx:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq \
	     && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx >/dev/null; } \
	|| echo "make test: without nginx the tests of its configuration are skipped" >&2

firefox: chromium
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	     && apt-get install -y -qq --no-install-recommends firefox-esr >/dev/null; } \
	|| echo "make test: no Firefox here, and none can be installed; its tests will be skipped" >&2

bundler:
	@[ -d node_modules/eslint-scope ] || { command -v npm >/dev/null && npm ci --no-audit --no-fund --fetch-retries=0 >/dev/null 2>&1; } \
	|| echo "make: no packages of Node here, and none can be installed: the built widget is checked by its digest only, and MiniSearch is not measured" >&2

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: Python 3.11 or newer is needed; name it: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml $(LOOPS)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml $(LOOPS)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	@touch $@

clean: ## Remove what make made
	rm -f index/*.so
	rm -rf $(VENV) $(DATA) $(BENCH) sbom.json node_modules dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

.PHONY: help serve test soak bench format build-widget lock sbom audit chromium firefox nginx bundler clean
