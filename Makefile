# Two commands do everything: `make run` (the demonstration) and `make test`.
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PEERS := .venv-bench
# The first Python of this machine that is recent enough; `make PYTHON=… run` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
LOCK_OPTIONS := --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --upgrade
# Tests and the demonstration start many processes: what one has compiled is kept for the next.
unexport PYTHONDONTWRITEBYTECODE
TEST_OPTIONS ?= -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: run test check queries bench index-property faults fuzz mutants xss calibration parcours images canaries format stop lock sbom help

help:
	@echo "make run      essayer Solidaire sur http://127.0.0.1:$(PORT) (PORT=… pour changer)"
	@echo "make test     toute la suite de tests"
	@echo "make check    lint, format, migrations, gabarits"
	@echo "make queries  poser une liste de recherches à la démonstration (LISTS=… pour d’autres)"
	@echo "make bench SIZE=10k  mesurer le répertoire à cette taille (demo, 10k, 100k, 1M), à côté d’autres (ONLY=…, WRITE=1)"
	@echo "make faults   tuer, remplir, couper, retarder le site au milieu de ses actes ; dire ce qui s’y perd (FULL=1, SEED=…, ONLY=…)"
	@echo "make fuzz     envoyer 50 000 requêtes mal formées aux adresses publiques et aux formulaires (REQUESTS=…, SEED=…)"
	@echo "make mutants  faire lire 20 000 documents abîmés (DOCUMENTS=…, SEED=…)"
	@echo "make xss      écrire chaque piège dans chaque champ et ouvrir chaque page dans Chromium (PAYLOADS=… pour en prendre moins)"
	@echo "make parcours mesurer deux journées de saisie dans un vrai navigateur : clics, touches, minutes"
	@echo "make images   refaire les images du guide de la rédaction, d’après la démonstration"
	@echo "make calibration  dire combien l’import est sûr des acteurs, et s’il a raison (FOLDERS=… pour d’autres documents)"
	@echo "make canaries effacer 240 personnes inventées et n’en rien retrouver nulle part (COUNT=…)"
	@echo "make format   mettre en forme le code"
	@echo "make stop     arrêter la base de données intégrée"
	@echo "make lock     refaire requirements.txt à partir de pyproject.toml"
	@echo "make sbom     écrire solidaire.cdx.json (CycloneDX) et docs/dependances.md : ce que la production installe"

run: $(INSTALLED)
	@$(BIN)/python manage.py demonstration --port $(PORT)

test: $(INSTALLED)
	@$(BIN)/python -m pytest $(TEST_OPTIONS)

check: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check --fail-level WARNING

# LISTS=… asks other lists the same way.
CASES ?= 2000
index-property: $(INSTALLED)
	@INDEX_CASES=$(CASES) $(BIN)/python -m pytest -q -n 0 tests/directory/index/test_same_as_sql.py tests/directory/index/test_suggesting.py

# Campaigns of what the suite does a slice of; a seed makes the same one again.
REQUESTS ?= 50000
DOCUMENTS ?= 20000
PAYLOADS ?= 1000
SEED ?= 62
fuzz: $(INSTALLED)
	@FUZZ_REQUESTS=$(REQUESTS) FUZZ_SEED=$(SEED) $(BIN)/python -m pytest -q -n 0 --show-capture=no tests/hardening/fuzz

mutants: $(INSTALLED)
	@MUTANTS=$(DOCUMENTS) FUZZ_SEED=$(SEED) $(BIN)/python -m pytest -q -n 0 --show-capture=no tests/hardening/mutants

xss: $(INSTALLED)
	@XSS_PAYLOADS=$(PAYLOADS) $(BIN)/python -m pytest -q -n 0 --show-capture=no tests/hardening/xss tests/browser/test_traps.py

# FULL=1 strikes at every point; ONLY=act/kind/point makes one fault once more.
faults: $(INSTALLED)
	@$(BIN)/python -m tests.faults --seed $(SEED) --count $(if $(FULL)$(ONLY),0,120) $(if $(ONLY),--only '$(ONLY)')

LISTS ?= tests/directory/queries.txt tests/directory/more_queries.txt
queries: $(INSTALLED)
	@$(BIN)/python manage.py demonstration --prepare-only >/dev/null
	@$(BIN)/python manage.py queries $(LISTS)

# The peers live in an environment of their own. ONLY=pages,throughput chooses measures; WRITE=1 keeps the table.
SIZE ?= 10k
bench: $(INSTALLED) $(PEERS)/.installed
	@$(BIN)/python -m bench.run $(SIZE) $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

parcours: $(INSTALLED)
	@$(BIN)/python bench/parcours.py

images: $(INSTALLED)
	@$(BIN)/python bench/images.py

# Names and numbers of nobody, written by every path into every place, then erased: none may be left on any surface.
COUNT ?= 240
canaries: $(INSTALLED)
	@CANARIES=$(COUNT) $(BIN)/python -m pytest -q -n 0 tests/ledger/test_canaries.py

# FOLDERS=… adds documents with their truths; `bench/calibration.py --write` makes the counts anew.
calibration: $(INSTALLED)
	@$(BIN)/python bench/calibration.py $(FOLDERS)

format: $(INSTALLED)
	@$(BIN)/python -m tests.typography
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

stop: $(INSTALLED)
	@$(BIN)/python -m config.database stop

lock:
	uv pip compile pyproject.toml --extra dev $(LOCK_OPTIONS) -o requirements.txt
	uv pip compile pyproject.toml $(LOCK_OPTIONS) --constraint requirements.txt -o requirements-production.txt
	uv pip compile pyproject.toml --extra bench $(LOCK_OPTIONS) --constraint requirements.txt -o requirements-bench.txt

sbom: $(INSTALLED)
	@$(BIN)/python -m tests.dependencies.sbom

$(INSTALLED): requirements.txt
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent (apt install python3 / brew install python)."; exit 1; }
	@echo "→ installation des bibliothèques dans $(VENV)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Le module venv manque : apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(PEERS)/.installed: requirements-bench.txt
	@echo "→ installation de ce à quoi l’on se compare dans $(PEERS)…"
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
