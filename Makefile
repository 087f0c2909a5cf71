# What a newcomer types. CONTRACT: run, test, dev, lint, format, bench, audit.

PYTHON ?= python3
DATA_DIR ?= var
VENV := .venv
BIN := $(VENV)/bin
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)

export DATA_DIR
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run dev test lint format bench audit lock messages clean

run: $(VENV)/.run $(DATA_DIR)/static/staticfiles.json
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo
	@exec $(BIN)/gunicorn --config python:portal.server portal.wsgi

dev: $(VENV)/.run
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo
	@DEBUG=on $(BIN)/python manage.py runserver "$${HOST:-127.0.0.1}:$${PORT:-8000}"

# The same suite twice; DATABASE_URL is the only difference. Stories in a browser run on
# PostgreSQL, a smoke run of them on SQLite.
test: $(VENV)/.test
	@$(BIN)/python -m tests.run

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	DATA_DIR="$$(mktemp -d)" $(BIN)/mypy
	DATA_DIR="$$(mktemp -d)" $(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0

format: $(VENV)/.test
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

bench: $(VENV)/.test
	@$(BIN)/python -m bench

audit: $(VENV)/.test
	@$(BIN)/python -m tests.audit

# Needs uv: resolves for every supported Python and platform, with hashes.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" --extra redis pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" --extra redis --group dev pyproject.toml \
	  -o requirements-dev.lock

# Needs gettext: brings both catalogues up to date with the sources.
messages: $(VENV)/.test
	$(BIN)/django-admin makemessages -l zh_Hans -l en --no-location --no-obsolete \
	  -i $(VENV) -i var -i tests -i bench -i node_modules
	$(BIN)/django-admin compilemessages -i $(VENV)

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Portal needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	@# Debian ships venv without pip unless python3-venv is installed; pip itself can help out.
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || \
	  { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && \
	    $(PYTHON) -m pip --python $(VENV)/bin/python install --quiet pip >/dev/null 2>&1; } || \
	  { rm -rf $(VENV); echo "Python has no venv: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what Portal needs…"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@touch $@

$(VENV)/.test: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what Portal and its tests need…"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(DATA_DIR)/static/staticfiles.json: requirements.lock $(STATIC_SOURCES) | $(VENV)/.run
	@echo "Preparing static files…"
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@
