"""A whole installation as processes, as an office runs it: `migrate`, `serve`, and on PostgreSQL `work`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
from sqlalchemy.engine import URL

from api.bench.server import held_port
from tests import warm

COMMONTIDE = "api.cli"
START_SECONDS = 240
STOP_SECONDS = 60


@dataclass
class Installation:
    """Processes of one installation; `address` is where its API answers.

    They are forked from one that has loaded the program, or start as from the shell where that is `cold`.
    """

    environment: Mapping[str, str]
    folder: Path
    embedded: bool
    port: int
    cold: bool = False
    running: list[subprocess.Popen[bytes] | warm.Process] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of the installation to its end."""
        if not self.cold:
            return warm.run(
                COMMONTIDE, *arguments, folder=self.folder, environment=self.environment, told=told, timeout=300
            )
        return subprocess.run(
            [sys.executable, "-m", COMMONTIDE, *arguments],
            cwd=self.folder,
            env=dict(self.environment),
            input=told,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self) -> None:
        """Start what an office starts, and wait until it is ready."""
        self.running = [self._process("serve", "--port", str(self.port))]
        if not self.embedded:
            self.running.append(self._process("work"))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.running[0].poll() is None, self.log("serve")
            try:
                if httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log("serve"))

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End all processes; one that ended by itself meanwhile is as good."""
        for process in self.running:
            with suppress(ProcessLookupError):
                if process.poll() is None:
                    os.killpg(process.pid, number)
        for process in self.running:
            process.wait(STOP_SECONDS)
        self.running = []

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def _process(self, name: str, *arguments: str) -> subprocess.Popen[bytes] | warm.Process:
        with (self.folder / f"{name}.log").open("ab") as log:
            if not self.cold:
                return warm.start(
                    COMMONTIDE,
                    name,
                    *arguments,
                    folder=self.folder,
                    environment=self.environment,
                    stdout=log,
                    stderr=log,
                    session=True,
                )
            return subprocess.Popen(
                [sys.executable, "-m", COMMONTIDE, name, *arguments],
                cwd=self.folder,
                env=dict(self.environment),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def installed(url: URL, folder: Path, *, cold: bool = False, **settings: str) -> Iterator[Installation]:
    """An installation on a database, with its keys and tables, not started yet; ended at the end."""
    wanted = {
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "KEY_FILE": str(folder / "commontide.key"),
        "LANGUAGE": "en",
        "PASSWORD_PASSES": "1",
        "PASSWORD_MEMORY": "8",
        "SOLVE_WORKERS": "1",
        **settings,
    }
    environment = {**os.environ, **{f"COMMONTIDE_{name}": value for name, value in wanted.items()}, "LANG": "C.UTF-8"}
    with held_port() as port:
        made = Installation(environment, folder, url.get_backend_name() == "sqlite", port, cold)
        ready = made.command("migrate")
        assert ready.returncode == 0, ready.stderr
        try:
            yield made
        finally:
            made.stop(signal.SIGKILL)
