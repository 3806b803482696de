"""Invented communities: whole, repeatable, resumed where they were left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from fixtures import people, prices
from scheduler import calendar, queries
from scheduler.actors import ROLES
from scheduler.covenant import settings_of
from scheduler.db import Database
from scheduler.files import problem_digest
from scheduler.ids import new_id
from scheduler.models import Account, Base, Registration, Role, Round
from scheduler.office import Office
from scheduler.privacy import Vault
from scheduler.translation import ParkingProblem, problem_of
from scheduler.usecases import access, seeding, seeding_next
from scheduler.usecases.round_titles import titles
from tests.communities import PASSWORD, settings_for, small_problem
from tests.scheduler.planning.ground import invented
from tests.town import Clock

PRICED = seeding.Cast(people.name_of, people.phone_of, people.plate_of, people.site_name, prices.prices_of)
CAST = seeding.Cast(people.name_of, people.phone_of, people.plate_of, people.site_name)


@pytest.fixture
def office(database_url: URL, tmp_path: Path) -> Iterator[Office]:
    settings = settings_for(database_url, tmp_path)
    opened = Office(settings, Database(database_url, clock=Clock()), Vault.open(settings.key_file, create=True))
    yield opened
    opened.close()


def seed(office: Office, problem: ParkingProblem | None = None) -> seeding.Seeded:
    return seeding.seed(office, "tangqiao", problem or small_problem(), CAST)


def rows(office: Office) -> dict[str, int]:
    with office.database.reading() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def test_a_seed_makes_a_community_with_everybodys_registration_approved(office: Office) -> None:
    seeded = seed(office)

    assert seeded.fresh
    with office.database.reading() as session:
        assert queries.registrations.counts(session, seeded.round_id) == Counter(approved=7)
        assert len(queries.supply.spaces_by_code(session, seeded.community_id)) == 5
        assert session.get_one(Round, seeded.round_id).state == "open"


def test_a_second_seed_changes_nothing(office: Office) -> None:
    first, before = seed(office), rows(office)
    assert seed(office).round_id == first.round_id
    assert rows(office) == before


def test_a_round_that_went_on_is_left_alone(office: Office) -> None:
    first = seed(office)
    with office.database.writing() as session:
        session.get_one(Round, first.round_id).state = "closed"
    before = rows(office)
    assert seed(office) == seeding.Seeded(first.community_id, first.round_id, fresh=False)
    assert rows(office) == before


def test_a_seed_that_was_stopped_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "BATCH", 3)

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seeding.seed(office, "tangqiao", small_problem(), CAST, stop)
    assert rows(office)["registration"] == 3
    seeded = seed(office)
    with office.database.reading() as session:
        assert queries.registrations.counts(session, seeded.round_id) == Counter(approved=7)
    assert rows(office)["member"] == 7


def test_the_share_that_is_done_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "BATCH", 3)
    told: list[float] = []
    seeding.seed(office, "tangqiao", small_problem(), CAST, told.append)
    assert told == [3 / 7, 6 / 7, 1.0]


def test_rows_give_the_problem_back_that_they_were_made_from(office: Office) -> None:
    problem = invented("tiny")
    seeded = seed(office, problem)
    with office.database.writing() as session:
        for row in session.execute(select(Registration)).scalars():
            row.state, row.entered = "competing", True
    with office.database.reading() as session:
        back = problem_of(session, session.get_one(Round, seeded.round_id), office.database.now(session))

    assert back.horizon == problem.horizon
    assert [site.windows for site in back.sites] == [site.windows for site in problem.sites]
    assert sorted(unit for unit, _ in back.units) == sorted(unit for unit, _ in problem.units)
    # A covenant takes off for violations what a file adds as negative: the sums are the same.
    assert [back.points_of(one) for one in back.requests] == [problem.points_of(one) for one in problem.requests]
    assert [dict(request.walk) for request in back.requests] == [dict(one.walk) for one in problem.requests]
    assert problem_digest(back) != problem_digest(problem)  # receipts are new


def test_there_is_an_account_for_each_role_and_the_first_two_people(office: Office) -> None:
    seeded = seed(office)

    def add() -> list[str]:
        return office.database.transact(
            lambda session: seeding.add_accounts(
                session,
                office=office,
                seeded=seeded,
                slug="tangqiao",
                password=PASSWORD,
                now=office.database.now(session),
            )
        )

    logins = add()
    assert [login.partition("@")[0] for login in logins] == list(seeding.LOGINS)
    before = rows(office)
    assert (add(), rows(office)) == (logins, before)
    with office.database.reading() as session:
        held = session.execute(select(Role.name).join(Account, Role.account_id == Account.id)).scalars()
        assert Counter(held) == Counter(ROLES) + Counter(["resident"])
    for login in logins:
        shown = access.Credentials(login, PASSWORD, "192.0.2.1")
        assert access.sign_in(office, shown).account_id is not None


def test_a_household_of_a_name_has_one_id_in_a_community() -> None:
    one, other = new_id(), new_id()
    assert seeding.household_id(one, "h1") == seeding.household_id(one, "h1")
    assert (
        len({seeding.household_id(one, "h1"), seeding.household_id(one, "h2"), seeding.household_id(other, "h1")}) == 3
    )


def test_a_round_is_followed_by_one_of_the_same_length_that_is_open(office: Office) -> None:
    seeded = seed(office)
    actor = seeding.office_actor(seeded.community_id)

    def follow() -> Round:
        return office.database.transact(
            lambda session: seeding_next.open_next(
                session, actor=actor, round_id=seeded.round_id, now=office.database.now(session)
            )
        )

    with office.database.reading() as session:
        last = session.get_one(Round, seeded.round_id)
    made = follow()

    assert (made.state, made.domain, made.criteria_zh) == ("open", "parking", last.criteria_zh)
    assert made.use_first == last.use_last + timedelta(days=1)
    assert made.use_last - made.use_first == last.use_last - last.use_first
    assert made.apply_until.astimezone(ZoneInfo(calendar.ZONE)).time() == time(18)
    assert made.apply_until < calendar.instant_of(made.use_first, 0, calendar.ZONE)
    assert {"title_zh": made.title_zh, "title_en": made.title_en} == titles("parking", made.use_first, made.use_last)
    assert follow().id == made.id
    assert seed(office).round_id == seeded.round_id


def test_an_invented_community_has_the_prices_that_its_cast_tells(office: Office) -> None:
    now = office.database.transact(office.database.now)
    told = {}
    for slug, cast in (("priced", PRICED), ("free", CAST)):
        wanted: dict[str, Any] = {"slug": slug, "problem": small_problem(), "cast": cast, "now": now}
        actor = office.database.transact(lambda session, wanted=wanted: seeding.seed_community(session, **wanted))  # type: ignore[misc]
        with office.database.reading() as session:
            settings = queries.community.covenant(session, actor.community_id, 1).settings
        told[slug] = settings_of(settings).fees.tariffs

    assert {slug: len(lines) for slug, lines in told.items()} == {"priced": len(prices.prices_of(["A"])), "free": 0}
    assert {line.reason_zh for line in told["priced"] if line.site} == {prices.REASON_ZH}
