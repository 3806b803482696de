"""`commontide work`: a worker in a process of its own, for PostgreSQL."""

from __future__ import annotations

import signal
from threading import Event

import typer

from api.cli.common import say, words
from scheduler.errors import SettingRejected
from scheduler.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("work")(work)


def work() -> None:
    """Do jobs until told to end: solve runs, prepare publications, offer places. On SQLite `serve` does them."""
    settings = Settings()
    if settings.embedded:
        say(f"work_needs_postgresql: {words('work_needs_postgresql')}")
        raise typer.Exit(2)
    try:
        _work(settings)
    except SettingRejected as error:
        told = {"setting": error.setting, "needed": error.needed}
        say(f"setting_rejected: {words('setting_rejected', told)}")
        raise typer.Exit(2) from None


def _work(settings: Settings) -> None:
    # The job engine takes a second to load, which no other command should wait for.
    from api.mail import mail_of
    from scheduler import logs, migrate
    from scheduler.office import Office
    from scheduler.worker import Worker

    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    logs.set_up(settings.log_level)
    office = Office.open(settings)
    try:
        office.database.check_durable()
        if not migrate.is_current(office.database):
            raise SettingRejected("database_url", "a database of this version: run `commontide migrate`")
        worker = Worker(office, mail_of)
        worker.start()
        say(words("working", {"worker": worker.name}))
        stopping.wait()
        worker.stop()
    finally:
        office.close()
