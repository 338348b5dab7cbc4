# Everything a newcomer needs: `make run` shows the program, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DATA ?= var
PORT ?= 8000

# Images for containers like to set it. Each part of the tests starts Python dozens of times: what is compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install run test test-plain test-lists test-tooling test-sqlite test-postgres test-browser \
        walk lint style types arrows migrations bench screenshots lock clean

help: ## Show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(INSTALLED) ## Make .venv with the program and its tools (exact versions, hashes checked)

# A file stands for the finished installation, so that a broken one is never taken for done.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Quanze needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## Make a demo installation in ./var (once) and serve it at http://127.0.0.1:8000/
	@if [ -e $(DATA)/secret_key ] && [ ! -e $(DATA)/demo_logins.json ]; then \
	    echo "$(DATA) holds an installation that is no demo; serve it with: $(BIN)/quanze --data $(DATA) serve" >&2; \
	    echo "or make a demo beside it: make run DATA=demo" >&2; exit 2; fi
	@$(BIN)/quanze --data $(DATA) init --demo >/dev/null
	@exec $(BIN)/quanze --data $(DATA) serve --port $(PORT)

test: ## Everything: lint, plain, tooling, SQLite, PostgreSQL, browser; fetches Chromium and fonts where it may
	@PYTHON=$(PYTHON) scripts/test-everything

test-plain: install ## The tests that need neither database nor browser, nor an installation, but those of lists
	$(BIN)/python -m pytest -m "not database and not browser" --ignore tests/tooling --ignore tests/lists

test-lists: install ## Reading, checking, comparing and writing lists
	$(BIN)/python -m pytest -m "not database and not browser" tests/lists

test-tooling: install ## The program as it is installed, and the project's own tools
	$(BIN)/python -m pytest -m "not database and not browser" tests/tooling

test-sqlite: install ## The tests that use the database, on SQLite
	$(BIN)/python -m pytest -m "database and not browser"

test-postgres: install ## The tests that use the database, on PostgreSQL
	QUANZE_TEST_DATABASE=postgres $(BIN)/python -m pytest -m "database and not browser"

test-browser: install ## The pages in Chromium
	$(BIN)/python -m pytest -m browser tests/browser

walk: install ## Play whole matters in Chromium, one line for each path; some of them: make walk ONLY=不予受理
	@$(BIN)/python -m tests.walks $(ONLY)

lint: style types arrows migrations ## Style, types, arrows between packages, forgotten migrations

style: install
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check --output-format concise .

types: install
	$(BIN)/mypy

arrows: install
	$(BIN)/lint-imports --no-logo

migrations: install
	DATABASE_URL=sqlite:///:memory: $(BIN)/python -m django makemigrations --check --dry-run \
	    --settings quanze.site.settings

bench: install ## The figures of speed and size with their limits
	$(BIN)/python -m bench

screenshots: install ## Draw docs/screenshots anew from a demo installation
	$(BIN)/python scripts/screenshots.py

lock: ## Resolve requirements.lock anew from pyproject.toml (needs the network)
	scripts/lock

clean: ## Remove what the tools made, but no data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist src/*.egg-info
