"""The service as its own processes, of the settings of one installation."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from scheduler.errors import SettingRejected
from scheduler.settings import Settings

START_SECONDS, END_SECONDS = 60.0, 40.0
LOOK_SECONDS = 0.1
HOST = "127.0.0.1"


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[int]:
    """One API process; its port, once it is ready."""
    with held_port() as port, running(settings, folder, "serve", "--host", HOST, "--port", str(port)) as started:
        _await(port, started)
        yield port


@contextmanager
def working(settings: Settings, folder: Path) -> Iterator[None]:
    """A worker; on SQLite the API process is one."""
    if settings.embedded:
        yield
        return
    with running(settings, folder, "work"):
        yield


@contextmanager
def running(settings: Settings, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of ours as a process that ends with the block; what it logs goes to a file in the folder."""
    with (folder / f"{words[0]}.log").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *words], cwd=folder, env=_environment(settings), stdout=log, stderr=log
        )
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _environment(settings: Settings) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COMMONTIDE_")}
    return ours | {
        "COMMONTIDE_DATABASE_URL": settings.database_url,
        "COMMONTIDE_KEY_FILE": str(settings.key_file),
        "COMMONTIDE_REQUEST_LIMIT": settings.request_limit,
        "COMMONTIDE_HOTLINE": settings.hotline,
    }


@contextmanager
def held_port() -> Iterator[int]:
    """A port that nobody else is given meanwhile: it is bound, but as nobody listens yet, the service may."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, 0))
        yield held.getsockname()[1]


def _await(port: int, started: subprocess.Popen[bytes]) -> None:
    until = monotonic() + START_SECONDS
    while monotonic() < until and started.poll() is None:
        if _is_ready(port):
            return
        sleep(LOOK_SECONDS)
    raise SettingRejected("bench", "a service that starts")


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
