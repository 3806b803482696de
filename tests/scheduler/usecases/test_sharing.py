"""One's own space: nobody else's until its owner offers it, given back in due time, paid for where it is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler import migrate, queries
from scheduler.covenant import SharingRules
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.models import (
    AuditEntry,
    Booking,
    CallBack,
    Covenant,
    Occupation,
    OutboxMessage,
    Refund,
    Space,
    SpaceShare,
)
from scheduler.usecases import call_backs, ledger, return_alarms, sharing
from scheduler.usecases.call_backs import Wanted
from scheduler.usecases.sharing import Offered
from scheduler.usecases.supply import WindowTerms
from tests.communities import FIRST
from tests.scheduler.usecases.test_bookings import book, free
from tests.scheduler.usecases.wishes import OTHER, refused
from tests.town import START, Town

OWNER = 7
NOON = START + timedelta(days=3)
HOUR = timedelta(hours=1)
ALL_DAY = (WindowTerms("open", "08:00", "18:00"),)


def owned(town: Town, space: str = "H1", person: int = OWNER) -> None:
    member = town.people[person].member_id
    with town.database.reading() as session:
        version = session.get_one(Space, town.spaces[space]).row_version
    stated = {"actor": town.staff, "space_id": town.spaces[space], "version": version}
    town.do(sharing.set_owner, member_id=member, **stated)


def offered(town: Town, space: str = "H1", first: date | None = None, last: date | None = None) -> SpaceShare:
    terms = Offered(ALL_DAY, first or (START + timedelta(days=1)).date(), last, "web")
    return town.do(sharing.offer, actor=town.people[OWNER], space_id=town.spaces[space], offered=terms)


def wanted(start: float = 0, hours: float = 1, **more: Any) -> Wanted:
    return Wanted(NOON + start * HOUR, NOON + (start + hours) * HOUR, "web", **more)


def called_back(town: Town, share: SpaceShare, **more: Any) -> CallBack:
    return town.do(call_backs.call_back, actor=town.people[OWNER], share_id=share.id, wanted=wanted(**more))


def told(town: Town) -> list[tuple[str, dict[str, Any]]]:
    with town.database.reading() as session:
        rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
        codes = ("owner_fallback", "moved_for_owner", "lost_to_owner")
        return [(row.code, dict(row.numbers)) for row in rows if row.code in codes]


def space_of(town: Town, booking: Booking) -> str:
    """The space on which a booking's dated row stands, if it still does."""
    with town.database.reading() as session:
        asked = (
            select(Space.code)
            .join(Occupation, Occupation.resource_id == Space.resource_id)
            .where(Occupation.booking_id == booking.id, Occupation.active)
        )
        return session.execute(asked).scalar_one_or_none() or ""


# ---- offering


def test_what_is_somebodys_own_is_open_only_when_they_offer_it(town: Town) -> None:
    assert free(town) == ["H1", "H2", "T1", "T2", "T3"]

    owned(town)
    assert free(town) == ["H2", "T1", "T2", "T3"]
    offered(town)
    assert free(town) == ["H1", "H2", "T1", "T2", "T3"]
    assert free(town, start=6.5) == ["H2", "T1", "T2", "T3"]


def test_an_offer_ends_with_a_date_after_the_last_use_that_was_given(town: Town) -> None:
    owned(town)
    share = offered(town)
    book(town, "H1", OTHER)

    end = {"actor": town.people[OWNER], "share_id": share.id}
    with refused(Conflict, "share_in_use", "last") as caught:
        town.do(sharing.end, last=NOON.date() - timedelta(days=1), **end)
    assert caught.value.allowed == NOON.date().isoformat()
    ended = town.do(sharing.end, last=NOON.date(), **end)
    assert (ended.state, ended.last) == ("ended", NOON.date())
    assert free(town, start=24) == ["H2", "T1", "T2", "T3"]
    with refused(Conflict, "share_over"):
        town.do(sharing.end, last=NOON.date(), **end)


def test_two_offers_of_a_space_follow_one_another_and_never_meet(town: Town) -> None:
    owned(town)
    first = (START + timedelta(days=1)).date()
    offered(town, last=FIRST)

    with refused(Conflict, "space_shared", "first"):
        offered(town, first=first)
    offered(town, first=FIRST + timedelta(days=1))
    assert free(town) == ["H1", "H2", "T1", "T2", "T3"]
    assert free(town, start=24) == ["H1", "H2", "T1", "T2", "T3"]
    with refused(Conflict, "space_shared"):
        owned(town, person=OTHER)


