"""What once went wrong with rounds, registrations, supply and the clockwork."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, Refused, Rejected
from scheduler.ids import new_id
from scheduler.models import (
    AuditEntry,
    ClosedPeriod,
    Covenant,
    DayOverride,
    InboxMessage,
    Publication,
    Registration,
    RegistrationEvent,
    Round,
    Site,
)
from scheduler.usecases import clockwork, locks, planning, rounds, supply
from tests.communities import FIRST, LAST, NIGHT
from tests.scheduler.usecases.test_rounds import TERMS
from tests.scheduler.usecases.wishes import NEWCOMER, act, refused, register
from tests.town import START, Town

EVERY_DAY = [supply.WindowTerms("open", "00:00", "24:00")]


def change(town: Town, kind: type[Any], key: object, **fields: object) -> None:
    with town.database.writing() as session:
        row = session.get_one(kind, key)
        for name, value in fields.items():
            setattr(row, name, value)


def settle_covenant(town: Town, settings: Mapping[str, Any]) -> None:
    change(town, Covenant, (town.community_id, 1), settings=settings)


def got(town: Town, kind: type[Any], key: object) -> Any:
    with town.database.reading() as session:
        return session.get_one(kind, key)


def move(town: Town, action: str, by: Actor | None = None, reason: str = "车库施工") -> Round:
    return town.do(rounds.move, actor=by or town.coordinator, round_id=town.round_id, action=action, reason=reason)


def amend(town: Town, **changes: Any) -> Round:
    version = got(town, Round, town.round_id).row_version
    wanted = {"actor": town.coordinator, "round_id": town.round_id, "version": version, "changes": changes}
    return town.do(rounds.amend, **wanted)


def inbox_codes(town: Town, code: str) -> list[str]:
    """Receipts of whom a message reached."""
    clockwork.tick(town.office)
    with town.database.reading() as session:
        rows = session.execute(select(InboxMessage).where(InboxMessage.code == code)).scalars()
        return sorted(str(row.numbers["receipt"]) for row in rows)


# ---- sites


def test_of_two_changes_made_from_one_version_of_a_site_one_counts(town: Town) -> None:
    def tried(_: int) -> str:
        wanted = {"actor": town.admin, "site_id": town.sites["H"], "version": 1, "windows": EVERY_DAY}
        try:
            town.do(supply.set_windows, **wanted)
        except Refused as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tried, range(4))) == ["changed_meanwhile"] * 3 + ["done"]


def test_every_space_and_closure_raises_the_version_by_which_a_site_is_remembered(town: Town) -> None:
    terms = {"first": FIRST, "last": LAST}
    wanted = {"actor": town.admin, "site_id": town.sites["H"]}
    closure = town.do(supply.close, version=1, terms=terms, **wanted)

    def add(number: int) -> None:
        town.do(supply.add_space, terms=supply.SpaceTerms(f"H9{number}"), **wanted)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(8)))
    town.do(supply.reopen, closure_id=closure.id, **wanted)
    assert got(town, Site, town.sites["H"]).row_version == 11


def test_a_closure_and_a_lock_take_a_reason_of_500_letters(planned: Town) -> None:
    reason = "施" * 500
    terms = {"first": FIRST, "last": LAST, "reason": reason}
    closed = planned.do(supply.close, actor=planned.admin, site_id=planned.sites["H"], version=1, terms=terms)
    wanted = {"registration_id": planned.registrations[0], "kind": "forbid", "reason": reason}
    locked = planned.do(locks.lock, actor=planned.coordinator, **wanted)
    assert got(planned, ClosedPeriod, closed.id).reason == locked.reason == reason


# ---- what would fail the run of all


@pytest.mark.parametrize(
    ("points", "code"), [({"class": 0}, "points_do_not_count"), ({"class": 5, "friend": 9}, "not_offered")]
)
def test_points_that_no_plan_takes_are_refused_when_they_are_written(
    town: Town, points: dict[str, int], code: str
) -> None:
    with refused(Rejected, code):
        register(town, by=town.coordinator, channel="import", points=points)


def test_a_covenant_that_gives_nobody_points_is_told_to_who_registers(town: Town) -> None:
    settle_covenant(town, {"parking": {"criteria": {"need": 1}}})
    with refused(Rejected, "points_do_not_count", "points"):
        register(town)


def test_new_dates_of_use_must_hold_what_people_asked_for(town: Town) -> None:
    row = register(town, uses=[{"start": "08:00", "end": "18:00", "last": LAST.isoformat()}])
    until = START + timedelta(days=1)
    with pytest.raises(Conflict, match=r"^use_does_not_fit: use_first$") as error:
        amend(town, apply_until=until, use_last=LAST - timedelta(days=2))
    assert error.value.numbers == {"receipt": row.receipt}
    act(town, row, "withdraw", town.people[NEWCOMER])
    assert amend(town, apply_until=until, use_last=LAST - timedelta(days=2)).use_last == LAST - timedelta(days=2)


def test_dates_of_use_stay_while_a_run_is_under_way(town: Town) -> None:
    town.close()
    town.do(planning.queue_run, actor=town.coordinator, round_id=town.round_id, order=planning.Order())
    with refused(Conflict, "run_under_way", "use_first"):
        amend(town, use_last=LAST + timedelta(days=1))
    assert amend(town, title_en="May").title_en == "May"


def test_a_use_on_a_day_that_the_community_made_a_workday_is_known(town: Town) -> None:
    holiday = date(2026, 5, 9)  # a Saturday that is a make-up workday; here the community rests
    uses = [{"days": "rest_day", "first": holiday.isoformat(), "last": holiday.isoformat(), **NIGHT[0]}]
    with refused(Rejected, "never_active", "uses"):
        register(town, uses=uses)
    with town.database.writing() as session:
        session.add(DayOverride(community_id=town.community_id, date=holiday, day_type="rest_day"))
    assert register(town, uses=uses).state == "submitted"


def test_the_last_day_to_apply_is_the_communitys_own(town: Town) -> None:
    # 17:00 in Greenwich is the next day in Shanghai, however the caller writes it.
    until = datetime(2026, 5, 31, 17, tzinfo=UTC)
    for moment in (until, until.astimezone(timezone(timedelta(hours=-8)))):
        with refused(Rejected, "used_before_applied", "use_last"):
            amend(town, apply_until=moment)
    assert amend(town, apply_until=until - timedelta(hours=2)).row_version > 1


# ---- the end of a round


def test_a_cancelled_round_ends_what_is_undecided_and_tells_everybody_once(planned: Town) -> None:
    version = planned.prepare(planned.newest_plan())
    given_up = register_draft_like(planned)
    assert move(planned, "cancel").state == "cancelled"

    assert planned.states() == ["withdrawn"] * 7
    assert planned.state_of(given_up) == "withdrawn"
    assert got(planned, Publication, version).state == "abandoned"
    receipts = sorted(got(planned, Registration, row).receipt for row in planned.registrations)
    assert inbox_codes(planned, "registration_cancelled") == receipts
    assert inbox_codes(planned, "registration_cancelled") == receipts
    with planned.database.reading() as session:
        steps = session.execute(select(RegistrationEvent).where(RegistrationEvent.action == "annul")).scalars()
        assert sorted(step.registration_id for step in steps) == sorted(planned.registrations)


def register_draft_like(town: Town) -> Any:
    """A registration that was given up before; it ends no second time."""
    with town.database.writing() as session:
        first = session.get_one(Registration, town.registrations[0])
        fields = {column.key: getattr(first, column.key) for column in first.__table__.columns}
        row = Registration(**{**fields, "id": new_id(), "receipt": "GONE", "state": "withdrawn"})
        session.add(row)
        return row.id


def test_who_was_not_decided_on_when_a_round_settles_is_told_so(town: Town) -> None:
    late = register(town)
    act(town, late, "request_information", town.staff, "缺行驶证")
    town.close()
    town.publish(town.plan())
    move(town, "settle")

    assert town.state_of(late.id) == "withdrawn"
    assert town.states() == ["allocated"] * 5 + ["waitlisted"] * 2
    assert inbox_codes(town, "registration_undecided") == [late.receipt]


def test_a_settled_round_leaves_no_version_to_be_published(published: Town) -> None:
    version = published.prepare(published.plan())
    move(published, "settle")
    assert got(published, Publication, version).state == "abandoned"


def test_what_people_write_as_a_reason_is_not_in_the_audit_chain(town: Town) -> None:
    move(town, "close")
    move(town, "reopen", reason="陈女士来电")
    with town.database.reading() as session:
        details = session.execute(select(AuditEntry.details)).scalars().all()
    assert "陈女士" not in str(details)
    assert got(town, Round, town.round_id).reason == "陈女士来电"


@pytest.mark.parametrize(
    ("state", "offered", "lost"),
    [
        ("refused", False, 2),
        ("competing", False, 1),
        ("withdrawn", False, 1),
        ("withdrawn", True, 0),
        ("ended", True, 0),
    ],
)
def test_only_a_place_ends_the_count_of_rounds_lost(published: Town, state: str, offered: bool, lost: int) -> None:
    """The waitlisted one of May lost; what came of June decides whether that still counts."""
    later = published.do(rounds.set_up, actor=published.coordinator, terms=TERMS)
    with published.database.writing() as session:
        first = session.get_one(Registration, published.registrations[6])
        fields = {column.key: getattr(first, column.key) for column in first.__table__.columns}
        row = Registration(**{**fields, "id": new_id(), "receipt": "R", "round_id": later.id, "state": state})
        session.add(row)
        session.flush()
        if offered:
            step = {"action": "allocate", "before": "competing", "after": "allocated", "at": START}
            session.add(RegistrationEvent(registration_id=row.id, **step))
    with published.database.reading() as session:
        vehicle = published.vehicles[6]
        assert queries.registrations.lost_rounds(session, published.community_id, vehicle, new_id()) == lost


def test_the_place_in_line_is_counted_anew_when_somebody_leaves(published: Town) -> None:
    def places() -> list[int | None]:
        with published.database.reading() as session:
            rows = [session.get_one(Registration, row) for row in published.registrations[4:]]
            return [queries.registrations.place_in_line(session, row) for row in rows]

    assert places() == [None, 1, 2]
    act(published, got(published, Registration, published.registrations[5]), "withdraw", published.people[5])
    assert places() == [None, None, 1]
