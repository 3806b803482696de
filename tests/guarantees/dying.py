"""A process that does one command of the town and dies at a chosen moment, as `kill -9` would end it.

``python -m tests.guarantees.dying URL KEYS COMMAND MOMENT``: MOMENT is the number of the statement before which it
dies, ``early`` (it says that it is done and dies before it commits), ``committed`` (it is done, nobody was told), or
``told`` (it says so and lives).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url

from scheduler import queries
from scheduler.db import Database
from scheduler.errors import Refused
from scheduler.office import Office
from scheduler.privacy import Vault
from scheduler.usecases import locks, publication, registration
from scheduler.usecases.commands import Answer, Command, run
from tests import warm
from tests.communities import DAY, settings_for, town_of
from tests.town import Clock, Town


def forbid(town: Town, key: str, content: str = "POST /locks") -> Answer:
    """A lock of the staff under a key: nothing but the key keeps it from being made twice."""

    def work(session: Any, actor: Any, now: Any) -> Answer:
        made = locks.lock(
            session, actor=actor, registration_id=town.registrations[0], kind="forbid", reason="演习", now=now
        )
        return Answer(201, str(made.id).encode(), {"Location": f"/locks/{made.id}"})

    def told(refused: Refused) -> Answer:
        return Answer(409, refused.code.encode())

    return run(town.database, town.vault, Command(lambda session, now: town.coordinator, key, content), work, told)


def register(town: Town) -> Answer:
    """A registration of the first newcomer."""
    wish = registration.Wish(town.vehicles[7], DAY)
    made = town.do(
        registration.register,
        actor=town.people[7],
        vault=town.vault,
        round_id=town.round_id,
        wish=wish,
        channel="web",
    )
    return Answer(201, str(made.id).encode())


def publish(town: Town) -> Answer:
    """The flip of the version that is prepared."""
    with town.database.reading() as session:
        version = queries.publications.of_round(session, town.round_id)[0].id
    town.do(publication.publish, actor=town.coordinator, publication_id=version)
    return Answer(200, str(version).encode())


COMMANDS = {"lock": lambda town: forbid(town, "key of the dying"), "register": register, "publish": publish}


def die() -> None:
    """End at once: nothing is flushed, closed or rolled back by this process."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies(town: Town, command: str, moment: str) -> tuple[int, str]:
    """Run a command in a process that dies; its exit code and what it said."""
    settings = town.office.settings
    wanted = (settings.database_url, str(settings.key_file), command, moment)
    done = warm.run("tests.guarantees.dying", *wanted, timeout=300)
    return done.returncode, done.stdout.strip() or done.stderr[-2_000:] * (done.returncode > 0)


def main(url: str, keys: str, command: str, moment: str) -> None:
    """Do it, and die then."""
    clock = Clock()
    settings = settings_for(make_url(url), Path(keys).parent)
    office = Office(settings, Database(settings.url, clock=clock), Vault.open(Path(keys)))
    town = town_of(office, clock)
    if moment.isdigit():
        statements: list[str] = []

        def count(connection: Any, cursor: Any, text: str, *rest: Any) -> None:
            statements.append(text)
            if len(statements) == int(moment):
                die()

        event.listen(office.database.writer, "before_cursor_execute", count)
    if moment == "early":

        def lie(connection: Any) -> None:
            print("done", flush=True)
            die()

        event.listen(office.database.writer, "commit", lie)
    answer = COMMANDS[command](town)
    if moment == "committed":
        die()
    print(answer.body.decode(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
