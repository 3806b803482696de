"""The service as a process: with the worker beside it on SQLite, alone on PostgreSQL."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.mail import mail_of
from api.pages.warming import open_ways, warm
from scheduler import calendar, logs, migrate
from scheduler.errors import SettingRejected
from scheduler.jobs import Jobs
from scheduler.office import Office
from scheduler.settings import Settings
from scheduler.worker import Worker

DRAIN_SECONDS = 20
EACH = 20_000
"""Objects made between two rounds of the collector: a large page makes some tens of thousands, and keeps none."""
QUIET_SECONDS = 15
"""How long a connection may stay open without a call."""


def serve(settings: Settings, host: str, port: int, processes: int) -> None:
    """Answer calls until the process is told to end.

    Raises
    ------
    SettingRejected, DatabaseInUse
        If the service cannot start as it is set up.
    """
    logs.set_up(settings.log_level)
    if processes == 1:
        with _opened(settings) as office, _working(office):
            app = create_app(office, Jobs(settings))
            server = Server(app, _configured(host, port))
            _settle(app)
            server.run()
        return
    if settings.embedded:
        raise SettingRejected("--workers", "1 with SQLite, whose file one process owns")
    with _opened(settings), tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        uvicorn.run("api.serving:application", factory=True, workers=processes, **_configured(host, port))


def application() -> FastAPI:
    """The application in one of several processes, set up from the environment."""
    settings = Settings()
    logs.set_up(settings.log_level)
    app = create_app(Office.open(settings), Jobs(settings))
    _settle(app)
    return app


def _settle(app: FastAPI) -> None:
    """Be ready for the first call at once, and meanwhile for what its page would otherwise wait for."""
    open_ways(app.routes)
    gc.set_threshold(EACH, *gc.get_threshold()[1:])
    _put_aside()
    Thread(target=_warmed, name="warming", daemon=True).start()


def _warmed() -> None:
    warm(calendar.today())
    _put_aside()


def _put_aside() -> None:
    """Keep what is there for good out of the sight of the collector: going through it takes longer than a page may."""
    gc.collect()
    gc.freeze()


class Server(uvicorn.Server):
    """A server that tells endless answers to end when it is to stop."""

    def __init__(self, app: FastAPI, configured: dict[str, Any]) -> None:
        super().__init__(uvicorn.Config(app, **configured))
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._app.state.stopping = True
        super().handle_exit(sig, frame)


@contextmanager
def _opened(settings: Settings) -> Iterator[Office]:
    """The office, once it is known that it can work."""
    office = Office.open(settings)
    try:
        office.database.own()
        office.database.check_durable()
        if not migrate.is_current(office.database):
            raise SettingRejected("database_url", "a database of this version: run `commontide migrate`")
        yield office
    finally:
        office.close()


@contextmanager
def _working(office: Office) -> Iterator[None]:
    """On SQLite jobs are done here, for no other process may write."""
    if not office.settings.embedded:
        yield
        return
    worker = Worker(office, mail_of)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


def _configured(host: str, port: int) -> dict[str, Any]:
    return {
        "host": host,
        "port": port,
        "log_config": None,
        "access_log": False,
        "proxy_headers": False,
        "server_header": False,
        "timeout_graceful_shutdown": DRAIN_SECONDS,
        "timeout_keep_alive": QUIET_SECONDS,
    }
