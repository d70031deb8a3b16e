# Everything a newcomer needs: `make run`, `make test`, `make demo`. Each builds its own environment the first time.

PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
TOOLS := .venv/.tools-installed
# Others' packages by their hashes, none built here and none beside the locked ones, which older pips would look for;
# then ours, with the build backend that is locked too.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all:
OURS := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

.PHONY: run test demo browser screenshots lint format check faults soak kills cluster bench bench-growth bench-peers accuracy constraints lock clean

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
	$(BIN)/deptry .

format: $(TOOLS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The longer fault runs: kill -9, hostile servers, three days without a receiver, Debian's OpenSMTPD (installed when
# root). Prints what was measured at its end, as docs/reliability.md quotes it.
faults: $(TOOLS)
	$(BIN)/pytest -m faults -n 0
	$(BIN)/pytest -n 0 tests/integration/service/test_secrets.py

# As many looks as seven days bring, in half an hour; `make faults` has a minute of it.
soak: $(TOOLS)
	SOAK_MINUTES=30 $(BIN)/pytest -m faults -n 0 tests/faults/test_soak.py

# Five hundred kills over looks, records, sends and upgrades, and each step of a backup and a restore; takes an hour.
kills: $(TOOLS)
	KILLS=250 $(BIN)/pytest -m faults -n 0 tests/faults/test_kill.py tests/faults/test_migration_kills.py
	$(BIN)/pytest -n 0 tests/integration/store/test_backups.py -k kill

# Three machines on one store, 300 hosts, 20,000 articles, two kills and a stop; then what one, two and three machines do. Takes
# an hour on two cores.
cluster: $(TOOLS)
	CLUSTER_HOSTS=300 CLUSTER_EACH=67 $(BIN)/pytest -n 0 -s --timeout 7200 tests/integration/cluster
	$(BIN)/pytest -n 0 -s -m faults tests/faults/test_many_machines.py

# Cost by stage and alerts on real pages; PAGES names a folder of pages (see docs/benchmarks.md).
bench: $(TOOLS)
	$(BIN)/python -m benchmarks $(PAGES)

# What a pass over 1,000 pages costs here, in urlwatch, webchanges and changedetection.io, each installed into an environment
# of its own, and as a multiple of a bare fetch; takes 15 minutes. PEERS names some of them, COUNT another number of pages.
COUNT ?= 1000
bench-peers: $(TOOLS)
	$(BIN)/python -m benchmarks.peers --count $(COUNT) $(PEERS)

# What ticks, screens, commands and a start cost with 1,000 to 1,000,000 articles; takes some minutes and 5 GB of disk.
bench-growth: $(TOOLS)
	$(BIN)/python -m benchmarks.store_growth --sizes 1000 10000 100000 1000000 --svg docs/growth.svg

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

# Writes the hashes of what constraints.txt pins into packaging/*.lock. Asks pip, and takes some minutes.
lock: $(TOOLS)
	$(BIN)/python packaging/lock.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

.venv/bin/pip:
	$(PYTHON) -m venv .venv

$(RUNTIME): pyproject.toml packaging/runtime.lock | .venv/bin/pip
	$(INSTALL) -r packaging/runtime.lock
	$(OURS)
	@touch $@

$(TOOLS): pyproject.toml packaging/test.lock | .venv/bin/pip
	$(INSTALL) -r packaging/test.lock
	$(OURS)
	@touch $(RUNTIME) $@
