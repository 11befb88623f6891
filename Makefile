# Two commands do everything: `make demo` runs the house with a demonstration city, `make test` proves it.
PY ?= python3
export PORT ?= 8000
DATA := $(or $(QISHENG_DATA),instance)
RUN := PATH="$$PWD/.venv/bin:$$PATH"

.DELETE_ON_ERROR:
.PHONY: demo test check rules faults trials setup bundle

.venv/run: requirements.txt
	$(PY) -m venv .venv
	.venv/bin/pip install -q --disable-pip-version-check uv==0.13.9
	.venv/bin/uv pip install -q -p .venv -r $< || .venv/bin/pip install -q -r $<
	.venv/bin/python -W ignore -m compileall -q .venv/lib/*/site-packages/jieba .venv/lib/*/site-packages/snownlp
	.venv/bin/python -m app.web.assets
	touch $@

.venv/dev: requirements-dev.txt .venv/run
	.venv/bin/uv pip install -q -p .venv -r $< || .venv/bin/pip install -q -r $<
	tests/install-system-packages
	touch $@

# Set up once and again after a new migration; the file keeps the accounts that are printed at each start.
$(DATA)/accounts.txt: .venv/run $(wildcard migrations/versions/*.py)
	@mkdir -p -m 700 $(DATA)
	@export QISHENG_DEMO=1; .venv/bin/flask db upgrade && .venv/bin/flask text train && .venv/bin/flask seed demo
	@QISHENG_DEMO=1 .venv/bin/flask seed accounts > $@

demo: $(DATA)/accounts.txt
	@cat $<
	@echo "打开 http://127.0.0.1:$$PORT　（Ctrl-C 停下）"
	@QISHENG_DEMO=1 $(RUN) honcho start --no-prefix

test: .venv/dev
	.venv/bin/python -m pytest -n 3 --dist loadfile

check: .venv/dev
	.venv/bin/ruff format --check . && .venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet app complaints
	.venv/bin/python -m pytest -n 2 -m "not slow and not pages and not postgres and not browser"

# Every branch of the rules is tried by tests that know no database.
RULES := $(addprefix tests/complaints/test_,policy.py guards.py deadlines.py holdings.py clock_effects.py routing.py mentions.py)
rules: .venv/dev
	.venv/bin/coverage run -m pytest $(RULES) tests/app/test_officetime.py
	.venv/bin/coverage report

# Plant each known wrong into a copy of the house: a test must notice every one. Minutes.
faults: .venv/dev
	.venv/bin/python -m tests.wrongs

# The trials that are short everyday, whole: kills under load on both engines, every journey.
trials: .venv/dev
	FULL_TRIALS=1 .venv/bin/python -m pytest tests/faults tests/journeys

bundle: .venv/run
	.venv/bin/pip download -q -r requirements.txt uv==0.13.9 -d wheels
