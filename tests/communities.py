"""A small town for tests, on real databases: two sites, five spaces, nine people, an account of each role.

Seven people ask for a place by night, with 70, 60 … 10 points: the first five are served by any engine, the last two
wait. Two more have a vehicle and ask for nothing yet. By day every space is free for single bookings.

A town is built once for each process and stage and then copied, which costs less than building it.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from fixtures import people
from scheduler import calendar, passwords, queries, remembered
from scheduler.actors import ADMIN, AUDITOR, COORDINATOR, PROPERTY_STAFF, RESIDENT, Actor
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Account, Registration, Role, Vehicle
from scheduler.office import Office
from scheduler.privacy import Vault
from scheduler.settings import Settings
from scheduler.translation import ParkingProblem
from scheduler.usecases import members, seeding
from solvers.parking.problem import Pattern, Policy, Site, Space
from solvers.parking.problem import Registration as Request
from solvers.timetable import WindowRule
from tests.databases import borrowed, copied, fresh_url, server, template
from tests.town import STAGES, Clock, Stage, Town

KEYS = "town.key"
FIRST, LAST = date(2026, 5, 4), date(2026, 5, 31)
PASSWORD = "tide-and-moon-42"
ASKING, NEWCOMERS = 7, 2
NIGHT = ({"start": "18:30", "end": "07:30"},)
DAY = ({"start": "08:00", "end": "18:00"},)


def small_problem() -> ParkingProblem:
    """The round that the town's people ask in."""
    always = (WindowRule(start="00:00", end="24:00"),)
    night = Pattern("night", (WindowRule(start="18:30", end="07:30"),))
    homes = ["H"] * 5 + ["T"] * 2
    return ParkingProblem(
        horizon=calendar.horizon(FIRST, LAST),
        policy=Policy(criteria={"class": 1}, reserve_percent=0, outside_percent=50, household_cap=2),
        sites=(Site("H", "compound", always), Site("T", "tower", always)),
        spaces=(Space("H1", "H"), Space("H2", "H"), Space("T1", "T"), Space("T2", "T"), Space("T3", "T")),
        patterns=(night,),
        requests=tuple(
            Request(
                id=f"r{at}",
                vehicle=f"v{at}",
                pattern="night",
                points={"class": 10 * (ASKING - at)},
                walk={"H": 20 if homes[at] == "H" else 150, "T": 150 if homes[at] == "H" else 20},
                home_site=homes[at],
                household=f"h{at}",
            )
            for at in range(ASKING)
        ),
    )


def settings_for(url: URL, folder: Path) -> Settings:
    """Settings of a town: real, but passwords cost little."""
    return Settings(
        database_url=url.render_as_string(hide_password=False),
        key_file=folder / KEYS,
        password_passes=1,
        password_memory=8,
        solve_workers=1,
        request_limit="100000/minute",
    )


# ---- building


def _build(office: Office) -> None:
    """A town with its open round, people and accounts."""
    cast = seeding.Cast(people.name_of, people.phone_of, people.plate_of, people.site_name)
    seeded = seeding.seed(office, "tangqiao", small_problem(), cast)
    office.database.transact(lambda session: _settle(session, office, seeded.community_id))


def _settle(session: Session, office: Office, community_id: UUID) -> None:
    now = office.database.now(session)
    actor = Actor(community_id, roles=frozenset({ADMIN, COORDINATOR}))
    home = next(site.id for site in queries.supply.sites_of(session, community_id) if site.code == "H")
    for number in range(ASKING, ASKING + NEWCOMERS):
        person = members.Person(people.name_of(number), people.phone_of(number), home_site_id=home)
        member = members.enrol(session, actor=actor, vault=office.vault, person=person, now=now)
        car = members.Car(people.plate_of(number))
        members.add_vehicle(session, actor=actor, vault=office.vault, member_id=member.id, car=car, now=now)
    vehicles = session.execute(select(Vehicle).order_by(Vehicle.id)).scalars()
    keepers: list[UUID | None] = [vehicle.member_id for vehicle in vehicles]
    kept = passwords.hashed(office.settings, PASSWORD)
    for at, member_id in enumerate(keepers):
        _account(session, community_id, f"person{at}", kept, now, RESIDENT, member_id=member_id)
    for role in (COORDINATOR, ADMIN, AUDITOR):
        _account(session, community_id, role, kept, now, role)
    _account(session, community_id, "staff", kept, now, PROPERTY_STAFF, site_id=home)


