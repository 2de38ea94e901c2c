# Needs make and Python 3.12 or newer, nothing else. What each target does: README.md.
.DEFAULT_GOAL := run
.PHONY: run test soak bench lint gallery messages lock clean

PYTHON := .venv/bin/python
# Further arguments: make test ARGS="-k booking -x"
ARGS ?=

run:
	@sh ops/setup.sh
	@exec $(PYTHON) -m ops.supervisor

# Three on two cores: browser tests wait more than they work.
test:
	@sh ops/setup.sh dev
	@$(PYTHON) -m ops.frontend
	@$(PYTHON) -m ops.browser
	@PYTHONDONTWRITEBYTECODE= exec $(PYTHON) -m pytest -n 3 --dist worksteal $(ARGS)

# Races, kills and long state machines in full numbers.
soak:
	@sh ops/setup.sh dev
	@$(PYTHON) -m ops.frontend
	@$(PYTHON) -m ops.browser
	@SOAK=1 PYTHONDONTWRITEBYTECODE= exec $(PYTHON) -m pytest -m soak --timeout 0 $(ARGS)

# What things cost, each beside the least SQL that gives the same answer; ARGS="--scale 10" for ten times the rows.
bench:
	@sh ops/setup.sh
	@exec $(PYTHON) -m ops.bench $(ARGS)

lint:
	@sh ops/setup.sh dev
	@exec $(PYTHON) -m ops.lint

# Screenshots of every page into var/gallery/.
gallery:
	@sh ops/setup.sh dev
	@$(PYTHON) -m ops.browser
	@exec $(PYTHON) -m ops.gallery $(ARGS)

# New texts into locale/en, texts no longer used out of it.
messages:
	@sh ops/setup.sh dev
	@exec $(PYTHON) -m ops.messages --update

# requirements/*.txt from requirements/*.in, with hashes; ARGS="--upgrade" for newer versions.
lock:
	@sh ops/lock.sh $(ARGS)

# Everything that was made here, the embedded database included.
clean:
	@sh ops/clean.sh
