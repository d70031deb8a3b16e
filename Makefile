# Everything a newcomer needs: `make run`, `make test`, `make demo`. Each builds its own environment the first time.

PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
TOOLS := .venv/.tools-installed

.PHONY: run test demo browser screenshots lint format check faults bench accuracy constraints clean

# Writes a commented rowback.toml if there is none and starts the daemon on SQLite.
run: $(RUNTIME)
	@test -f rowback.toml || $(BIN)/rowback init --starting
	exec $(BIN)/rowback run

# Lints, types, arrows and all tests of every push.
test: $(TOOLS) lint browser
	$(BIN)/pytest -m "not faults"

# Debian's Chromium for the tests of the page, where it is missing and can be installed.
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	    echo "no Chromium here; the tests of the page in a browser are skipped"

# Every screen as a picture, in SCREENSHOTS (a folder).
SCREENSHOTS ?= build/screenshots
screenshots: $(TOOLS) browser
	mkdir -p $(SCREENSHOTS)
	SCREENSHOTS=$(SCREENSHOTS) $(BIN)/pytest -n 0 tests/screens

# A newsroom on loopback that edits its articles; shows what Rowback sees and sends.
demo: $(RUNTIME)
	$(BIN)/rowback demo

lint: $(TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(TOOLS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The longer fault runs: kill -9, hostile servers, three days without a receiver, Debian's OpenSMTPD (installed when
# root). Prints what was measured at its end, as docs/reliability.md quotes it.
faults: $(TOOLS)
	$(BIN)/pytest -m faults -n 0
	$(BIN)/pytest -n 0 tests/integration/service/test_secrets.py

# Cost by stage and alerts on real pages; PAGES names a folder of pages (see docs/benchmarks.md).
bench: $(TOOLS)
	$(BIN)/python -m benchmarks $(PAGES)

# How well changes are found, kind by kind; what is told and what alerts; single words; silence over rewritten articles
# and noisy re-fetches; rolling tolls; growth. PAIRS names another folder of pairs than our own (see docs/accuracy.md).
accuracy: $(TOOLS)
	$(BIN)/python -m benchmarks.accuracy $(PAIRS)
	$(BIN)/python -m benchmarks.pairs_told $(PAIRS)
	$(BIN)/python -m benchmarks.words
	$(BIN)/python -m benchmarks.rewrites $(PAIRS)
	$(BIN)/python -m benchmarks.tolls
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.refetches

# Pins what is installed now. Names no package index.
constraints: $(TOOLS)
	$(BIN)/pip freeze --exclude-editable --exclude setuptools --exclude pip | grep -v ' @ ' > constraints.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

.venv/bin/pip:
	$(PYTHON) -m venv .venv

$(RUNTIME): pyproject.toml constraints.txt | .venv/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(TOOLS): pyproject.toml constraints.txt | .venv/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $(RUNTIME) $@