def _account(
    session: Session,
    community_id: UUID,
    login: str,
    kept: str,
    now: datetime,
    role: str,
    member_id: UUID | None = None,
    site_id: UUID | None = None,
) -> None:
    row = Account(
        id=new_id(),
        community_id=community_id,
        login=login,
        password_hash=kept,
        member_id=member_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    session.add(Role(account_id=row.id, name=role, site_id=site_id))


def town_of(office: Office, clock: Clock) -> Town:
    """The town that a database holds."""
    with office.database.reading() as session:
        accounts = {row.login: row for row in session.execute(select(Account)).scalars()}
        roles = {row.account_id: row for row in session.execute(select(Role)).scalars()}
        of_member = {row.member_id: row.id for row in session.execute(select(Vehicle)).scalars()}
        asked = session.execute(select(Registration).order_by(Registration.submitted_at)).scalars()
        actors = {login: _actor(row, roles[row.id]) for login, row in accounts.items()}
        community_id = accounts[ADMIN].community_id
        residents = tuple(actors[f"person{at}"] for at in range(ASKING + NEWCOMERS))
        return Town(
            office,
            clock,
            community_id,
            queries.rounds.listed(session, community_id)[0].id,
            residents,
            tuple(of_member[actor.member_id] for actor in residents if actor.member_id),
            tuple(row.id for row in asked),
            {row.code: row.id for row in queries.supply.sites_of(session, community_id)},
            {code: row.id for code, row in queries.supply.spaces_by_code(session, community_id).items()},
            actors[COORDINATOR],
            actors[ADMIN],
            actors[AUDITOR],
            actors["staff"],
        )


def _actor(row: Account, role: Role) -> Actor:
    sites = frozenset() if role.site_id is None else frozenset({role.site_id})
    return Actor(row.community_id, row.id, row.member_id, frozenset({role.name}), sites, row.language)


# ---- copies


@contextmanager
def town_on(kind: str, folder: Path, stage: Stage = "open") -> Iterator[Town]:
    """A town of the test's own."""
    clock = Clock()
    with copy_of(kind, folder, stage) as url, town_at(url, folder, clock) as town:
        yield town


@contextmanager
def town_at(url: URL, folder: Path, clock: Clock) -> Iterator[Town]:
    """The town of a database, opened by this process."""
    remembered.forget_all()
    office = _office(url, folder, clock)
    try:
        yield town_of(office, clock)
    finally:
        office.close()


def _office(url: URL, folder: Path, clock: Clock) -> Office:
    settings = settings_for(url, folder)
    return Office(settings, Database(url, clock=clock), Vault.open(settings.key_file, create=True))


@contextmanager
def copy_of(kind: str, folder: Path, stage: Stage = "open") -> Iterator[URL]:
    """Address of a town's database that nobody else uses; its keys are in the folder."""
    model, keys = _model(kind, stage)
    shutil.copy(keys, folder / KEYS)
    if kind == "sqlite":
        shutil.copy(str(model.database), folder / "town.sqlite")
        yield make_url(f"sqlite:///{folder / 'town.sqlite'}")
        return
    with borrowed(str(model.database)) as name:
        yield server().set(database=name)


@cache
def _model(kind: str, stage: Stage) -> tuple[URL, Path]:
    """A town of a stage to copy, and its keys; lives as long as the process."""
    stack = ExitStack()
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="commontide-town-")))
    before = None if stage == "open" else STAGES[STAGES.index(stage) - 1]
    if kind == "sqlite":
        url = stack.enter_context(copy_of(kind, folder, before) if before else fresh_url(kind, folder))
    else:
        model, kept = _model(kind, before) if before else (server().set(database=template()), None)
        if kept is not None:
            shutil.copy(kept, folder / KEYS)
        # A copy that nobody looks into: a database to which somebody is connected cannot be copied.
        url = server().set(database=stack.enter_context(copied(str(model.database))))
    clock = Clock()
    office = _office(url, folder, clock)
    if stage == "open":
        _build(office)
    else:
        _step_to(stage, town_of(office, clock))
    office.close()
    atexit.register(stack.close)  # last in, first out: before the server's own end
    return url, folder / KEYS


def _step_to(stage: Stage, town: Town) -> None:
    if stage == "closed":
        town.close()
    elif stage == "planned":
        town.plan()
    else:
        town.publish(town.newest_plan())
