# Bare `make` lists the targets. Every target sets up what it needs first, and skips what is there.
PORT ?= 8000
DIR ?=
PEOPLE ?=
SEED ?=
BUNDLES ?=
OVERLAY ?=
NEIGHBOUR ?= yes
T ?=
SECONDS ?= 60
Q ?=

bin := .venv/bin
demo_options := --port $(PORT) \
	$(if $(DIR),--dir "$(DIR)") $(if $(PEOPLE),--people $(PEOPLE)) $(if $(SEED),--seed $(SEED)) \
	$(if $(BUNDLES),--bundles "$(BUNDLES)") $(if $(OVERLAY),--overlay "$(OVERLAY)") \
	$(if $(BUNDLES),,$(if $(filter yes,$(NEIGHBOUR)),--neighbour))

# Every command starts this code anew: with its bytecode kept, in less than half the time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long fuzz check fix bench quality lock dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## the environment in .venv and the built style; the others run it first
	@setup/python
	@setup/style

dev: setup
	@setup/python dev

demo: setup ## an invented region on http://127.0.0.1:8000 (PORT= DIR= PEOPLE= SEED= BUNDLES= OVERLAY= NEIGHBOUR=no)
	@exec $(bin)/carerecord demo $(demo_options)

test: check ## set up all that tests need (apt, pip, npm), check, then the test suite (T= for part of it)
	@setup/tests
	$(bin)/pytest -n auto --dist loadfile --no-loadscope-reorder $(or $(T),--ignore=tests/architecture)

test-long: check ## the tests that take minutes (T= for part of them)
	@setup/tests
	$(bin)/pytest -m slow --timeout 0 $(T)

fuzz: dev ## coverage-guided fuzzing of all that reads what others send (T= for some targets, SECONDS= for each, SEED= to go over one again)
	@PYTHONPATH=.:tests $(bin)/python -m fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED)) $(T)

check: dev ## lint, layout, types, layers, docs
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/pytest tests/architecture

fix: dev ## format, and mend what lint can mend
	$(bin)/ruff check --fix
	$(bin)/ruff format

bench: setup ## benchmarks with ratios (B= for options: --small, --json, --where, --decision, --find, --merge, --draw, --arrive, --long, --feed, --hang, --evidence, --audit, --audit-search, --unusual)
	@$(bin)/python -m bench $(B)

quality: setup ## how often what decides is right, beside its targets (Q="identity --small", "public", "merge --small", shared-files, …)
	@setup/python quality
	@$(bin)/python -m quality $(Q)

lock: dev ## write the locked dependencies anew from pyproject.toml
	@setup/lock
