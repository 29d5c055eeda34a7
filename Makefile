# Everything a person does with this project. Each works as the first command in a fresh clone
# with no more than python3 (3.11 or newer), make and a package index.

PORT ?= 8000
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
# The lock's checksum: the installation is made anew when it changes, and only then.
LOCK := $(shell cksum < requirements.lock | cut -d ' ' -f 1)
READY := .venv/ready-$(LOCK)
# Other people's ledgers, only to be measured against: beside the installation, never inside it.
PEERS := .venv/peers-$(shell cksum < tests/benchmarks/peers.lock | cut -d ' ' -f 1)
# Two processes suit two cores; `make test WORKERS=8` on a bigger machine.
WORKERS ?= 2
RESOLVE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --quiet
SHARED_WITH_PEERS = asgiref charset-normalizer django sqlparse typing-extensions tzdata
PYTEST = $(PY) -m pytest -q -n $(WORKERS) --dist worksteal
# A proof may take its time; the suite ends a test that has not ended after five minutes.
PROVE = $(PYTEST) -m prove -o faulthandler_timeout=0

.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-postgres check format bench prove shots messages lock

help:
	@echo "make demo      a living programme on http://127.0.0.1:$(PORT), filled on the first run"
	@echo "make test      the whole suite, on SQLite and on PostgreSQL"
	@echo "make check     format, lint, types, rooms and house rules"
	@echo "make bench     the benchmarks, written to docs/benchmarks.md"
	@echo "make prove     the long proofs (minutes)"
	@echo "make shots     a picture of every page in var/shots, and those of the manual"
	@echo "make messages  collect the texts to translate and compile the catalogue"
	@echo "make format    put the code into its format"
	@echo "make lock      resolve pyproject.toml anew into requirements.lock (needs uv)"

$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; no python3 here is." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { echo "python3 has no venv here. On Debian or Ubuntu:" \
		"apt-get install python3-venv" >&2; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements.lock
	@touch $@

demo: $(READY)
	@$(PY) manage.py demo
	@PORT=$(PORT) exec $(PY) manage.py serve

test: test-sqlite test-postgres

test-sqlite: $(READY)
	TEST_ENGINE=sqlite $(PYTEST)

test-postgres: $(READY)
	TEST_ENGINE=postgres $(PYTEST)

check: $(READY)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	git ls-files -co --exclude-standard 'templates/*.html' | xargs .venv/bin/djade --check \
		--target-version 5.2
	$(PY) -m pytest -q tests/test_house_rules.py

format: $(READY)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	git ls-files -co --exclude-standard 'templates/*.html' | xargs .venv/bin/djade \
		--target-version 5.2

$(PEERS): $(READY) tests/benchmarks/peers.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--target $@.part -r tests/benchmarks/peers.lock
	@mv $@.part $@

bench: $(PEERS)
	PEERS=$(CURDIR)/$(PEERS) $(PY) -m tests.benchmarks

prove: $(READY)
	HYPOTHESIS_PROFILE=prove BOOK_STEPS=20000 $(PROVE)
	TEST_ENGINE=postgres HYPOTHESIS_PROFILE=prove BOOK_STEPS=5000 $(PROVE)

shots: $(READY)
	$(PY) -m tests.browser.shots

messages: $(READY)
	$(PY) manage.py messages

lock:
	$(RESOLVE) --all-extras --upgrade pyproject.toml -o requirements.lock
	$(RESOLVE) --upgrade -c requirements.lock tests/benchmarks/peers.in \
		$(addprefix --no-emit-package=,$(SHARED_WITH_PEERS)) -o tests/benchmarks/peers.lock