def test_only_owners_and_their_staff_offer_a_space(town: Town) -> None:
    terms = Offered(ALL_DAY, FIRST, None, "web")
    with refused(NotFound, "no_such_thing"):
        town.do(sharing.offer, actor=town.people[OTHER], space_id=town.spaces["H1"], offered=terms)
    with refused(Conflict, "space_not_owned"):
        town.do(sharing.offer, actor=town.staff, space_id=town.spaces["H1"], offered=terms)
    owned(town)
    share = offered(town)
    with refused(NotFound, "no_such_thing"):
        town.see(sharing.seen, actor=town.people[OTHER], share_id=share.id)
    assert town.see(sharing.seen, actor=town.auditor, share_id=share.id).id == share.id
    assert [len(town.see(sharing.listed, actor=who)) for who in (town.people[OWNER], town.staff, town.people[0])] == [
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"windows": ()}, "windows"),
        ({"windows": (WindowTerms("open", "08:00", "08:00"),)}, "windows.0"),
        ({"first": date(2026, 4, 1)}, "first"),
        ({"last": date(2026, 4, 30)}, "last"),
        ({"channel": "hotline"}, "channel"),
    ],
)
def test_an_offer_that_cannot_be_names_its_field(town: Town, changes: dict[str, Any], field: str) -> None:
    owned(town)
    terms = Offered(**{"windows": ALL_DAY, "first": FIRST, "last": None, "channel": "web", **changes})

    with pytest.raises(Rejected) as caught:
        town.do(sharing.offer, actor=town.people[OWNER], space_id=town.spaces["H1"], offered=terms)

    assert caught.value.field.startswith(field)
    assert free(town) == ["H2", "T1", "T2", "T3"]


def test_the_calendar_tells_when_it_is_offered_used_and_back_and_names_nobody(town: Town) -> None:
    owned(town)
    share = offered(town)
    book(town, "H1", OTHER)
    called_back(town, share, start=2)

    days = town.see(sharing.days, actor=town.people[OWNER], share_id=share.id, first=FIRST, last=FIRST)

    assert [(day.kind, day.starts_at - NOON) for day in days] == [
        ("offered", -4 * HOUR),
        ("used", 0 * HOUR),
        ("back", 2 * HOUR),
    ]


def test_each_so_many_hours_shared_are_a_point_less_what_was_called_back(town: Town) -> None:
    owned(town)
    share = offered(town, first=FIRST, last=FIRST + timedelta(days=9))
    rules = SharingRules(credit_hours=10, most_credit_points=100)
    member = town.people[OWNER].member_id
    later = START + timedelta(days=40)

    assert town.see(sharing.credit_points, member_id=member, until=later, rules=rules) == 10
    called_back(town, share)
    assert town.see(sharing.credit_points, member_id=member, until=later, rules=rules) == 9
    few = SharingRules(credit_hours=10, most_credit_points=5)
    assert town.see(sharing.credit_points, member_id=member, until=later, rules=few) == 5
    assert town.see(sharing.credit_points, member_id=member, until=later + timedelta(days=400), rules=rules) == 0


# ---- having it back


def test_a_free_space_is_given_back_at_once_and_taken_for_everybody_else(town: Town) -> None:
    owned(town)
    share = offered(town)

    made = called_back(town, share)

    assert made.state == "given_back"
    assert free(town, person=OTHER) == ["H2", "T1", "T2", "T3"]
    with refused(Conflict, "called_back_already"):
        called_back(town, share, start=0.5)
    town.do(call_backs.withdraw, actor=town.people[OWNER], call_back_id=made.id)
    assert free(town, person=OTHER) == ["H1", "H2", "T1", "T2", "T3"]


def test_in_due_time_who_stands_there_is_moved_to_another_space_and_told(town: Town) -> None:
    owned(town)
    share = offered(town)
    booked = book(town, "H1", OTHER)

    made = called_back(town, share)

    assert (made.state, space_of(town, booked)) == ("given_back", "H2")
    assert told(town) == [("moved_for_owner", {"space": "H2", "at": "2026-05-04 12:00"})]


def test_where_no_other_is_free_the_use_falls_away_and_is_paid_for(town: Town) -> None:
    _endowed(town)
    owned(town)
    share = offered(town)
    booked = book(town, "H1", OTHER)
    book(town, "H2", 0)

    made = called_back(town, share)

    assert (made.state, space_of(town, booked)) == ("given_back", "")
    assert told(town) == [("lost_to_owner", {"at": "2026-05-04 12:00"})]
    assert _paid(town) == [(town.people[OTHER].member_id, 2_000)]


