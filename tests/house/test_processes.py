"""What a web process carries: nothing heavy, so that it starts at once and many fit on a machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {
    "jieba", "numpy", "snownlp", "PIL", "scipy", "sklearn", "holidays", "plotly", "openpyxl", "xlsxwriter", "alembic",
}  # fmt: skip
ASK = """
import json, sys
from wsgi import app
client = app.test_client()
assert client.get("/healthz").status_code == 200
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_a_web_process_imports_nothing_heavy(tmp_path: Path) -> None:
    environment = {**os.environ, "QISHENG_DATA": str(tmp_path), "QISHENG_DEMO": "1"}
    command = [sys.executable, "-W", "error", "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(json.loads(done.stdout))


def test_a_start_without_keys_says_which_setting_is_missing(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QISHENG_")}
    command = [sys.executable, "-c", "import wsgi"]
    environment |= {"QISHENG_DATA": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "QISHENG_KEYS is missing" in done.stderr.splitlines()[-1]
