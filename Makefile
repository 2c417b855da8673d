# make app    start the app; the first time this makes .venv and installs what it needs (several GB, most of it torch)
# make class  the same, open to everybody in the network: it says at which addresses
# make test   everything that the tests need and all tests, on a fresh machine too
# make check  lint, format, types, import rules: exactly what CI runs

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# torch's threads wait for each other by spinning, milliseconds long, and starve everything else on small machines. If
# they sleep at once instead, each of a hundred small operations waits for the scheduler. So they spin for microseconds:
# a step for a single digit takes 10 ms (27 ms with sleeping threads). All cores, four at most.
CORES  := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
THREADS ?= $(shell n=$(CORES); [ $$n -gt 4 ] && n=4; echo $$n)

.PHONY: app class test check format gallery freeze clean help
.DEFAULT_GOAL := help

help:
	@sed -n '1,4p' Makefile

app: $(VENV)/.app
	OMP_NUM_THREADS=$(THREADS) GOMP_SPINCOUNT=3000 $(BIN)/python -m streamlit run serve.py $(ARGS)

class:
	@$(MAKE) --no-print-directory app ARGS="--server.address 0.0.0.0 $(ARGS)"

# First what computes, in as many processes as there are cores; then the browser, alone, since times are measured there.
# Where ARGS names some tests, the other half may have none: 5 is pytest's word for that.
TESTS := OMP_NUM_THREADS=1 $(BIN)/python -m pytest
NONE  := $(if $(ARGS),[ $$? -eq 5 ],false)

test: check
	$(TESTS) -n $(THREADS) -m "not e2e and not network and not gpu" $(ARGS) || $(NONE)
	$(TESTS) -m "e2e and not network and not gpu" $(ARGS) || $(NONE)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The commands that stand in the document, one after the other.
gallery: $(VENV)/.app
	sed -n '/^```bash/,/^```/{/^```/d;p;}' docs/GALLERY.md | PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH="$(CURDIR)" bash -e

# Installing happens when a requirement changed since the last time, and only then.
$(VENV)/.app: requirements.txt constraints.txt | $(BIN)/python
	$(PIP) install -r requirements.txt -c constraints.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt constraints.txt | $(BIN)/python
	$(PIP) install -r requirements-dev.txt -c constraints.txt
	@touch $@ $(VENV)/.app

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

freeze:
	@{ head -1 constraints.txt; $(PIP) freeze | sed -E 's/\+(cpu|cu[0-9]+)$$//' | grep -E '^[A-Za-z0-9_.-]+=='; } > constraints.new
	@mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
