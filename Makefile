# What each command does and its variables: see README.md
PYTHON ?= python3
COMMANDS = run test lint format update shell bench cluster i18n pictures stop clean
export

.PHONY: $(COMMANDS) clauses rooms
$(COMMANDS):
	@$(PYTHON) scripts/dev.py $@

clauses:
	@$(PYTHON) scripts/clauses.py $(PARTS)

rooms:
	@$(PYTHON) scripts/rooms.py
