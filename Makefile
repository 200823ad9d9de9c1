# Two commands for a newcomer: `make run` and `make test`. Both rest on `make setup`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH ?= torch==2.13.0
INDEX := .sourcier/demo-index
SHARED ?= ../shared

.PHONY: setup run demo test check format figures corpus clean

setup: $(VENV)/.installed

# Done again only when what is to be installed has changed.
$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installation des bibliothèques (quelques minutes la première fois)…"
	@$(BIN)/python -m pip install -qq --upgrade pip
	@$(BIN)/python -m pip install -qq $(TORCH)
	@$(BIN)/python -m pip install -qq --editable ".[dev]"
	@$(BIN)/python -c "from index.embedding import describe_model; print('Modèle :', describe_model().name)"
	@touch $@

demo: setup
	@$(BIN)/sourcier ingest evals/corpus --index $(INDEX)
	@echo
	@echo "— Que répond Sourcier ? Quelle part des producteurs utilise des outils d'IA ?"
	@$(BIN)/sourcier ask "Quelle part des producteurs utilise des outils d'IA ?" --index $(INDEX)

run: demo
	@echo
	@$(BIN)/sourcier chat --index $(INDEX)

test: check
	@./tests/install_browser.sh
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

figures: setup
	@$(BIN)/python -m evals.retrieval $(SHARED)/eval-dev/piaf

corpus: setup
	@$(BIN)/python -m evals.corpus_sources.build_corpus

clean:
	rm -rf .sourcier build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
