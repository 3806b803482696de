"""A small street for the pages: seeded people, an account for each part, and the service with its worker."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from api.app import create_app
from api.serving import Server
from fixtures import people
from scheduler import jobs, migrate, passwords, queries
from scheduler.actors import ADMIN, AUDITOR, COORDINATOR, PROPERTY_STAFF, RESIDENT, Actor
from scheduler.calendar import horizon
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Account, Role
from scheduler.office import Office
from scheduler.usecases import seeding
from scheduler.worker import Worker
from solvers.parking.generate import Scale, generate_parking
from tests.api.conftest import PASSWORD, open_office

HOTLINE = "021-5550199"
OFFICE = frozenset({ADMIN, COORDINATOR, PROPERTY_STAFF})
PARTS = (PROPERTY_STAFF, COORDINATOR, AUDITOR, RESIDENT)
KNOWN = 0
"""Number of the person to whom the resident's account belongs."""


@dataclass(frozen=True)
class Street:
    """A community with an open round."""

    office: Office
    community_id: UUID
    round_id: UUID

    @property
    def staff(self) -> Actor:
        """An actor with every office role."""
        return Actor(self.community_id, roles=OFFICE)


@contextmanager
def opened_street(folder: Path, scale: Scale) -> Iterator[Street]:
    """A street in a SQLite file of its own."""
    url = make_url(f"sqlite:///{folder / 'commontide.sqlite'}")
    database = Database(url)
    migrate.upgrade(database)
    database.close()
    office = open_office(url, folder, hotline=HOTLINE)
    office.database.own()
    jobs.migrate(office.settings)
    try:
        yield _settled(office, scale)
    finally:
        office.close()


def _settled(office: Office, scale: Scale) -> Street:
    with office.database.reading() as session:
        today = office.database.now(session).date()
    first = today + timedelta(days=7 - today.weekday())
    problem = generate_parking(scale, 1, horizon(first, first + timedelta(days=90)))
    cast = seeding.Cast(people.name_of, people.phone_of, people.plate_of, people.site_name)
    seeded = seeding.seed(office, "tangqiao", problem, cast)
    office.database.transact(lambda session: _add_accounts(session, office, seeded.community_id))
    return Street(office, seeded.community_id, seeded.round_id)


def _add_accounts(session: Session, office: Office, community: UUID) -> None:
    kept, now = passwords.hashed(office.settings, PASSWORD), office.database.now(session)
    phone = office.vault.index(f"+86{people.phone_of(KNOWN)}", "member.phone")
    (resident,) = queries.community.members_by_index(session, community, "phone", phone, 1)
    for part in PARTS:
        account = Account(id=new_id(), community_id=community, login=part, password_hash=kept, created_at=now)
        account.member_id = resident.id if part == RESIDENT else None
        session.add(account)
        session.flush()
        session.add(Role(id=new_id(), account_id=account.id, name=part))


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The address of the running service, with its worker."""
    worker, door = Worker(office), jobs.Jobs(office.settings)
    app = create_app(office, door)
    server = Server(app, {"host": "127.0.0.1", "port": 0, "log_config": None, "access_log": False})
    thread = threading.Thread(target=server.run, daemon=True)
    worker.start()
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port_of(server)}"
    finally:
        app.state.stopping, server.should_exit = True, True
        thread.join(timeout=20)
        worker.stop()
        door.close()


def _port_of(server: Server) -> int:
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.02)
    bound: socket.socket = server.servers[0].sockets[0]
    return int(bound.getsockname()[1])
