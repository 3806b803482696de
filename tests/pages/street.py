"""Small streets for the pages, in one office: seeded people, an account for each part, and the running service."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from api.serving import Server
from fixtures import people
from scheduler import calendar, jobs, migrate, passwords, queries
from scheduler.actors import AUDITOR, COORDINATOR, PROPERTY_STAFF, RESIDENT, Actor
from scheduler.calendar import horizon
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Account, Block, Registration, Role
from scheduler.office import Office
from scheduler.usecases import planning, preparation, publication, rounds, seeding
from scheduler.usecases.planning import Order
from scheduler.worker import Worker
from scheduler.worker.solver import Solver
from solvers.parking.generate import SCALES, Scale, generate_parking
from tests.api.conftest import PASSWORD, open_office
from tests.apps import create_app

HOTLINE = "021-5550199"
PARTS = (PROPERTY_STAFF, COORDINATOR, AUDITOR, RESIDENT)
KNOWN = 0
"""Number of the person to whom the resident's account belongs."""


@dataclass(frozen=True)
class Street:
    """A community with one round; its accounts are named like `coordinator@willow`."""

    office: Office
    slug: str
    community_id: UUID
    round_id: UUID

    def login(self, part: str) -> str:
        """The account of a part."""
        return f"{part}@{self.slug}"


@contextmanager
def opened_office(folder: Path) -> Iterator[Office]:
    """An office without communities, in a SQLite file of its own."""
    url = make_url(f"sqlite:///{folder / 'commontide.sqlite'}")
    database = Database(url)
    migrate.upgrade(database)
    database.close()
    office = open_office(url, folder, hotline=HOTLINE)
    office.database.own()
    jobs.migrate(office.settings)
    try:
        yield office
    finally:
        office.close()


def add_street(office: Office, slug: str, scale: Scale = SCALES["tiny"]) -> Street:
    """A street with an open round."""
    with office.database.reading() as session:
        today = calendar.date_of(office.database.now(session), calendar.ZONE)
    first = today + timedelta(days=7 - today.weekday())
    problem = generate_parking(scale, 1, horizon(first, first + timedelta(days=60)))
    cast = seeding.Cast(people.name_of, people.phone_of, people.plate_of, people.site_name)
    seeded = seeding.seed(office, slug, problem, cast)
    office.database.transact(lambda session: _add_accounts(session, office, slug, seeded.community_id))
    return Street(office, slug, seeded.community_id, seeded.round_id)


def _add_accounts(session: Session, office: Office, slug: str, community: UUID) -> None:
    kept, now = passwords.hashed(office.settings, PASSWORD), office.database.now(session)
    phone = office.vault.index(f"+86{people.phone_of(KNOWN)}", "member.phone")
    (resident,) = queries.community.members_by_index(session, community, "phone", phone, 1)
    for part in PARTS:
        account = Account(
            id=new_id(), community_id=community, login=f"{part}@{slug}", password_hash=kept, created_at=now
        )
        account.member_id = resident.id if part == RESIDENT else None
        session.add(account)
        session.flush()
        session.add(Role(id=new_id(), account_id=account.id, name=part))


def add_account(street: Street, login: str, role: str, member: UUID | None = None, site: UUID | None = None) -> str:
    """An account more: of a member, or of a clerk who is bound to a site."""
    office, database = street.office, street.office.database

    def add(session: Session) -> None:
        account = Account(id=new_id(), community_id=street.community_id, login=login, created_at=database.now(session))
        account.password_hash, account.member_id = passwords.hashed(office.settings, PASSWORD), member
        session.add(account)
        session.flush()
        session.add(Role(id=new_id(), account_id=account.id, name=role, site_id=site))

    database.transact(add)
    return login


def actor_of(street: Street, part: str) -> Actor:
    """Somebody of a street, as use cases know them."""
    with street.office.database.reading() as session:
        account = queries.access.by_login(session, street.login(part))
    assert account is not None
    return Actor(street.community_id, account.id, account.member_id, frozenset({part}))


def block_vehicle(street: Street, vehicle_id: UUID) -> UUID:
    """Block a vehicle for nine days from now; the block."""
    with street.office.database.writing() as session:
        now = street.office.database.now(session)
        named = {"community_id": street.community_id, "vehicle_id": vehicle_id}
        row = Block(id=new_id(), violations=3, reason="", since=now, until=now + timedelta(days=9), **named)
        session.add(row)
        return row.id


def rows_of(street: Street, *states: str) -> list[Registration]:
    """Registrations of the street's round in some states, but for those of the resident with an account."""
    own = actor_of(street, RESIDENT).member_id
    with street.office.database.reading() as session:
        rows = queries.registrations.of_round(session, street.round_id, states, limit=200)
        return [row for row in rows if row.member_id != own]


def own_rows(street: Street) -> list[Registration]:
    """Registrations of the resident with an account, newest first."""
    own = actor_of(street, RESIDENT).member_id
    assert own is not None
    with street.office.database.reading() as session:
        return queries.registrations.of_member(session, own)


def publish(street: Street) -> None:
    """Take the round of a street to its public notice, as its office would."""
    database, actor = street.office.database, actor_of(street, COORDINATOR)
    target: dict[str, Any] = {"actor": actor, "round_id": street.round_id}
    database.transact(lambda s: rounds.move(s, action="close", now=database.now(s), **target))
    run = database.transact(
        lambda s: planning.queue_run(s, order=Order(engine="greedy"), now=database.now(s), **target)
    )
    Solver(street.office, "pages", threading.Event()).solve(run.id)
    with database.reading() as session:
        plan = queries.plans.newest(session, street.round_id)
    assert plan is not None
    made = database.transact(lambda s: publication.request(s, actor=actor, plan_id=plan.id, now=database.now(s)))
    preparation.prepare(street.office, made.id)
    database.transact(lambda s: publication.publish(s, actor=actor, publication_id=made.id, now=database.now(s)))
    _let_the_resident_be_served(street)


def _let_the_resident_be_served(street: Street) -> None:
    """Give the resident's account to somebody who got a space: who does hangs on the dates that are planned."""
    if any(row.state == "allocated" for row in own_rows(street)):
        return
    served = rows_of(street, "allocated")[-1].member_id
    with street.office.database.writing() as session:
        account = queries.access.by_login(session, street.login(RESIDENT))
        assert account is not None
        account.member_id = served


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The address of the running service, with its worker."""
    worker, door = Worker(office), jobs.Jobs(office.settings)
    app = create_app(office, door)
    server = Server(app, {"host": "127.0.0.1", "port": 0, "log_config": None, "access_log": False})

    def run() -> None:
        # In one thread, for the engine does not start beside the event loop of a browser's driver.
        worker.start()
        server.run()
        worker.stop()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port_of(server)}"
    finally:
        app.state.stopping = server.should_exit = True
        thread.join(timeout=20)
        door.close()


def _port_of(server: Server) -> int:
    end = time.monotonic() + 120
    while not server.started:
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.02)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
