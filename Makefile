# The whole project behind a few words. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup check review site manuscript format lint test docs planted hostile mutants bench
.PHONY: lab clean sheets
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Figures are compared byte for byte, so nothing of the caller's taste may reach them.
unexport MPLBACKEND MATPLOTLIBRC

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Plain pip: it compiles bytecode on installing, which every kernel start profits from.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..." >&2; exit 1; }
	@echo "Set-up 1/3: a virtual environment in $(VENV)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@echo "Set-up 2/3: the locked packages, each checked against its hash (about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "Set-up 3/3: the package itself"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

setup: $(READY) ## virtual environment, locked packages, the package (nothing to do when nothing changed)

check: $(READY) ## are the coded tables what the dictionary promises?
	@$(BIN)/evidence check

review: $(READY) ## derive every table, draw every figure, execute every notebook
	@$(BIN)/evidence build

site: $(READY) ## the page of the review in site/: every number opens the place where it was reported
	@$(BIN)/evidence site

manuscript: $(READY) ## write the papers of manuscript/ as Word, PDF, HTML and JATS
	@$(BIN)/evidence manuscript

format: $(READY) ## format the code and correct what the linter can correct by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lint: $(READY) ## format, lint, types and the order of packages; changes nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

# The slowest files come first, so that no core waits for the other at the end.
test: $(READY) ## the test suite and the notebooks, compared with what is committed
	@echo "Testing: the package, the data, the figures, the notebooks (a few minutes)"
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --nbval --nbval-current-env --nbval-cell-timeout=120 notebooks tests src

docs: $(READY) ## write the generated pages of docs/ and the pictures of the gallery
	@$(BIN)/python -m docs.make

sheets: $(READY) ## contact sheets of every figure in every journal's sizes, in exports/ (minutes)
	@$(BIN)/python -m bench.contact_sheets

planted: $(READY) ## plant errors and count those found, written to docs/audit_planted.md (minutes)
	@$(BIN)/python -m bench.planted_errors.sensitivity

hostile: $(READY) ## try malformed input on every command: what is not refused by name (minutes)
	@$(BIN)/python -m bench.hostile

mutants: $(READY) ## change the rules' code a little, count the changes that a test finds (hours)
	@$(BIN)/python -m bench.mutants

# The whole project is in the file browser; nothing is fetched, nobody else on the network gets in.
lab: $(READY) ## open JupyterLab at the index of the notebooks
	@mkdir -p $(VENV)/etc/jupyter/labconfig
	@echo '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}' \
	  > $(VENV)/etc/jupyter/labconfig/page_config.json
	@$(BIN)/jupyter lab --ServerApp.root_dir=. --ServerApp.ip=127.0.0.1 \
	  --LabApp.default_url=/lab/tree/notebooks/00_summary.ipynb \
	  --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

bench: $(READY) ## timings side by side, written to docs/benchmarks.md (about half an hour)
	@$(BIN)/python -m bench

clean: ## remove what can be made again: the virtual environment and caches
	@rm -rf $(VENV) .build .pytest_cache .hypothesis .mypy_cache .ruff_cache src/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
