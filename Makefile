# `make` alone lists what there is. All paths are relative: the folder's own path may hold spaces.
.DEFAULT_GOAL := help
.PHONY: help run test suite audit admin backup restore chaos install install-dev lint lint-deploy types bench bench-browser bench-scale load lock clean clean-db

PY := .venv/bin/python
PORT ?= 8000
TESTERS ?= 3# processes that share the suite: one more than small machines have cores, for some of the tests wait
INSTALL := sh tools/install.sh
export PYTHONDONTWRITEBYTECODE :=# else each process would compile all that it imports: 6 s of CPU instead of 2
UV_COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --no-emit-find-links --quiet

help: ## List these
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: install ## Serve the site, the database and the demonstration case on http://127.0.0.1:8000/ (PORT=… for another)
	@CASETRACKER_SITE_URL="$${CASETRACKER_SITE_URL:-http://127.0.0.1:$(PORT)}" exec $(PY) manage.py serve --port "$(PORT)"

test: install-dev lint ## Everything that a change must pass: style, types, contracts, the whole suite with a browser
	@$(MAKE) --no-print-directory -j2 types suite

suite: install-dev ## The tests alone, all of them
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) tools/browser.py
	$(PY) -m pytest -n $(TESTERS) --dist worksteal

admin: install ## Create an account for the admin (asks; or takes ADMIN_USER and ADMIN_PASSWORD)
	@$(PY) manage.py prepare --no-demo
	@if [ -n "$$ADMIN_USER" ] && [ -n "$$ADMIN_PASSWORD" ]; then \
		DJANGO_SUPERUSER_PASSWORD="$$ADMIN_PASSWORD" \
		exec $(PY) manage.py createsuperuser --noinput --username "$$ADMIN_USER" --email ""; \
	else exec $(PY) manage.py createsuperuser --email ""; fi

backup: install ## Write everything to one file, while the site runs, too (FILE=…, or a folder)
	@$(PY) manage.py backup "$(or $(FILE),$(error Say where: make backup FILE=casetracker.tar))"

restore: install ## Put a backup in the place of what is there (FILE=…; REPLACE=1 where there is something)
	@$(PY) manage.py restore "$(or $(FILE),$(error Say which: make restore FILE=casetracker.tar))" $(if $(REPLACE),--replace)

install: ## Make .venv and install what the site runs on (PYTHON=… names another Python)
	@$(INSTALL) requirements.lock

install-dev: ## The same, with what tests and checks need
	@$(INSTALL) requirements-dev.lock

lint: install-dev ## Style, and the arrows between the parts
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	.venv/bin/lint-imports --no-logo

lint-deploy: install-dev ## The files of deploy/, with what knows their formats
	@$(PY) -m tools.lint_deploy

types: install-dev ## mypy, strict
	$(PY) -m mypy articles timeline casetracker tools benchmarks

bench: install-dev ## Measure what has a goal
	@missed=0; $(PY) -m benchmarks || missed=1; $(PY) -m benchmarks.bench_dates || missed=1; \
	$(PY) -m benchmarks.bench_growth --sizes 700 7000 --more 10 || missed=1; \
	$(PY) -m benchmarks.bench_http || missed=1; $(PY) -m benchmarks.bench_replica || missed=1; \
	$(PY) -m benchmarks.bench_import --goal || missed=1; $(PY) -m benchmarks.bench_jobs || missed=1; \
	$(PY) -m benchmarks.bench_cpu || missed=1; $(PY) -m benchmarks.bench_desk || missed=1; exit $$missed

bench-browser: install-dev ## Measure the case page in a browser, beside TimelineJS3 and vis-timeline (CASES=… for other pages)
	$(PY) -m benchmarks.bench_browser $(CASES) --peers 500 5000

bench-scale: install-dev ## Measure what the pages ask of a million events, in an empty database (CASETRACKER_STATE=… for where)
	$(PY) manage.py migrate
	$(PY) manage.py collectstatic --noinput
	$(PY) -m benchmarks.generate
	$(PY) -m benchmarks.bench_scale

chaos: install-dev ## Kill -9 web, worker and database 50 times, and see whether anything is lost (ROUNDS=… SEED=…)
	$(PY) -m tools.chaos $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SEED),--seed $(SEED))

load: install-dev ## A newsroom's day under load, then an overload (MINUTES=30, or fewer)
	$(PY) -m benchmarks.bench_load --minutes "$${MINUTES:-30}"

audit: install-dev ## Look for holes: bandit, pip-audit, check --deploy, and our own attacks
	$(PY) -m tools.audit

lock: ## Pin requirements*.in anew (needs uv)
	@command -v uv >/dev/null || { echo "Pinning needs uv: pip install uv"; exit 1; }
	$(UV_COMPILE) requirements.in -o requirements.lock
	$(UV_COMPILE) requirements-dev.in -c requirements.lock -o requirements-dev.lock

clean: ## Remove .venv, build/ and caches; the database stays
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-db: install ## Delete the embedded database for good (asks first, unless CONFIRM=1)
	@$(PY) -m casetracker.localpg delete