def test_too_late_for_its_notice_a_space_in_use_is_not_given_back(town: Town) -> None:
    owned(town)
    share = offered(town)
    book(town, "H1", OTHER)
    town.clock.now = NOON - 2 * HOUR

    with refused(Conflict, "space_in_use", "starts_at") as caught:
        called_back(town, share)
    assert caught.value.allowed == (NOON + 22 * HOUR).isoformat()
    assert town.see(call_backs.listed, actor=town.people[OWNER], share_id=share.id) == []


def test_too_late_the_owner_has_another_space_of_the_site_instead(town: Town) -> None:
    owned(town)
    share = offered(town)
    booked = book(town, "H1", OTHER)
    town.clock.now = NOON - 2 * HOUR

    made = called_back(town, share, fallback=True)

    assert (made.state, made.fallback_id, space_of(town, booked)) == ("fallback", town.spaces["H2"], "H1")
    assert told(town) == [("owner_fallback", {"space": "H2", "at": "2026-05-04 12:00"})]


def test_too_late_and_nothing_free_the_owner_is_paid_from_the_fund(town: Town) -> None:
    _endowed(town)
    owned(town)
    share = offered(town)
    book(town, "H1", OTHER)
    book(town, "H2", 0)
    town.clock.now = NOON - 2 * HOUR

    made = called_back(town, share, fallback=True)

    assert (made.state, made.fen) == ("compensated", 2_000)
    assert _paid(town) == [(town.people[OWNER].member_id, 2_000)]


def test_an_empty_fund_stops_no_owners_return(town: Town) -> None:
    owned(town)
    share = offered(town)
    book(town, "H1", OTHER)
    book(town, "H2", 0)

    made = called_back(town, share)

    assert (made.state, _paid(town)) == ("given_back", [])


def test_an_owner_who_finds_the_space_taken_is_counted_and_paid_once_staff_state_it(town: Town) -> None:
    _endowed(town)
    owned(town)
    made = called_back(town, offered(town))
    missed = {"actor": town.people[OWNER], "call_back_id": made.id}

    with refused(Conflict, "call_back_not_begun"):
        town.do(call_backs.report_missed, **missed)
    town.clock.now = NOON + HOUR / 2
    town.do(call_backs.report_missed, **missed)
    with refused(Conflict, "missed_already"):
        town.do(call_backs.report_missed, **missed)
    assert _paid(town) == []

    town.do(call_backs.report_missed, **{**missed, "actor": town.staff})
    with refused(Conflict, "missed_already"):
        town.do(call_backs.report_missed, **{**missed, "actor": town.staff})
    counted = town.see(
        queries.sharing.returns, community=town.community_id, since=START, until=START + timedelta(days=9)
    )
    assert counted == {"given_back": 1, "missed": 1}
    assert _paid(town) == [(town.people[OWNER].member_id, 2_000)]
    with refused(Conflict, "call_back_over"):
        town.do(call_backs.withdraw, **missed)


def test_staff_state_once_that_a_space_was_taken_though_nothing_can_be_paid_for_it(town: Town) -> None:
    owned(town)
    made = called_back(town, offered(town))
    town.clock.now = NOON + HOUR / 2
    missed = {"actor": town.staff, "call_back_id": made.id}
    town.do(call_backs.report_missed, **missed)
    for actor in (town.staff, town.coordinator, town.people[OWNER]):
        with refused(Conflict, "missed_already"):
            town.do(call_backs.report_missed, **{**missed, "actor": actor})

    with town.database.reading() as session:
        noted = session.query(AuditEntry).filter_by(action="share.missed").count()
        row = session.get_one(CallBack, made.id)
    assert (noted, row.missed, row.confirmed, row.fen) == (1, True, True, 0)
    assert [one.may_report for one in town.see(return_alarms.listed, actor=town.staff, now=town.clock.now)] == [False]


def test_what_was_paid_before_the_seventh_revision_is_not_stated_again(town: Town) -> None:
    _endowed(town)
    owned(town)
    made = called_back(town, offered(town))
    town.clock.now = NOON + HOUR / 2
    missed = {"actor": town.staff, "call_back_id": made.id}
    town.do(call_backs.report_missed, **missed)
    migrate.downgrade(town.database, "0006")
    migrate.upgrade(town.database)

    with town.database.reading() as session:
        row = session.get_one(CallBack, made.id)
    assert (row.missed, row.confirmed, row.fen, migrate.differences(town.database)) == (True, True, 2_000, [])


