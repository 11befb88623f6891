"""The house as it runs for people: gunicorn and Huey's consumer as processes over a data folder of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.machinery.postgres import PostgresServer
from tests.machinery.stores import ENGINES

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
_ports = iter(range(20_000 + 1_000 * WORKER, 21_000 + 1_000 * WORKER))
START_SECONDS = 120  # the machine may be busy with other tests


class Served:
    """Web and worker processes that can be started, killed and started again."""

    def __init__(self, folder: Path, url: str = "", workers: int = 1, house: str = "wsgi", **environment: str) -> None:
        self.folder, self.workers, self.house = folder, workers, house
        self.is_postgres = url.startswith("postgresql")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.logs = folder.with_name(f"{folder.name}-logs")
        self.logs.mkdir(exist_ok=True)
        known = {name: value for name, value in os.environ.items() if not name.startswith("QISHENG_")}
        own = {"QISHENG_DATA": str(folder), "QISHENG_DATABASE_URL": url, "QISHENG_DEMO": "1", "PORT": str(self.port)}
        self.environment = known | own | {"FLASK_APP": f"{house}:app", "PYTHONPATH": str(ROOT)} | environment
        self.processes: list[subprocess.Popen[bytes]] = []

    def flask(self, *words: str, typed: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `flask …` over the same store."""
        done = subprocess.run(
            [BIN / "flask", *words], cwd=ROOT, env=self.environment, input=typed, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 or not check, f"flask {' '.join(words)}: {done.stdout}{done.stderr}"
        return done

    def told(self, *words: str, **more: Any) -> Any:
        """The JSON that `flask …` prints."""
        return json.loads(self.flask(*words, **more).stdout)

    def start(self, *, work: bool = True) -> None:
        """Start all processes and wait until pages are served."""
        self.start_web()
        if work:
            self.start_work()
        self.wait()

    def start_web(self) -> None:
        """Two processes with four threads each."""
        bind = ["--bind", f"127.0.0.1:{self.port}", "--log-level", "warning", "--worker-tmp-dir", "/dev/shm"]
        self._spawn(
            "web", "gunicorn", *bind, "--worker-class", "gthread", "--workers", "2", "--threads", "4", f"{self.house}:app"
        )

    def start_work(self) -> None:
        """The workers."""
        for number in range(self.workers):
            self._spawn(f"work{number}", "huey_consumer", f"{self.house}.huey", "--worker-type", "process", "--quiet")

    def _spawn(self, name: str, program: str, *words: str) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    [BIN / program, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
            )

    def wait(self) -> None:
        """Until the process answers."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            dead = [process.args for process in self.processes if process.poll() is not None]
            assert not dead, f"{dead} ended: {self.log()}"
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"no page within {START_SECONDS} s: {self.log()}")

    def kill(self) -> None:
        """Kill −9 every process, children too."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let every process end its work."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        for process in self.processes:
            try:
                os.killpg(process.pid, how)
            except ProcessLookupError:
                continue
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def log(self) -> str:
        """The end of what the processes said."""
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.logs.glob("*.log")))


def free_port() -> int:
    """A port that nobody listens on and that no outgoing connection is given, of this test process alone."""
    for port in _ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no port is free")


NewHouse = Callable[..., Served]


@pytest.fixture(scope="module")
def new_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewHouse]:
    """Makes a house that is migrated and not yet started: `new_house("postgresql", seed="roles")`."""
    houses: list[Served] = []
    databases: list[str] = []

    def make(engine: str = "sqlite", *, seed: str = "", migrated: bool = True, **more: Any) -> Served:
        url = ""
        if engine == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            databases.append(server.create())
            url = server.url(databases[-1])
        house = Served(tmp_path_factory.mktemp("house") / "data", url, **more)
        houses.append(house)
        if migrated:
            house.flask("db", "upgrade")
        if seed:
            _give_model(house, request)
            house.flask("seed", seed)
        return house

    yield make
    for house in houses:
        house.kill()
    for name in databases:
        request.getfixturevalue("postgres").drop(name)


def _give_model(house: Served, request: pytest.FixtureRequest) -> None:
    shutil.copytree(request.getfixturevalue("trained"), house.folder / "models")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a reader that was trained once for all houses."""
    house = Served(tmp_path_factory.mktemp("trained") / "data")
    house.flask("db", "upgrade")
    house.flask("text", "train")
    return house.folder / "models"


@pytest.fixture(scope="module", params=ENGINES)
def served(request: pytest.FixtureRequest, new_house: NewHouse) -> Served:
    """A running house of the demonstration with units and one account per role; on PostgreSQL with two workers."""
    house = new_house(request.param, seed="roles", workers=2 if request.param == "postgresql" else 1)
    house.start()
    return house
