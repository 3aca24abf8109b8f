# Run `make` for the list of targets. All settings of the tools are in pyproject.toml.
VENV ?= .venv
export VENV
BIN = $(VENV)/bin

.DEFAULT_GOAL = help
.PHONY: help setup run test test-both test-setup lint style types bench fuzz mutants looks catalogue lock clean

help: ## Show this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## Install everything the program needs (PYTHON=... chooses the interpreter, VENV=... the place)
	@ops/setup.sh

run: setup ## Serve on http://127.0.0.1:8000, with a demo station when the database is empty
	@ops/run.sh

test-setup: setup
	@ops/test-setup.sh

test: test-setup ## Install what tests need, check the code, run every test (tests/turns.py: on which database)
	@$(MAKE) --no-print-directory style
	@ops/tests.sh

test-both: test-setup ## Run every test that asks for a database on SQLite and on PostgreSQL
	@TURNS= ops/tests.sh

lint: style types ## Check style, types, import directions and declared dependencies

style:
	@$(BIN)/ruff check
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry .

types:
	@$(BIN)/mypy

bench: test-setup ## Measure speed and memory: tests/bench/bench_*.py, one after the other
	@ops/each.sh tests/bench/bench_*.py

fuzz: test-setup ## Compare engine and plain reading over random rules and cases: tests/bench/sweep_*.py
	@ops/each.sh tests/bench/sweep_*.py

mutants: test-setup ## Put small faults into the law's arithmetic, each of which a test must notice: tests/mutation
	@$(BIN)/python -m tests.mutation

looks: test-setup ## Look at every page at both widths in both languages, by every rule of axe
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m tests.browser.looks

catalogue: ## Collect the messages of code and pages into mediation/translations and compile them
	@ops/catalogue.sh

lock: ## Write the two lock files anew from pyproject.toml (needs uv)
	@ops/lock.sh

clean: ## Remove the environment and everything made by tools; var/ with the data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find mediation/translations -name '*.mo' -delete 2>/dev/null || true
