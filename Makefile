# Everything a person does with this project. Each works as the first command in a fresh clone
# with no more than python3 (3.11 or newer), make and a package index.

PORT ?= 8000
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
checksum = $(shell cksum < $(1) | cut -d ' ' -f 1)
# One installation, which may grow: what runs, and on a developer's machine what develops, too.
# An empty file tells which lock it was made from; it is made anew when that lock changes.
RUNS := .venv/runs-$(call checksum,requirements.lock)
DEVELOPS := .venv/develops-$(call checksum,requirements-dev.lock)
# A fresh one of what runs only grows; where the tools are already, `make demo` keeps them.
GROWS := $(if $(wildcard .venv/develops-*),,$(wildcard $(RUNS)))
READY := $(if $(wildcard .venv/develops-*),$(DEVELOPS),$(RUNS))
# Other people's ledgers, only to be measured against: beside the installation, never inside it.
PEERS := .venv/peers-$(call checksum,tests/benchmarks/peers.lock)
NEW_VENV = { test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; no python3 here is." >&2; \
	exit 1; }; $(PYTHON) -m venv --clear .venv || { echo "python3 has no venv here. On Debian or" \
	"Ubuntu: apt-get install python3-venv" >&2; exit 1; }; }
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
# Compiled once, and not again by each of the many processes of a run.
unexport PYTHONDONTWRITEBYTECODE
# Two processes suit two cores; `make test WORKERS=8` on a bigger machine.
WORKERS ?= 2
# A browser mostly waits: one more keeps the cores busy.
BROWSERS ?= $(shell expr $(WORKERS) + 1)
# Versions stay as they are locked; `make lock UPGRADE=--upgrade` takes the newest.
UPGRADE ?=
RESOLVE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --quiet $(UPGRADE)
SHARED_WITH_PEERS = asgiref charset-normalizer django sqlparse typing-extensions tzdata
PYTEST = $(PY) -m pytest -q -n $(WORKERS) --dist worksteal $(if $(CI),--durations=10)
# Where each kind lies is told, so that nobody reads the rest; tests/conftest.py holds it.
SUITE = $(PYTEST) -m "not browser and not proof and not house"
PROOFS = $(PYTEST) -m "proof and not browser" tests/proof tests/story
# A proof may take its time; the suite ends a test that has not ended after five minutes.
PROVE = $(PYTEST) -o faulthandler_timeout=0

# It looks after the scripts of the pages without Node and without a network.
export DENO_NO_UPDATE_CHECK = 1
DENO = .venv/bin/deno
ALONE = --quiet --no-remote --no-npm
SCRIPT_FILES = '*.js' '*.ts' '*.jsonc' '*.css'

.DEFAULT_GOAL := help
.PHONY: help ready demo test test-sqlite test-postgres test-proofs test-pages test-engines \
	test-browser check format bench prove shots messages lock scripts-check test-scripts

help:
	@echo "make demo          a demo programme on http://127.0.0.1:$(PORT), filled on the first run"
	@echo "make test          the suite, on SQLite and on PostgreSQL"
	@echo "make test-proofs   the long proofs, on both engines: races, faults, mutants, tampering"
	@echo "make test-pages    the pages on PostgreSQL too (\`make test\` has them on SQLite)"
	@echo "make test-engines  these three at once, as .ci/run takes them"
	@echo "make test-browser  the pages in a real Chromium"
	@echo "make check         format, lint, types, rooms and house rules"
	@echo "make prove         the proofs at full length (three quarters of an hour)"
	@echo "make bench         the benchmarks, written to docs/benchmarks.md"
	@echo "make shots         a picture of every page in var/shots, and those of the manual"
	@echo "make messages      collect the texts to translate and compile the catalogue"
	@echo "make format        put the code into its format"
	@echo "make lock          resolve pyproject.toml into the two locks (needs uv)"

$(RUNS):
	@$(NEW_VENV)
	$(INSTALL) -r requirements.lock
	@touch $@

$(DEVELOPS):
	@test -n "$(GROWS)" || $(NEW_VENV)
	$(INSTALL) -r requirements-dev.lock
	@touch $(RUNS) $@

ready: $(DEVELOPS)

demo: $(READY)
	@$(PY) manage.py demo
	@PORT=$(PORT) exec $(PY) manage.py serve

test: test-scripts test-sqlite test-postgres

test-sqlite: $(DEVELOPS)
	TEST_ENGINE=sqlite $(SUITE)

test-postgres: $(DEVELOPS)
	TEST_ENGINE=postgres $(SUITE)

test-proofs: $(DEVELOPS)
	TEST_ENGINE=sqlite $(PROOFS)
	TEST_ENGINE=postgres $(PROOFS)

# What .ci/run takes: the same tests, with one start for each engine. Each start reads all tests,
# migrates a database and assembles the cast, and at each end a core waits for the other.
test-engines: $(DEVELOPS) test-scripts
	TEST_ENGINE=sqlite $(PYTEST) -m "not browser and not house"
	TEST_ENGINE=postgres $(PYTEST) -m "(page or not house) and not browser"

test-pages: $(DEVELOPS)
	TEST_ENGINE=postgres $(PYTEST) -m "page and not browser"

test-browser: $(DEVELOPS)
	TEST_ENGINE=sqlite $(subst -n $(WORKERS),-n $(BROWSERS),$(PYTEST)) -m browser \
		tests/browser tests/proof/network

check: $(DEVELOPS) scripts-check
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	git ls-files -co --exclude-standard 'templates/*.html' | xargs .venv/bin/djade --check \
		--target-version 5.2
	TEST_ENGINE=sqlite $(PYTEST) -m house tests/house tests/test_house_rules.py

scripts-check: $(DEVELOPS)
	git ls-files $(SCRIPT_FILES) | xargs $(DENO) fmt --check --config tests/scripts/deno.jsonc
	$(DENO) lint --config tests/scripts/deno.jsonc wastebank/web/static clinic/static \
		tests/scripts
	git ls-files 'wastebank/*.js' 'clinic/*.js' | grep -v /sw.js | xargs $(DENO) check $(ALONE) \
		--config tests/scripts/page.jsonc
	git ls-files '*/sw.js' | xargs $(DENO) check $(ALONE) --config tests/scripts/worker.jsonc
	$(DENO) check $(ALONE) --config tests/scripts/deno.jsonc tests/scripts

test-scripts: $(DEVELOPS)
	$(DENO) test --no-check $(ALONE) --config tests/scripts/deno.jsonc \
		--allow-read=. --allow-env=TZ tests/scripts

format: $(DEVELOPS)
	git ls-files $(SCRIPT_FILES) | xargs $(DENO) fmt --config tests/scripts/deno.jsonc
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	git ls-files -co --exclude-standard 'templates/*.html' | xargs .venv/bin/djade \
		--target-version 5.2

$(PEERS): | $(DEVELOPS)
	$(INSTALL) --target $@.part -r tests/benchmarks/peers.lock
	@mv $@.part $@

bench: $(PEERS)
	PEERS=$(CURDIR)/$(PEERS) $(PY) -m tests.benchmarks

prove: $(DEVELOPS)
	HYPOTHESIS_PROFILE=prove BOOK_STEPS=20000 $(PROVE) -m prove
	TEST_ENGINE=postgres HYPOTHESIS_PROFILE=prove BOOK_STEPS=5000 $(PROVE) -m prove

shots: $(DEVELOPS)
	$(PY) -m tests.browser.shots

messages: $(DEVELOPS)
	$(PY) manage.py messages

lock:
	$(RESOLVE) --all-extras pyproject.toml -o requirements-dev.lock
	$(RESOLVE) --extra postgres -c requirements-dev.lock pyproject.toml -o requirements.lock
	$(RESOLVE) -c requirements-dev.lock tests/benchmarks/peers.in \
		$(addprefix --no-emit-package=,$(SHARED_WITH_PEERS)) -o tests/benchmarks/peers.lock
