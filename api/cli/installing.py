"""`commontide migrate`, `found` and `seed`: an installation made ready, a real community, an invented one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar
from uuid import UUID

import typer
from rich.progress import Progress

from api.cli.common import JsonFlag, notes, offered, print_json, refusing, say, words
from fixtures import houses, people, prices, volunteers
from scheduler import calendar
from scheduler.calendar import horizon
from scheduler.errors import DatabaseInUse, Refused, SettingRejected
from scheduler.settings import Settings
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import ParkingProblem
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.problem import RoomsProblem
from solvers.rosters.generate import ROSTER_SCALES, generate_roster

if TYPE_CHECKING:
    from scheduler.office import Office
    from scheduler.usecases.seeding import Seeded

P = ParamSpec("P")
T = TypeVar("T")

SIZES = ("street", "mini", "tiny")
ROOM_SIZES = {"street": "season", "mini": "mini", "tiny": "tiny"}
"""Season that goes with each size of parking."""
ROSTER_SIZES = {"street": "month", "mini": "mini", "tiny": "mini"}
"""Month of volunteering that goes with each size of parking."""
MONTH = timedelta(days=27)
HALF_YEAR = timedelta(days=181)
QUARTER = timedelta(days=90)
COORDINATOR = 1
"""Whose login stands where in the list of a seed."""
PASSWORD = "commontide-demo"
"""Of every account that a seed makes: an invented community is for looking around."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("migrate")(migrate)
    app.command("found")(found)
    app.command("seed")(seed)
    app.command("backup")(backup)