def test_a_space_and_day_are_paid_for_once_into_however_many_spans_they_are_cut(town: Town) -> None:
    _endowed(town)
    owned(town)
    share = offered(town)
    book(town, "H1", OTHER, hours=4)
    book(town, "H2", 0, hours=4)
    town.clock.now = NOON - 2 * HOUR

    paid = [called_back(town, share, start=start, fallback=True).fen for start in (0, 1, 2)]

    assert paid == [2_000, 0, 0]
    with refused(Conflict, "called_back_already"):
        called_back(town, share, start=0, fallback=True)


def test_who_loses_a_booking_to_the_owner_has_it_no_more(town: Town) -> None:
    owned(town)
    share = offered(town)
    lost = book(town, "H1", OTHER)
    book(town, "H2", 0)

    called_back(town, share)

    with town.database.reading() as session:
        assert session.get_one(Booking, lost.id).state == "cancelled"
        active = select(Occupation).where(Occupation.booking_id == lost.id, Occupation.active)
        assert session.execute(active).first() is None


def test_who_stands_there_now_moves_only_when_the_owner_comes(town: Town) -> None:
    _short_notice(town)
    owned(town)
    share = offered(town)
    booked = book(town, "H1", OTHER, hours=5)
    town.clock.now = NOON + HOUR

    called_back(town, share, start=3)

    with town.database.reading() as session:
        asked = (
            select(Space.code, Occupation.starts_at, Occupation.ends_at)
            .join(Occupation, Occupation.resource_id == Space.resource_id)
            .where(Occupation.booking_id == booked.id, Occupation.active)
            .order_by(Occupation.starts_at)
        )
        rows = [(code, starts - NOON, ends - NOON) for code, starts, ends in session.execute(asked)]
    guard = HOUR / 4
    assert rows == [("H1", 0 * HOUR, 3 * HOUR), ("H2", 3 * HOUR, 5 * HOUR + guard)]


def test_only_what_is_offered_and_still_theirs_is_called_back(town: Town) -> None:
    owned(town)
    share = offered(town, last=FIRST)

    with refused(Conflict, "space_not_shared", "starts_at"):
        called_back(town, share, start=24)
    with refused(Conflict, "space_not_shared", "starts_at"):
        called_back(town, share, start=7)
    town.clock.now = NOON + timedelta(days=1)
    owned(town, person=OTHER)
    town.clock.now = START
    with refused(Conflict, "space_not_shared", "starts_at"):
        called_back(town, share)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": START - HOUR}, "starts_at"),
        ({"ends_at": NOON}, "ends_at"),
        ({"ends_at": NOON + HOUR / 4}, "ends_at"),
        ({"ends_at": NOON + timedelta(days=40)}, "ends_at"),
        ({"channel": "door"}, "channel"),
    ],
)
def test_a_call_back_that_cannot_be_names_its_field(town: Town, changes: dict[str, Any], field: str) -> None:
    owned(town)
    share = offered(town)
    terms = Wanted(**{"starts_at": NOON, "ends_at": NOON + HOUR, "channel": "web", **changes})

    with pytest.raises(Rejected) as caught:
        town.do(call_backs.call_back, actor=town.people[OWNER], share_id=share.id, wanted=terms)

    assert caught.value.field == field
    with refused(NotFound, "no_such_thing"):
        town.do(call_backs.call_back, actor=town.people[0], share_id=share.id, wanted=terms)


def _short_notice(town: Town) -> None:
    """A covenant by which an owner calls back an hour before."""
    with town.database.writing() as session:
        covenant = session.get_one(Covenant, (town.community_id, 1))
        covenant.settings = {**covenant.settings, "sharing": {"notice_hours": 1}}


def _endowed(town: Town) -> None:
    """Money in the fund of the compound, from which compensations are paid."""
    site = town.sites["H"]
    entry = ledger.Entry(
        "correction", "opening", site, [ledger.Transfer(("bank", None), ("fund", site), 10_000)], site_id=site
    )
    town.database.transact(lambda session: ledger.post(session, town.coordinator, entry, town.clock.now))


def _paid(town: Town) -> list[tuple[Any, int]]:
    with town.database.reading() as session:
        return [(row.member_id, row.fen) for row in session.execute(select(Refund)).scalars()]
