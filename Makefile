# Every target sets up what it needs by itself; a fresh machine has Python 3.11, git and make, and nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.SILENT:

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := .venv/bin
PYTEST := $(RUN)/python -m pytest
# Two cores do: one test process each.
WORKERS ?= 2

.PHONY: help
help: ## Print this help
	awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-10s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: .venv/ready ## Start everything with a believable distributor; prints addresses and logins
	exec $(RUN)/fondaco demo

.PHONY: check
check: .venv/ready ## Format, lint, types, house rules, unit tests: under a minute
	$(RUN)/ruff format --check src tests bench
	$(RUN)/ruff check src tests bench
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache
	$(PYTEST) -n $(WORKERS) -m "not slow and not tryton and not browser" -q

.PHONY: test
test: .venv/ready chromium postgresql ## All tests: the real PostgreSQL, a real Tryton ERP, a real browser
	$(PYTEST) -n $(WORKERS) --dist loadgroup --durations 15

.PHONY: bench
bench: .venv/ready chromium ## All benchmarks; each prints a table and one line of JSON
	for script in bench/[a-z]*.py; do
	    name=$$(basename $$script .py)
	    echo "== $$name"
	    $(RUN)/python -m bench.$$name
	done

.PHONY: docs
docs: .venv/ready ## Build the manual into site/; any warning is an error
	NO_MKDOCS_2_WARNING=1 $(RUN)/mkdocs build --strict --quiet

.PHONY: format
format: .venv/ready ## Format the code and mend what can be mended
	$(RUN)/ruff check --fix --quiet src tests bench || true
	$(RUN)/ruff format --quiet src tests bench

.PHONY: lock
lock: .tools/ready ## Renew the lock file from pyproject.toml
	$(UV) lock --quiet --upgrade
	$(UV) export --quiet --all-extras --all-groups --no-emit-project --no-header --format requirements-txt -o requirements.lock

.PHONY: clean
clean: ## Remove everything that was built or loaded, the demo's data too
	rm -rf .venv .tools .fondaco .mypy_cache .ruff_cache .pytest_cache .hypothesis site

.PHONY: chromium
chromium: ## Install Debian's Chromium where it is missing and permitted
	tools/chromium

.PHONY: postgresql
postgresql: ## Install Debian's PostgreSQL 15 where it is missing and permitted, without starting it
	tools/postgresql

.tools/ready:
	tools/uv $(UV)
	mkdir -p .tools && touch $@

.venv/ready: requirements.lock pyproject.toml .tools/ready
	echo "Installing the packages of requirements.lock …"
	[ -x $(RUN)/python ] || $(UV) venv --quiet --python '>=3.11,<3.12' .venv
	VIRTUAL_ENV=.venv $(UV) pip sync --quiet --require-hashes requirements.lock
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --editable .
	touch $@