def installing(command: Callable[P, T]) -> Callable[P, T]:
    """A command that ends with exit code 2 and a sentence where the installation is not as it must be."""

    @wraps(command)
    def guarded(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return command(*arguments, **options)
        except DatabaseInUse as error:
            say(f"database_in_use: {words('database_in_use', {'path': error.path})}")
        except SettingRejected as error:
            told = {"setting": error.setting, "needed": error.needed}
            say(f"setting_rejected: {words('setting_rejected', told)}")
        raise typer.Exit(2)

    return guarded


@contextmanager
def opened(settings: Settings) -> Iterator[Office]:
    """The office of an installation, its keys and tables made where they are missing; this process owns it."""
    # The job engine takes a second to load, which no other command should wait for.
    from scheduler import jobs
    from scheduler import migrate as schema
    from scheduler.office import Office
    from scheduler.privacy import Vault

    Vault.open(settings.key_file, create=True)
    office = Office.open(settings)
    try:
        office.database.own()
        schema.upgrade(office.database)
        jobs.migrate(settings)
        yield office
    finally:
        office.close()


@installing
def migrate() -> None:
    """Make the database and the key file, or bring them to this version; a second call changes nothing."""
    settings = Settings()
    with opened(settings):
        say(words("migrated", {"path": settings.url.render_as_string(hide_password=True)}))


def invented(size: str, seed: int, today: date) -> ParkingProblem:
    """A parking round of half a year that begins on the Monday after `today`."""
    first = today + timedelta(days=7 - today.weekday())
    return generate_parking(SCALES[size], seed, horizon(first, first + HALF_YEAR))


@installing
def found(
    community: Annotated[str, typer.Argument(metavar="NAME", help="Name in addresses: a-z, 0-9 and -.")],
    name_zh: Annotated[str, typer.Option(help="Name to people, in Chinese.")],
    name_en: Annotated[str, typer.Option(help="Name to people, in English.")],
    admin: Annotated[
        str, typer.Option(help="Login of its administrator; the password is asked for, or read once from stdin.")
    ],
    zone: Annotated[str, typer.Option(help="Civil time.")] = calendar.ZONE,
) -> None:
    """Found a real community with its administrator, who sets up the rest; the covenant has the usual settings."""
    from scheduler.usecases.founding import Founding, found

    asked = sys.stdin.isatty()
    password = (
        typer.prompt("password", hide_input=True, confirmation_prompt=True)
        if asked
        else sys.stdin.readline().rstrip("\n")
    )
    settings = Settings()
    founding = Founding(community, name_zh, name_en, admin, password, zone)
    with opened(settings) as office:
        database = office.database
        try:
            database.transact(
                lambda session: found(session, settings=settings, founding=founding, now=database.now(session))
            )
        except Refused as error:
            numbers = {**error.numbers, "field": error.field, "value": error.value, "allowed": error.allowed}
            say(f"{error.code}: {words(error.code, numbers)}")
            raise typer.Exit(2) from None
    say(words("founded", {"community": community, "login": admin}))


@installing
def backup(
    target: Annotated[Path, typer.Argument(metavar="TARGET.sqlite", help="Where the copy goes; must not exist.")],
) -> None:
    """Copy a SQLite database while it is in use, and prove the copy; the key file is kept elsewhere."""
    from scheduler.backup import back_up

    for community, entries in back_up(Settings(), target).items():
        say(words("backed_up", {"community": community, "count": entries}))
    say(words("backup_written", {"path": str(target)}))


@refusing
@installing
def seed(
    size: Annotated[str, typer.Argument(help="street, mini or tiny.")],
    community: Annotated[str, typer.Option(help="Name of the community in addresses and logins.")] = "tangqiao",
    rooms: Annotated[bool, typer.Option("--rooms/--no-rooms", help="A season of activity rooms, too.")] = True,
    as_json: JsonFlag = False,
) -> None:
    """Invent a community with people, sites, facilities and open rounds; what stands already is left alone."""
    offered("SIZE", size, SIZES)
    with opened(Settings()) as office:
        seeded, logins = fill(office, size, community)
        told = {"community": community, "round": str(seeded.round_id), "fresh": seeded.fresh, "logins": logins}
        if rooms:
            told["season"] = str(fill_rooms(office, size, seeded.community_id).round_id)
    if as_json:
        print_json({**told, "password": PASSWORD})
    else:
        say(words("seeded" if seeded.fresh else "seeded_before", {"community": community}))
        say(words("demo_logins", {"logins": ", ".join(logins), "password": PASSWORD}))


def fill(office: Office, size: str, community: str) -> tuple[Seeded, list[str]]:
    """Seed with a progress bar; what stands, and the logins."""
    from scheduler.usecases import seeding

    cast = seeding.Cast(people.name_of, people.phone_of, people.plate_of, people.site_name, prices.prices_of)
    problem = invented(size, 1, calendar.today())
    with Progress(console=notes, transient=True) as bar:
        task = bar.add_task(words("seeding"), total=1.0)
        seeded = seeding.seed(office, community, problem, cast, lambda share: bar.update(task, completed=share))
    database = office.database
    logins = database.transact(
        lambda session: seeding.add_accounts(
            session, office=office, seeded=seeded, slug=community, password=PASSWORD, now=database.now(session)
        )
    )
    return seeded, logins


def invented_season(size: str, seed: int, today: date) -> RoomsProblem:
    """A season round of a quarter that begins on the Monday after `today`."""
    first = today + timedelta(days=7 - today.weekday())
    return generate_rooms(ROOMS_SCALES[ROOM_SIZES[size]], seed, horizon(first, first + QUARTER))


def fill_rooms(office: Office, size: str, community: UUID) -> Seeded:
    """Add a season of activity rooms to a seeded community, with a progress bar."""
    from scheduler.usecases import seeding_rooms

    names = (houses.facility_name, houses.room_name, houses.equipment_name, houses.organisation_name)
    cast = seeding_rooms.RoomsCast(people.name_of, people.phone_of, *names)
    problem = invented_season(size, 1, calendar.today())
    with Progress(console=notes, transient=True) as bar:
        task = bar.add_task(words("seeding"), total=1.0)
        return seeding_rooms.seed_rooms(
            office, community, problem, cast, lambda share: bar.update(task, completed=share)
        )


def fill_rosters(office: Office, size: str, community: UUID, logins: list[str]) -> Seeded:
    """Add a month of volunteering to a seeded community, with a progress bar."""
    from scheduler import queries
    from scheduler.usecases import seeding_rosters

    cast = seeding_rosters.RosterCast(
        people.name_of, people.phone_of, volunteers.address_of, volunteers.point_name, volunteers.shift_title
    )
    with office.database.reading() as session:
        coordinator = queries.access.by_login(session, logins[COORDINATOR])
    assert coordinator is not None, "a seed makes its accounts first"
    first = next_monday(calendar.today())
    dates = horizon(first, first + MONTH)
    problem = generate_roster(ROSTER_SCALES[ROSTER_SIZES[size]], 1, dates)
    with Progress(console=notes, transient=True) as bar:
        task = bar.add_task(words("seeding"), total=1.0)
        return seeding_rosters.seed_rosters(
            office, community, problem, cast, coordinator.id, lambda share: bar.update(task, completed=share)
        )


def next_monday(today: date) -> date:
    """The Monday at least a week ahead, on which an invented month begins."""
    return today + timedelta(days=14 - today.weekday())
