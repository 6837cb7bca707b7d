# Everything that a person types. `make` alone says what there is.
#
# Set-up is in three marks: the Python environment, the npm libraries and the browser. Each mark's
# name holds a checksum of what it was made from, so that a changed pin makes it anew and nothing
# else does. Works with the GNU make 3.81 of macOS.

SHELL := /bin/bash
JOURNEYS ?= on

PY := .venv/bin/python
SUM = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
PYTHON_READY := .venv/ready-$(call SUM,requirements-dev.txt)
NODE_READY := node_modules/.ready-$(call SUM,package.json package-lock.json)
PIP_COMPILE = CUSTOM_COMPILE_COMMAND='make pins' .venv/bin/pip-compile --quiet --generate-hashes \
	--allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: help desk test check bench pictures pins
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z]*:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

desk: $(PYTHON_READY) $(NODE_READY) ## the whole desk, ready to try; PORT and CALLERS_PER_HOUR may be given
	@exec $(PY) -m workers.desk

test: $(PYTHON_READY) $(NODE_READY) ## every test; JOURNEYS=off leaves the browser's out
	@$(if $(filter off,$(JOURNEYS)),true,$(PY) -m tests.browser)
	$(PY) -m pytest $(if $(filter off,$(JOURNEYS)),-m "not journey")

check: $(PYTHON_READY) $(NODE_READY) ## style, types, import contracts, the ten longest files
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m tests.node tsc --noEmit -p tsconfig.json
	@$(PY) -m tests.house.longest

bench: $(PYTHON_READY) $(NODE_READY) ## the figures, beside those of a bare server: one JSON object a line
	@$(PY) -m tests.browser
	@$(PY) -m tests.bench

pictures: $(PYTHON_READY) $(NODE_READY) ## a picture of every screen at three widths, into docs/screens
	@$(PY) -m tests.browser
	@$(PY) -m tests.journeys.pictures

# With Python 3.11, the oldest we run on: what only it needs would be missing otherwise.
pins: $(PYTHON_READY) ## pin every library anew, with its hash
	$(PIP_COMPILE) --upgrade --output-file requirements.txt requirements.in
	$(PIP_COMPILE) --upgrade --output-file requirements-dev.txt requirements-dev.in
	$(PY) -m tests.node npm install --package-lock-only --ignore-scripts

# ---------------------------------------------------------------- set-up

$(PYTHON_READY): requirements-dev.txt
	@echo "Setting up Python in .venv (once; a few minutes at most)"
	@if ! .venv/bin/python -c '' 2>/dev/null; then \
		for python in python3 python3.14 python3.13 python3.12 python3.11; do \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
			$$python -m venv --clear .venv && break; \
			[ "$$(id -u)" = 0 ] && apt-get install -y python3-venv && \
				$$python -m venv --clear .venv && break; \
		done; \
	fi; \
	.venv/bin/python -c '' 2>/dev/null || { \
		echo "Frontdoor needs Python 3.11 or later, with its venv module" >&2; exit 1; }
	$(PY) -m pip install --require-hashes --disable-pip-version-check -r requirements-dev.txt
	@rm -f .venv/ready-* && touch $@

$(NODE_READY): package.json package-lock.json | $(PYTHON_READY)
	@echo "Fetching the browser's libraries into node_modules"
	$(PY) -m tests.node npm ci --ignore-scripts --no-fund --no-audit --no-update-notifier
	@touch $@
